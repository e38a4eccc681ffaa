import type { CommandRow, FleetRow, HearingRow } from "@probewarden/contract";

export const command: CommandRow = {
  commandId: "c-hgijklmnopqrstuv",
  name: "test",
  arguments: {},
  by: "王敏",
  issuedAt: "2026-11-24T08:00:00.000Z",
  expiresAt: "2026-11-24T08:10:00.000Z",
  state: "done",
  answeredAt: "2026-11-24T08:00:00.000Z",
  checks: [
    { check: "hearing", state: "ok" },
    { check: "power", state: "warning" },
  ],
};

export const fleet: FleetRow = {
  sensorId: "door-three",
  venueId: "mall",
  ring: "canary",
  version: "0.1.0",
  commands: [command],
};

export const hearing: HearingRow = {
  askId: "h-hgijklmnopqrstuv",
  state: "heard",
  level: { frames: 9, medianDbm: -58, channelMhz: 2437 },
};
