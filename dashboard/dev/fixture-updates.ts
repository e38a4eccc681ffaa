// Made-up updates: one that stopped by itself, two versions, and what the next one would do.
import type { ReleaseRow, Rollout, RolloutPlan, RolloutSensor } from "@probewarden/contract";
import { ago } from "./fixture-time.ts";

const release = (version: string, architecture: ReleaseRow["architecture"], digit: string): ReleaseRow => ({
  version,
  architecture,
  size: 9_000_000,
  sha256: digit.repeat(64),
  checked: true,
  addedAt: ago(3_000),
});
export const releases: ReleaseRow[] = [
  release("0.3.0", "amd64", "1"),
  release("0.3.0", "arm64", "2"),
  release("0.2.0", "arm64", "3"),
];

const sensor = (sensorId: string, more: Partial<RolloutSensor>): RolloutSensor => ({
  sensorId,
  ring: "rest",
  step: "waiting",
  since: ago(20),
  ...more,
});
const sensors = [
  sensor("sensor-door-1", { ring: "canary", step: "updated", from: "0.2.0" }),
  sensor("sensor-door-3", { step: "failed", reason: "rolled-back", cause: "not-hearing", from: "0.2.0" }),
  sensor("sensor-atrium", { step: "waiting", reason: "away" }),
  sensor("sensor-food", { step: "left-out", reason: "no-way-back" }),
];
export const rollout: Rollout = {
  rolloutId: "r-one",
  venueId: "venue-demo",
  version: "0.3.0",
  state: "stopped",
  by: "王敏",
  startedAt: ago(60),
  changedAt: ago(20),
  reason: "rolled-back",
  cause: "not-hearing",
  because: "sensor-door-3",
  soakMinutes: 30,
  isFirstChosen: false,
  counts: { updated: 1, failed: 1, waiting: 1, "left-out": 1 },
  sensors,
};
export const plan: RolloutPlan = {
  isFirstChosen: true,
  sensors: [
    sensor("sensor-door-3", { ring: "canary", from: "0.2.0" }),
    sensor("sensor-atrium", { from: "0.2.0" }),
    sensor("sensor-door-1", { step: "current", from: "0.3.0" }),
    sensor("sensor-food", { step: "left-out", reason: "no-release-key" }),
  ],
};
