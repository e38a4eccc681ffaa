/** How polite a round of visits is. */
export const BUDGET = {
  /** All calls of one device together: time on the network, and pauses for its sake. */
  deviceMilliseconds: 20_000,
  /** Addresses visited at one time; each has one call in flight. */
  parallelAddresses: 4,
  /** Octets of a short visit, of a full one, and of all visits of one address in a day, by whichever process: four full ones, or some ten short ones. */
  shortVisitOctets: 25 * 1024,
  fullVisitOctets: 64 * 1024,
  dayOctets: 256 * 1024,
  /** Discovery packets per interface in {@link BUDGET.burstMinutes}. */
  burstPackets: 6,
  /** Discovery packets to a host that the operator named, in the same time: ten rounds of six. */
  hostPackets: 60,
  burstMinutes: 10,
  /** An account that its device calls locked is left alone that long. */
  lockedOutHours: 24,
  /** What a device is left in peace before a call that it ended unanswered is made again; small web servers serve one caller a second. */
  peaceMilliseconds: [1_100, 2_500],
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
