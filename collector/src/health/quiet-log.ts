import { isStoreAway } from "./store-problem.ts";

/** Failures that are told apart; a failure beyond them is told each time. */
const MOST = 64;
/** How long the same failure is counted instead of told, in milliseconds. */
const QUIET_MS = 10 * 60_000;

interface Log {
  error(fields: object, text: string): void;
}

/**
 * Hears of failures in the background: the first of a kind is a line, with where it came from; the same again within ten minutes is
 * counted. A database that is away says it once, without a trace: the collector's own health says it too.
 */
export function quietLog(log: Log, now: () => number): (error: unknown) => void {
  const told = new Map<string, { at: number; times: number }>();
  return (error) => {
    const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    const key = message.replaceAll(/\d+/g, "0").slice(0, 200);
    const before = told.get(key);
    if (before !== undefined && now() - before.at < QUIET_MS) {
      before.times += 1;
      return;
    }
    if (told.size >= MOST) told.delete(told.keys().next().value ?? "");
    told.set(key, { at: now(), times: 0 });
    const again = before === undefined || before.times === 0 ? {} : { timesSince: before.times };
    const what = isStoreAway(error) ? { error: message } : { err: error };
    log.error({ ...what, ...again }, "a task in the background failed");
  };
}
