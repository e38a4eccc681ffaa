import type { Transaction } from "kysely";
import { groupBy } from "../group-by.ts";
import type { StateTables } from "../store/state/tables.ts";
import { audit } from "../people/audit.ts";
import type { SeriesStore } from "../store/series/series-store.ts";
import type { StateStore } from "../store/state/open-state.ts";

/**
 * Has levels erased that were written in the moment in which another collector took their address back: what stands in no finding of the
 * venue any more. Returns how many addresses.
 */
export async function eraseStrangers(
  trx: Transaction<StateTables>,
  strangers: ReadonlyMap<string, ReadonlySet<string>>,
  now: number,
): Promise<number> {
  let erased = 0;
  for (const [venueId, addresses] of strangers) {
    const rows = await trx
      .selectFrom("finding_transmitters")
      .select("transmitter")
      .distinct()
      .where("venue_id", "=", venueId)
      .where("transmitter", "in", [...addresses])
      .execute();
    const named = new Set(rows.map((row) => row.transmitter));
    const gone = [...addresses].filter((address) => !named.has(address));
    if (gone.length > 0) await askToErase(trx, venueId, gone, now);
    erased += gone.length;
  }
  return erased;
}

/** Writes down that the levels of addresses are to be erased. */
export async function askToErase(
  trx: Transaction<StateTables>,
  venueId: string,
  addresses: readonly string[],
  at: number,
): Promise<void> {
  await trx
    .insertInto("series_erasures")
    .values(addresses.map((transmitter) => ({ venue_id: venueId, transmitter, asked_at: at })))
    .onConflict((conflict) => conflict.columns(["venue_id", "transmitter"]).doUpdateSet({ asked_at: at }))
    .execute();
}

/** In the place of an address: every level of the venue. No transmitter has this address. */
const WHOLE_VENUE = "";

/** Writes down that everything that the series store has of a venue is to go. */
export async function askToEraseVenue(trx: Transaction<StateTables>, venueId: string, at: number): Promise<void> {
  await askToErase(trx, venueId, [WHOLE_VENUE], at);
}

/**
 * Erases the levels of addresses that were taken back, at every sensor of their venue. What is to be erased stands in the state until the
 * series store has done it, so neither a crash nor a series store that is away leaves a level behind; what is done twice is done.
 * Returns how many addresses were erased.
 * @throws SeriesStoreError; what is left is done at the next call
 */
export async function eraseLevels(state: StateStore, series: SeriesStore, now: number): Promise<number> {
  const asked = await state.db.selectFrom("series_erasures").selectAll().orderBy("asked_at").execute();
  for (const [venueId, rows] of groupBy(asked, (row) => row.venue_id)) {
    const addresses = rows.map((row) => row.transmitter);
    if (addresses.includes(WHOLE_VENUE)) await series.forgetVenue(venueId);
    else await series.erase(venueId, addresses);
    await state.inVenue(venueId, async (trx) => {
      for (const { transmitter, asked_at } of rows)
        await trx
          .deleteFrom("series_erasures")
          .where("venue_id", "=", venueId)
          .where("transmitter", "=", transmitter)
          // Asked for again meanwhile: what came in between is to go as well.
          .where("asked_at", "=", asked_at)
          .execute();
      await audit(trx, { at: now, by: "collector", action: "levels-erased", subject: `${venueId} (${rows.length})` });
    });
  }
  return asked.length;
}
