import { CONTRACT_MAJOR, LIMITS, type Watch } from "@probewarden/contract";
import { sql, type Transaction } from "kysely";
import { NEED_OF_OPEN } from "../store/state/need.ts";
import { carriedIn } from "../store/walks.ts";
import type { StateStore } from "../store/state/open-state.ts";
import type { StateTables } from "../store/state/tables.ts";
import { need } from "./suspect-order.ts";

/** In the place of a suspect: somebody carries this transmitter on a calibration walk. */
const CARRIED = "";
/** How long an address stays on the list after the list was made. */
const EXPIRES_AFTER_MS = 24 * 3_600_000;
/** A list is sent again, with later ends, when its entries have so long to live. */
const RENEW_BELOW_MS = 12 * 3_600_000;
/** Suspects whose addresses are looked at; each has 64 at most. */
const MOST_SUSPECTS = 256;

/**
 * Brings the venue's watch list up to date: addresses of suspects that somebody heard within a day and no decision has settled, what needs a
 * person first, at most 256, of which every sensor names as many as any other while it has more; before them what somebody carries on a calibration walk. Returns the list to publish when it changed
 * or must be renewed; undefined when sensors hold it already.
 */
export async function refreshWatch(state: StateStore, venueId: string, now: number): Promise<Watch | undefined> {
  return state.inVenue(venueId, async (trx) => {
    const carried = await carriedIn(trx, venueId, now);
    const named = inTurn(await namedAddresses(trx, venueId, now), LIMITS.watchEntries - carried.size);
    const wanted = new Map([...[...carried.keys()].map((address): [string, string] => [address, CARRIED]), ...named]);
    const listed = await trx.selectFrom("watch_entries").selectAll().where("venue_id", "=", venueId).execute();
    const current = listed.every(
      (row) =>
        wanted.has(row.transmitter) &&
        // What is carried is reported until the walk ends, and not a day.
        row.expires_at - now > (carried.has(row.transmitter) ? 0 : RENEW_BELOW_MS),
    );
    if (current && listed.length === wanted.size) return undefined;
    const expiresAt = now + EXPIRES_AFTER_MS;
    await trx.deleteFrom("watch_entries").where("venue_id", "=", venueId).execute();
    const rows = [...wanted].map(([transmitter, suspect_id]) => ({
      venue_id: venueId,
      transmitter,
      suspect_id,
      expires_at: carried.get(transmitter) ?? expiresAt,
    }));
    if (rows.length > 0) await trx.insertInto("watch_entries").values(rows).execute();
    return asWatch(rows);
  });
}

/** An address, and whose finding named it; null: of no finding that is kept. */
interface Named {
  sensor: string | null;
  suspect: string;
  transmitter: string;
}

/** Addresses of the suspects that come first, by whom they were named, in the order of the suspects. */
async function namedAddresses(trx: Transaction<StateTables>, venueId: string, now: number): Promise<Named[]> {
  const suspects = await trx
    .selectFrom("suspects")
    .select("suspect_id")
    .where("venue_id", "=", venueId)
    .where(need(), ">=", sql.lit(NEED_OF_OPEN))
    .where("last_heard_at", ">", now - EXPIRES_AFTER_MS)
    .orderBy(need(), "desc")
    .orderBy("last_heard_at", "desc")
    .orderBy("suspect_id", "desc")
    .limit(MOST_SUSPECTS)
    .execute();
  if (suspects.length === 0) return [];
  const place = new Map(suspects.map(({ suspect_id }, at) => [suspect_id, at]));
  const named = await trx
    .selectFrom("suspect_transmitters as t")
    .leftJoin("finding_transmitters as n", (join) =>
      join.onRef("n.venue_id", "=", "t.venue_id").onRef("n.transmitter", "=", "t.transmitter"),
    )
    .select(["n.sensor_id as sensor", "t.suspect_id as suspect", "t.transmitter"])
    .distinct()
    .where("t.suspect_id", "in", [...place.keys()])
    .execute();
  return named.toSorted(
    (a, b) => (place.get(a.suspect) ?? 0) - (place.get(b.suspect) ?? 0) || (a.transmitter < b.transmitter ? -1 : 1),
  );
}

/**
 * So many addresses, one of each sensor in turn, of each sensor one of every suspect before a second one of any: whoever has one sensor's
 * login can name thousands, and other sensors' have room beside them.
 */
function inTurn(named: readonly Named[], most: number): Map<string, string> {
  const sensors = new Map<string | null, Map<string, string[]>>();
  for (const { sensor, suspect, transmitter } of named) {
    const suspects = sensors.get(sensor) ?? new Map<string, string[]>();
    sensors.set(sensor, suspects.set(suspect, [...(suspects.get(suspect) ?? []), transmitter]));
  }
  const lines = [...sensors.values()].map(firstOfEachFirst);
  const wanted = new Map<string, string>();
  const longest = Math.max(0, ...lines.map((line) => line.length));
  for (let turn = 0; turn < longest; turn++)
    for (const line of lines) {
      const next = line[turn];
      if (next === undefined || wanted.has(next.transmitter)) continue;
      if (wanted.size >= most) return wanted;
      wanted.set(next.transmitter, next.suspect);
    }
  return wanted;
}

function firstOfEachFirst(suspects: ReadonlyMap<string, readonly string[]>): Omit<Named, "sensor">[] {
  const ranked = [...suspects].flatMap(([suspect, addresses]) =>
    addresses.map((transmitter, round) => ({ suspect, transmitter, round })),
  );
  // Sorting keeps the order of suspects within a round.
  return ranked.toSorted((a, b) => a.round - b.round);
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
