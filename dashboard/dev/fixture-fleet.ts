// A made-up fleet: one canary that was set, one whose plan was refused, one that was told to test itself, one that is away, one that just joined and has no name and no place.
import type { CommandRow, FleetRow } from "@probewarden/contract";
import { ago } from "./fixture-time.ts";

const command = (commandId: string, more: Partial<CommandRow>): CommandRow => ({
  commandId,
  name: "test",
  arguments: {},
  by: "王敏",
  issuedAt: ago(3),
  expiresAt: ago(-7),
  state: "done",
  answeredAt: ago(2),
  ...more,
});
const tested = command("c-test", {
  checks: [
    { check: "hearing", state: "failed" },
    { check: "power", state: "warning" },
    { check: "disk", state: "ok" },
    { check: "clock", state: "unknown" },
  ],
});
export const commands: CommandRow[] = [
  tested,
  command("c-snapshot", {
    name: "snapshot",
    snapshot: {
      node: "20.19.2",
      uptimeSeconds: 86_400,
      commandsRefused: {},
      log: [{ secondsAgo: 30, level: "warn", part: "radio", words: "a part of the sensor ended" }],
    },
  }),
  command("c-restart", { name: "restart", arguments: { part: "cameras" }, state: "failed", reason: "not-back" }),
];
const plan = { channels: [1, 6, 11, 36] };
const row = (sensorId: string, more: Partial<FleetRow> = {}): FleetRow => ({
  sensorId,
  venueId: "venue-demo",
  ring: "rest",
  version: "0.1.0",
  commands: [],
  ...more,
});
export const fleet: FleetRow[] = [
  row("sensor-door-1", {
    ring: "canary",
    version: "0.2.0",
    applied: "s-one",
    wanted: command("s-one", { name: "configure", arguments: plan }),
    commands: [command("c-blink", { name: "identify", arguments: { seconds: 30 } })],
  }),
  row("sensor-door-3", { commands }),
  row("sensor-food", {
    wanted: command("s-two", {
      name: "configure",
      arguments: plan,
      state: "failed",
      reason: "channel-refused",
      facts: { channels: "36" },
    }),
    commands: [command("c-lamp", { name: "identify", state: "failed", reason: "led-not-writable" })],
  }),
  row("sensor-atrium", {
    version: "0.2.0",
    commands: [command("c-away", { name: "snapshot", state: "expired" })],
  }),
  row("sensor-park", {
    wanted: command("s-away", { name: "configure", arguments: plan, state: "sent" }),
    commands: [command("c-waits", { name: "test", state: "sent" })],
  }),
  row("sensor-new"),
];
