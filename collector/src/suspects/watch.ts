import { CONTRACT_MAJOR, LIMITS, type Watch } from "@probewarden/contract";
import type { StateStore } from "../store/state/open-state.ts";
import { readDecision } from "./decide.ts";

/** How long an address stays on the list after the list was made. */
const EXPIRES_AFTER_MS = 24 * 3_600_000;
/** A list is sent again, with later ends, when its entries have so long to live. */
const RENEW_BELOW_MS = 12 * 3_600_000;

/**
 * Brings the venue's watch list up to date: addresses of suspects that somebody heard within a day and no decision has settled, the latest
 * heard first, at most 256. Returns the list to publish when it changed or must be renewed; undefined when sensors hold it already.
 */
export async function refreshWatch(state: StateStore, venueId: string, now: number): Promise<Watch | undefined> {
  return state.inVenue(venueId, async (trx) => {
    const suspects = await trx
      .selectFrom("suspect_transmitters as t")
      .innerJoin("suspects as s", "s.suspect_id", "t.suspect_id")
      .select(["t.transmitter", "s.suspect_id", "s.decision", "s.reopened"])
      .where("s.venue_id", "=", venueId)
      .where("s.state", "!=", "ended")
      .where("s.last_heard_at", ">", now - EXPIRES_AFTER_MS)
      .orderBy("s.last_heard_at", "desc")
      .execute();
    const wanted = new Map<string, string>();
    for (const row of suspects) {
      if (wanted.size >= LIMITS.watchEntries) break;
      if (!readDecision(row).settled && !wanted.has(row.transmitter)) wanted.set(row.transmitter, row.suspect_id);
    }
    const listed = await trx.selectFrom("watch_entries").selectAll().where("venue_id", "=", venueId).execute();
    const current = listed.every((row) => wanted.has(row.transmitter) && row.expires_at - now > RENEW_BELOW_MS);
    if (current && listed.length === wanted.size) return undefined;
    const expiresAt = now + EXPIRES_AFTER_MS;
    await trx.deleteFrom("watch_entries").where("venue_id", "=", venueId).execute();
    const rows = [...wanted].map(([transmitter, suspect_id]) => ({
      venue_id: venueId,
      transmitter,
      suspect_id,
      expires_at: expiresAt,
    }));
    if (rows.length > 0) await trx.insertInto("watch_entries").values(rows).execute();
    return asWatch(rows);
  });
}

/** The list as it stands, to publish after a start: a broker may have forgotten it. */
export async function readWatch(state: StateStore, venueId: string, now: number): Promise<Watch> {
  return asWatch(
    await state.db
      .selectFrom("watch_entries")
      .select(["transmitter", "expires_at"])
      .where("venue_id", "=", venueId)
      .where("expires_at", ">", now)
      .execute(),
  );
}

const asWatch = (rows: readonly { transmitter: string; expires_at: number }[]): Watch => ({
  v: CONTRACT_MAJOR,
  entries: rows.map((row) => ({ transmitter: row.transmitter, expiresAt: new Date(row.expires_at).toISOString() })),
});
