import { IDENTIFIER_PATTERN } from "@probewarden/contract";

/** The contract's key of a count (see `Health`): a name of our own, in which no address fits. */
const KEY = new RegExp(IDENTIFIER_PATTERN);
const LONGEST_KEY = 64;
const MOST_KEYS = 64;

/** Reasons of one process that are told apart. Our own have a few dozen; a process that names more is not believed. */
const MOST_REASONS = 256;

/** Turns counts that only rise while their process lives into counts of one reporting interval. */
export class IntervalCounts {
  #seen = new Map<string, number>();
  #since = new Map<string, number>();

  /** Takes the latest totals of the process. */
  update(totals: Readonly<Record<string, number>>): void {
    for (const [key, total] of Object.entries(totals)) {
      const before = this.#seen.get(key);
      if (before === undefined && this.#seen.size >= MOST_REASONS) continue;
      // A total that falls: another process counts from zero, and has not said hello yet.
      const risen = before === undefined || total < before ? total : total - before;
      this.#since.set(key, (this.#since.get(key) ?? 0) + risen);
      this.#seen.set(key, total);
    }
  }

  /** The process was started again: its totals begin at zero. */
  restart(): void {
    this.#seen.clear();
  }

  /** What was counted since the last call. */
  take(): Record<string, number> {
    const taken = Object.fromEntries(this.#since);
    this.#since.clear();
    return taken;
  }
}

/** Adds counts up into one record that the contract accepts: unfit keys become `other`, zeros are left out. */
export function mergeCounts(...all: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const sum: Record<string, number> = {};
  for (const counts of all) {
    for (const [key, count] of Object.entries(counts)) {
      if (!(count > 0)) continue;
      const known =
        key.length <= LONGEST_KEY && KEY.test(key) && (key in sum || Object.keys(sum).length < MOST_KEYS - 1);
      const name = known ? key : "other";
      sum[name] = (sum[name] ?? 0) + Math.round(count);
    }
  }
  return sum;
}
