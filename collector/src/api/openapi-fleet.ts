import type { CommandRow, FleetRow, HearingRow, ReleaseRow, Rollout, RolloutPlan } from "@probewarden/contract";

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

export const release: ReleaseRow = {
  version: "0.2.0",
  architecture: "arm64",
  size: 12_345_678,
  sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
  checked: true,
  addedAt: "2026-11-24T08:00:00.000Z",
};

export const plan: RolloutPlan = {
  isFirstChosen: true,
  sensors: [
    { sensorId: "door-three", ring: "canary", step: "waiting", from: "0.1.0", since: "2026-11-24T08:00:00.000Z" },
    { sensorId: "food-court", ring: "rest", step: "left-out", reason: "too-old", since: "2026-11-24T08:00:00.000Z" },
  ],
};

const { isFirstChosen, sensors } = plan;
export const rollout: Rollout = {
  rolloutId: "r-hgijklmnopqrstuv",
  venueId: "mall",
  version: "0.2.0",
  state: "running",
  by: "王敏",
  startedAt: "2026-11-24T08:00:00.000Z",
  changedAt: "2026-11-24T08:00:00.000Z",
  soakMinutes: 30,
  isFirstChosen,
  counts: { waiting: 1, "left-out": 1 },
  sensors,
};
