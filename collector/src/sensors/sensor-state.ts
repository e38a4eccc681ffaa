import {
  CONTRACT_MAJOR,
  type Health,
  type HealthProblemCode,
  type Sensor,
  type SensorReasonCode,
} from "@probewarden/contract";
import type { Selectable } from "kysely";
import type { StateTables } from "../store/state/tables.ts";
import { CLOCK_WRONG_MS } from "./sensor-clock.ts";

/** What is known of a sensor, as the state store has it. Instants in epoch milliseconds by the collector's clock. */
export interface SensorFacts {
  status: string | null;
  /** When `status` became what it is. */
  statusAt: number | null;
  lastMessageAt: number | null;
  contractVersion: string | null;
  clockOffsetMs: number | null;
  health: Health | undefined;
}

/** The facts of a row. */
export const factsOf = (row: Selectable<StateTables["sensors"]>): SensorFacts => ({
  status: row.status,
  statusAt: row.status_at,
  lastMessageAt: row.last_message_at,
  contractVersion: row.contract_version,
  clockOffsetMs: row.clock_offset_ms,
  health: row.health === null ? undefined : (JSON.parse(row.health) as Health),
});

/** Silence after which a sensor counts as offline although its Will never came; three reports of health are missing then. */
export const OFFLINE_AFTER_MS = 100_000;
/** Seconds without a frame after which a radio that listens counts as deaf: every venue has beacons, ten a second. */
const DEAF_AFTER_SECONDS = 60;
/** Problems of `health` that mean that the radio hears nothing, whatever the figures say. */
const DEAF_PROBLEMS = [
  "interface-gone",
  "not-permitted",
  "no-monitor-mode",
  "no-capture-method",
  "capture-failed",
  "capture-stalled",
  "deaf",
  "radio-not-running",
  "radio-hung",
] as const satisfies readonly HealthProblemCode[];

/** Whether a sensor hears, and why not. Pure: the clock is passed in. */
export function sensorState(
  facts: SensorFacts,
  now: number,
): Pick<Sensor, "state" | "reasons" | "clockWrong" | "contractMismatch" | "offlineSince"> {
  const clockWrong = facts.clockOffsetMs !== null && Math.abs(facts.clockOffsetMs) > CLOCK_WRONG_MS;
  const contractMismatch = facts.contractVersion !== null && majorOf(facts.contractVersion) !== CONTRACT_MAJOR;
  const doubts: SensorReasonCode[] = [];
  if (clockWrong) doubts.push("clock-wrong");
  if (contractMismatch) doubts.push("contract-version");
  const base = { clockWrong, contractMismatch };
  const withDoubts = (reason: SensorReasonCode): SensorReasonCode[] => [reason, ...doubts];
  if (facts.lastMessageAt === null) return { ...base, state: "never-seen", reasons: doubts };
  if (facts.status === "stopped") return { ...base, state: "stopped", reasons: doubts, ...since(facts.statusAt) };
  if (facts.status === "offline")
    return { ...base, state: "offline", reasons: withDoubts("said-offline"), ...since(facts.statusAt) };
  // Connected, for its Will has not come; but what it tells of its radio is not understood here.
  if (contractMismatch && facts.status === "online") return { ...base, state: "deaf", reasons: doubts };
  if (now - facts.lastMessageAt > OFFLINE_AFTER_MS)
    return { ...base, state: "offline", reasons: withDoubts("no-message"), ...since(facts.lastMessageAt) };
  const problems = facts.health?.problems.map((problem) => problem.code) ?? [];
  const why = whyDeaf(facts.health);
  const reasons = [...new Set([...(why === undefined ? [] : [why]), ...problems, ...doubts])].slice(0, 16);
  return { ...base, state: why === undefined ? "hearing" : "deaf", reasons };
}

/** Whether a report says that the radio hears, and of nothing wrong. */
export const isWellReport = (health: Health): boolean => health.problems.length === 0 && whyDeaf(health) === undefined;

/** Why the radio hears nothing; undefined when it hears. A sensor that only just came online has not said yet: no-health. */
function whyDeaf(health: Health | undefined): SensorReasonCode | undefined {
  if (health === undefined) return "no-health";
  const problem = DEAF_PROBLEMS.find((code) => health.problems.some((entry) => entry.code === code));
  if (problem !== undefined) return problem;
  if (health.captureMethod === "none") return "not-listening";
  if (health.lastFrameSecondsAgo === null || health.lastFrameSecondsAgo > DEAF_AFTER_SECONDS) return "no-frames";
  return undefined;
}

const since = (at: number | null): { offlineSince?: string } =>
  at === null ? {} : { offlineSince: new Date(at).toISOString() };

/** Major number of a version. */
export const majorOf = (version: string): number => Number(version.split(".")[0]);
