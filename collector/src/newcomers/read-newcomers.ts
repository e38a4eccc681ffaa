import type { NewcomerAtSensor, NewcomerRow, Scope } from "@probewarden/contract";
import { withinScope } from "../people/scope.ts";
import type { StateReader } from "../store/state/open-state.ts";
import { isBehind, pageOf, type Order, type Page } from "../store/state/page-cursor.ts";

/** Which entries to read. Absent: all. */
export interface NewcomerFilter {
  venueId?: string;
  /** Only at venues within this scope. */
  within?: Scope;
  newcomerId?: string;
  /** Only those that a person has yet to look at, or has marked to be looked at. */
  open?: boolean;
  /** Only what comes after this `next` of an earlier page. */
  after?: string;
  limit: number;
}

const LIST = "newcomers";
const ORDER = [
  ["need", "rank"],
  ["told_at", "instant"],
  ["newcomer_id", "text"],
] as const satisfies Order;
/** Sensors of one row. */
const SENSORS = 256;

/**
 * The work list: who is to be looked at first, then who is not marked, within it the latest told. What a sensor says anew moves no row.
 * @throws CursorError
 */
export async function readNewcomerPage({ db }: StateReader, filter: NewcomerFilter): Promise<Page<NewcomerRow>> {
  let query = db
    .selectFrom("newcomers")
    .selectAll()
    .orderBy("need", "desc")
    .orderBy("told_at", "desc")
    .orderBy("newcomer_id", "desc")
    .limit(filter.limit + 1);
  if (filter.venueId !== undefined) query = query.where("venue_id", "=", filter.venueId);
  if (filter.within !== undefined) query = query.where(withinScope(filter.within, "venue_id"));
  if (filter.newcomerId !== undefined) query = query.where("newcomer_id", "=", filter.newcomerId);
  if (filter.open === true) query = query.where("need", ">", 0);
  if (filter.after !== undefined) query = query.where(isBehind(LIST, ORDER, filter.after, "desc"));
  const page = pageOf(LIST, await query.execute(), filter.limit, (row) => [
    row.need,
    Number(row.told_at),
    row.newcomer_id,
  ]);
  if (page.items.length === 0) return { items: [], next: page.next };
  const ids = page.items.map((row) => row.newcomer_id);
  const stays = await db
    .selectFrom("newcomer_stays")
    .selectAll()
    .where("newcomer_id", "in", ids)
    .orderBy("level_dbm", "desc")
    .orderBy("last_heard_at", "desc")
    .execute();
  const accused = await db
    .selectFrom("newcomers as n")
    .innerJoin("suspect_transmitters as t", (join) =>
      join.onRef("t.venue_id", "=", "n.venue_id").onRef("t.transmitter", "=", "n.transmitter"),
    )
    .select(["n.newcomer_id", "t.suspect_id"])
    .where("n.newcomer_id", "in", ids)
    .execute();
  const suspects = new Map(accused.map((row) => [row.newcomer_id, row.suspect_id]));
  const heardBy = new Map<string, Map<string, NewcomerAtSensor>>();
  for (const stay of stays) {
    const sensors = heardBy.get(stay.newcomer_id ?? "") ?? new Map<string, NewcomerAtSensor>();
    heardBy.set(stay.newcomer_id ?? "", sensors);
    // Of two stays at one sensor the later one is what it hears now.
    const before = sensors.get(stay.sensor_id);
    if (before !== undefined && Date.parse(before.lastHeardAt) >= Number(stay.last_heard_at)) continue;
    sensors.set(stay.sensor_id, {
      sensorId: stay.sensor_id,
      levelDbm: stay.level_dbm,
      spreadDb: stay.spread_db,
      hoursHeard: stay.hours_heard,
      firstHeardAt: instant(stay.first_heard_at),
      lastHeardAt: instant(stay.last_heard_at),
    });
  }
  return {
    items: page.items.map((row) => {
      const suspectId = suspects.get(row.newcomer_id);
      const sensors = [...(heardBy.get(row.newcomer_id)?.values() ?? [])].toSorted((a, b) => b.levelDbm - a.levelDbm);
      return {
        newcomerId: row.newcomer_id,
        venueId: row.venue_id,
        transmitter: row.transmitter,
        ...(row.name === null ? {} : { name: row.name }),
        channelMhz: row.channel_mhz,
        firstHeardAt: instant(row.first_heard_at),
        lastHeardAt: instant(row.last_heard_at),
        toldAt: instant(row.told_at),
        sensors: sensors.slice(0, SENSORS),
        ...(row.mark === null ? {} : { mark: JSON.parse(row.mark) as NonNullable<NewcomerRow["mark"]> }),
        ...(suspectId === undefined ? {} : { suspectId }),
      };
    }),
    next: page.next,
  };
}

const instant = (at: number | string | bigint): string => new Date(Number(at)).toISOString();
