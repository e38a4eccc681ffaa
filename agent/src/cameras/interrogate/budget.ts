/** How polite a round of visits is. */
export const BUDGET = {
  /** All calls of one device together. */
  deviceMilliseconds: 20_000,
  /** Devices visited at one time; each has one call in flight. */
  parallelDevices: 4,
  /** Discovery packets per interface in {@link BUDGET.burstMinutes}. */
  burstPackets: 6,
  burstMinutes: 10,
  /** A device whose answer looks like a lock-out is left alone that long. */
  lockedOutHours: 24,
} as const;

/** Runs `work` on each item, at most `limit` at one time. Results stand in the order of the items. */
export async function inParallel<T, R>(
  items: readonly T[],
  limit: number,
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  const queue = items.entries();
  const worker = async (): Promise<void> => {
    for (const [index, item] of queue) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
  return results;
}

/** At most {@link BUDGET.burstPackets} discovery packets per interface in ten minutes. */
export class BurstBudget {
  readonly #sent = new Map<string, number[]>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Takes one packet out of the budget of an interface; false when there is none left. */
  take(interfaceAddress: string): boolean {
    const from = this.#now() - BUDGET.burstMinutes * 60_000;
    const recent = (this.#sent.get(interfaceAddress) ?? []).filter((at) => at > from);
    const allowed = recent.length < BUDGET.burstPackets;
    if (allowed) recent.push(this.#now());
    this.#sent.set(interfaceAddress, recent);
    return allowed;
  }
}
