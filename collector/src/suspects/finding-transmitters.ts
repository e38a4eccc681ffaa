import type { Transaction } from "kysely";
import type { StateTables } from "../store/state/tables.ts";

/** Whose finding. */
export interface FindingKey {
  sensorId: string;
  findingId: string;
}

/** Addresses that are remembered of one finding: a box that changes its address for ever must not grow without end. */
export const MOST_NAMED = 256;

/**
 * Remembers which addresses a finding named, so that every one of them can be taken back, and returns all that it ever named. An address
 * beyond the bound is not remembered, and so may be kept nowhere else either.
 */
export async function nameTransmitters(
  trx: Transaction<StateTables>,
  { sensorId, findingId }: FindingKey,
  venueId: string,
  transmitters: readonly string[],
): Promise<Set<string>> {
  const named = await namedBy(trx, { sensorId, findingId });
  const fresh = [...new Set(transmitters)].filter((transmitter) => !named.has(transmitter));
  const kept = fresh.slice(0, Math.max(0, MOST_NAMED - named.size));
  if (kept.length > 0)
    await trx
      .insertInto("finding_transmitters")
      .values(
        kept.map((transmitter) => ({
          sensor_id: sensorId,
          finding_id: findingId,
          venue_id: venueId,
          transmitter,
        })),
      )
      .execute();
  for (const transmitter of kept) named.add(transmitter);
  return named;
}

/** All addresses that a finding ever named and that nobody took back. */
export async function namedBy(
  trx: Transaction<StateTables>,
  { sensorId, findingId }: FindingKey,
): Promise<Set<string>> {
  const rows = await trx
    .selectFrom("finding_transmitters")
    .select("transmitter")
    .where("sensor_id", "=", sensorId)
    .where("finding_id", "=", findingId)
    .execute();
  return new Set(rows.map((row) => row.transmitter));
}
