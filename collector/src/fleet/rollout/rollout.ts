import type { Answer, Release, Ring, RolloutStep } from "@probewarden/contract";
import { UNWELL_CAUSES } from "@probewarden/contract/figures";

/** Sensors that are told at a time: what goes wrong with a version that its first ones bore goes wrong with so many. */
export const BATCH = 10;
/** One that went and is away for so long did not come back: an installation takes minutes, and is given up by the sensor after a quarter of an hour. */
export const BACK_MS = 30 * 60_000;
/** One that was told must have answered by then: an hour for which the command holds, six for fetching, two for installing and looking at it. */
export const ANSWER_MS = 9 * 3_600_000;
/** After its answer its reports must name the new version by then. They come every half minute. */
const REPORT_MS = 5 * 60_000;
/** After its answer one that was well before must be so again by then; a first one for its whole time, by that much later. */
const WELL_MS = { rest: 30 * 60_000, canary: 60 * 60_000 };
/**
 * One that answers that it is busy is told again after the shorter time, and given up after the longer: an earlier update of which no piece is handed
 * out any more ends in half an hour, one that is being installed a little later.
 */
export const BUSY_AGAIN_MS = 2 * 60_000;
export const BUSY_MS = 60 * 60_000;
/** One that is away is waited for so long, from the start. */
export const AWAY_MS = 7 * 24 * 3_600_000;

/** One sensor of an update, as it is kept. Instants in epoch milliseconds by the collector's clock. */
export interface Entry {
  sensorId: string;
  ring: Ring;
  step: RolloutStep;
  reason?: string | undefined;
  /** Why the new version was not well, where it went back. */
  cause?: string | undefined;
  from?: string | undefined;
  since: number;
  /** What it was told last: the command, and what it may fetch for it. */
  commandId?: string | undefined;
  fetches?: readonly string[] | undefined;
  /** It was well before. */
  wasWell?: boolean | undefined;
  /** When it was told first and answered that it is busy, as it has ever since. */
  busySince?: number | undefined;
}

/** What is kept of an update beside its row. */
export interface RolloutBody {
  by: string;
  soakMs: number;
  isFirstChosen: boolean;
  /** The canaries first. */
  sensors: Entry[];
  /** Who stopped it; absent where it did so by itself. */
  stoppedBy?: string | undefined;
  reason?: string | undefined;
  cause?: string | undefined;
  because?: string | undefined;
}

/** What is known of a sensor now. */
export interface SensorNow {
  version: string | undefined;
  isAway: boolean;
  isWell: boolean;
  /** Since when it is well, and since when it is away. */
  wellSince: number | undefined;
  awaySince: number | undefined;
  /** What it answered to the command that it was told last. */
  answer: { outcome: string; reason?: string | undefined; facts?: Answer["facts"] } | undefined;
  /** What an update would be of it. */
  verdict: Verdict;
}

/** Whether a sensor can be updated: it runs the version already, it can with these two, it cannot for a reason. */
export type Verdict =
  | { kind: "current" }
  | { kind: "can"; release: Release; back: Release }
  | { kind: "cannot"; reason: string };

/** How an update goes on. */
export interface Advance {
  body: RolloutBody;
  state: "running" | "stopped" | "done";
  /** Sensors whose turn it is to be told. */
  tell: readonly string[];
}

/**
 * What follows from how its sensors are now: pure, so that it is tested without any. The first ones are told first; the others, so many at a time,
 * when each of the first has answered, reports the new version, and was well for the time that was chosen. Whatever goes wrong with one stops it.
 */
export function advance(
  body: RolloutBody,
  version: string,
  known: ReadonlyMap<string, SensorNow>,
  { now, startedAt }: { now: number; startedAt: number },
): Advance {
  const sensors = body.sensors.map((entry) => step(entry, version, known.get(entry.sensorId), body.soakMs, now));
  const failed = sensors.find((entry, at) => entry.step === "failed" && body.sensors[at]?.step !== "failed");
  if (failed !== undefined)
    return {
      body: { ...body, sensors, reason: failed.reason, cause: failed.cause, because: failed.sensorId },
      state: "stopped",
      tell: [],
    };
  const inTurn = withFirst(sensors);
  const isFirstChosen = body.isFirstChosen || inTurn !== sensors;
  const given = inTurn.map((entry) => (now - startedAt > AWAY_MS ? leave(entry, now) : entry));
  const next = { ...body, isFirstChosen, sensors: given };
  if (!given.some(isOpen)) return { body: next, state: "done", tell: [] };
  const turn = whoseTurn(given);
  const tell = turn
    .filter((entry) => isReady(entry, known.get(entry.sensorId), now))
    .slice(0, BATCH - given.filter(isUnderWay).length)
    .map(({ sensorId }) => sensorId);
  return {
    body: { ...next, sensors: given.map((entry) => why(entry, known.get(entry.sensorId))) },
    state: "running",
    tell,
  };
}

const isOpen = ({ step: at }: Entry): boolean => at === "waiting" || at === "told" || at === "proving";
const isUnderWay = ({ step: at }: Entry): boolean => at === "told" || at === "proving";
const to = (entry: Entry, at: RolloutStep, now: number, reason?: string): Entry => ({
  ...entry,
  step: at,
  since: now,
  reason,
  cause: undefined,
});

/** What became of one sensor since the last look. */
function step(entry: Entry, version: string, is: SensorNow | undefined, soakMs: number, now: number): Entry {
  if (!isOpen(entry)) return entry;
  if (is === undefined) return to(entry, "left-out", now, "retired");
  if (entry.step === "waiting") {
    if (is.verdict.kind === "cannot") return to(entry, "left-out", now, is.verdict.reason);
    // A first one that runs it already must have been well for its time all the same.
    if (is.verdict.kind === "current") return to(entry, entry.ring === "canary" ? "proving" : "current", now);
    return entry;
  }
  const awayMs = is.awaySince === undefined ? 0 : now - Math.max(is.awaySince, entry.since);
  if (entry.step === "told") {
    if (is.answer?.outcome === "done") return to(entry, "proving", now);
    if (is.answer?.reason === "busy" && now - (entry.busySince ?? entry.since) < BUSY_MS)
      return { ...untold(to(entry, "waiting", now, "busy")), busySince: entry.busySince ?? entry.since };
    if (is.answer !== undefined)
      return { ...to(entry, "failed", now, is.answer.reason ?? "went-wrong"), cause: causeOf(is.answer) };
    if (is.isAway && awayMs > BACK_MS) return to(entry, "failed", now, "not-back");
    return now - entry.since > ANSWER_MS ? to(entry, "failed", now, "no-answer") : entry;
  }
  if (is.isAway && awayMs > BACK_MS) return to(entry, "failed", now, "not-back");
  if (is.version !== version && now - entry.since > REPORT_MS) return to(entry, "failed", now, "other-version");
  if (is.version !== version) return entry;
  if (isProven(entry, is, soakMs, now)) return to(entry, "updated", now);
  const until = entry.ring === "canary" ? soakMs + WELL_MS.canary : WELL_MS.rest;
  return now - entry.since > until ? to(entry, "failed", now, "unwell-after") : entry;
}

/** A word of its own that a sensor puts there is none of ours. */
const causeOf = ({ facts }: NonNullable<SensorNow["answer"]>): string | undefined =>
  UNWELL_CAUSES.find((cause) => cause === facts?.["cause"]);

/** A first one must have been well for its time without a break; another must be well where it was so before. */
function isProven(entry: Entry, is: SensorNow, soakMs: number, now: number): boolean {
  if (entry.ring === "rest") return is.isWell || (entry.wasWell === false && !is.isAway);
  // One that ran it before it began was not installed just now.
  const from = entry.commandId === undefined ? 0 : entry.since;
  return is.isWell && is.wellSince !== undefined && now - Math.max(is.wellSince, from) >= soakMs;
}

/** Where no first one is left that could prove it, the next one in turn is. */
function withFirst(sensors: Entry[]): Entry[] {
  if (sensors.some(({ ring, step: at }) => ring === "canary" && at !== "left-out")) return sensors;
  const next = sensors.find(({ step: at }) => at === "waiting");
  if (next === undefined) return sensors;
  return [{ ...next, ring: "canary" as const }, ...sensors.filter((entry) => entry !== next)];
}

/** Those that wait, of the first ones; of the others when the first ones and the batch before have proved it. */
function whoseTurn(sensors: readonly Entry[]): Entry[] {
  const first = sensors.filter(({ ring }) => ring === "canary");
  if (first.some(isOpen)) return first.filter(({ step: at }) => at === "waiting");
  return sensors.some(isUnderWay) ? [] : sensors.filter(({ step: at }) => at === "waiting");
}

/** A first one must be well, or nobody could tell afterwards whether the version made it unwell. One that is busy is left alone for a while. */
const isReady = ({ ring, busySince, since }: Entry, is: SensorNow | undefined, now: number): boolean =>
  is?.verdict.kind === "can" &&
  !is.isAway &&
  (ring === "rest" || is.isWell) &&
  (busySince === undefined || now - since >= BUSY_AGAIN_MS);

/** Why one waits, beside that its turn has not come. */
function why(entry: Entry, is: SensorNow | undefined): Entry {
  if (entry.step !== "waiting" || is === undefined) return entry;
  const isBusy = entry.busySince !== undefined;
  const reason = is.isAway ? "away" : entry.ring === "canary" && !is.isWell ? "not-well" : isBusy ? "busy" : undefined;
  return entry.reason === reason ? entry : { ...entry, reason };
}

const untold = (entry: Entry): Entry => ({ ...entry, commandId: undefined, fetches: undefined });

const leave = (entry: Entry, now: number): Entry =>
  entry.step === "waiting" ? to(entry, "left-out", now, entry.reason ?? "away") : entry;

/** One whose turn it was has been told. */
export const asTold = (
  entry: Entry,
  is: SensorNow,
  told: { commandId: string; fetches: readonly string[]; at: number },
): Entry => ({
  ...to(entry, "told", told.at),
  from: is.version,
  commandId: told.commandId,
  fetches: told.fetches,
  wasWell: is.isWell,
});

/**
 * A person goes on with one that stopped: what failed is tried again, and so is what came to nothing meanwhile (`failed`: its commands), as where
 * pieces were not handed out any more.
 */
export const goOn = (body: RolloutBody, now: number, failed: ReadonlySet<string>): RolloutBody => ({
  ...body,
  stoppedBy: undefined,
  reason: undefined,
  cause: undefined,
  because: undefined,
  sensors: body.sensors.map((entry) => {
    const isFailed = entry.step === "failed" || (entry.step === "told" && failed.has(entry.commandId ?? ""));
    if (isFailed) return { ...untold(to(entry, "waiting", now)), busySince: undefined };
    return isUnderWay(entry) ? { ...entry, since: now } : entry;
  }),
});
