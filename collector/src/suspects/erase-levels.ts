import { audit } from "../people/audit.ts";
import type { SeriesStore } from "../store/series/series-store.ts";
import type { StateStore } from "../store/state/open-state.ts";

/**
 * Erases the levels of addresses that were taken back, at every sensor of their venue. What is to be erased stands in the state until the
 * series store has done it, so neither a crash nor a series store that is away leaves a level behind; what is done twice is done.
 * Returns how many addresses were erased.
 * @throws SeriesStoreError; what is left is done at the next call
 */
export async function eraseLevels(state: StateStore, series: SeriesStore, now: number): Promise<number> {
  const asked = await state.db.selectFrom("series_erasures").selectAll().orderBy("asked_at").execute();
  const venues = new Map<string, typeof asked>();
  for (const row of asked) venues.set(row.venue_id, [...(venues.get(row.venue_id) ?? []), row]);
  for (const [venueId, rows] of venues) {
    await series.erase(
      venueId,
      rows.map((row) => row.transmitter),
    );
    await state.transaction(async (trx) => {
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
