import type { Kysely, Migration } from "kysely";

/** What lists are ordered by and rows are found by, so that neither reads a whole table. */
export const indexes: Migration = {
  async up(db: Kysely<unknown>) {
    const make = (name: string, table: string, columns: string[]): Promise<void> =>
      db.schema.createIndex(name).on(table).columns(columns).execute();
    // Findings are ranked per suspect and sensor; the body behind them is read of the first alone.
    await db.schema.dropIndex("findings_by_suspect").execute();
    const ranked = ["suspect_id", "sensor_id", "state", "score_db", "received_at", "finding_id"];
    await make("findings_ranked", "findings", ranked);
    await make("suspects_by_last_heard", "suspects", ["last_heard_at"]);
    await make("suspect_transmitters_by_address", "suspect_transmitters", ["venue_id", "transmitter"]);
    await make("alerts_by_opening", "alerts", ["opened_at"]);
    await make("alerts_by_end", "alerts", ["over_at"]);
    await make("alerts_by_delivery", "alerts", ["delivery"]);
    await make("cameras_by_venue", "cameras", ["venue_id", "last_seen_at"]);
  },
};
