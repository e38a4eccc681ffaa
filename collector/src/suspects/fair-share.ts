import { setImmediate as nextTurn } from "node:timers/promises";
import type { Band } from "@probewarden/contract";
import { BAND_FROM_DB } from "@probewarden/contract";
import { sql, type Transaction } from "kysely";
import { groupBy } from "../group-by.ts";
import type { StateStore } from "../store/state/open-state.ts";
import type { StateTables } from "../store/state/tables.ts";
import { OPEN_STATES } from "./store-finding.ts";

/**
 * How many suspects one sensor brings to the front of lists on its own word: more boxes at once than stand around any one spot. Whoever has
 * one sensor's login can make up thousands, and so can whoever floods the air around it; what other sensors hold must not stand behind them.
 */
export const SHARE = 8;

/** Open suspects of one sensor beyond which a person should look at it: no place holds so many transmitters of which each is suspected. */
const MORE_THAN_A_PLACE_HOLDS = 64;

/** What came of it. */
export interface SettledShares {
  /** How many suspects each sensor holds open. */
  held: Map<string, number>;
  /** Suspects that came among the first of a sensor, or are no longer. */
  moved: Set<string>;
}

const BANDS: readonly Band[] = ["strong", "suspected", "watch"];

/** Sensors of one venue that are settled in one transaction, in a few queries: messages of the venue wait for no more. */
const AT_ONCE = 64;

/**
 * Settles which suspects of a venue are the first of each of these sensors, inside the caller's transaction, in the venue's turn: of those that
 * it holds open the heaviest by its own word, of equal ones those heard first, so that a flood moves nothing that stood there before; and of
 * those of its first that have ended the heaviest, of equal ones the latest. What another sensor says of a suspect takes nothing from that.
 * What a person settled has no part in it.
 */
export async function settleShares(
  trx: Transaction<StateTables>,
  venueId: string,
  sensorIds: Iterable<string>,
): Promise<SettledShares> {
  const held = new Map<string, number>();
  const moved = new Set<string>();
  for (const some of inPages(sensorIds)) {
    const open = groupBy(await firstOpen(trx, venueId, some), (row) => row.sensor_id);
    const shares = groupBy(await sharesOf(trx, venueId, some), (row) => row.sensor_id);
    for (const sensorId of some) {
      const first = open.get(sensorId) ?? [];
      held.set(sensorId, Number(first[0]?.held ?? 0));
      const { gone, came } = changesOf(first, shares.get(sensorId) ?? []);
      await writeShares(trx, { venueId, sensorId }, gone, came);
      for (const id of [...gone, ...came]) moved.add(id);
    }
  }
  await settleBeyond(trx, [...moved]);
  return { held, moved };
}

/** What is no longer among a sensor's first, and what has come. */
function changesOf(
  open: readonly { suspect_id: string }[],
  before: Awaited<ReturnType<typeof sharesOf>>,
): { gone: string[]; came: string[] } {
  const ended = before
    .filter(({ state, settled }) => state === "ended" && settled === 0)
    .toSorted(
      (a, b) => BANDS.indexOf(a.band as Band) - BANDS.indexOf(b.band as Band) || (b.since ?? 0) - (a.since ?? 0),
    )
    .slice(0, SHARE);
  const wanted = new Set([...open, ...ended].map((row) => row.suspect_id));
  const known = new Set(before.map((row) => row.suspect_id));
  return { gone: [...known].filter((id) => !wanted.has(id)), came: [...wanted].filter((id) => !known.has(id)) };
}

async function writeShares(
  trx: Transaction<StateTables>,
  { venueId, sensorId }: { venueId: string; sensorId: string },
  gone: readonly string[],
  came: readonly string[],
): Promise<void> {
  if (gone.length > 0)
    await trx
      .deleteFrom("suspect_shares")
      .where("venue_id", "=", venueId)
      .where("sensor_id", "=", sensorId)
      .where("suspect_id", "in", gone)
      .execute();
  if (came.length > 0)
    await trx
      .insertInto("suspect_shares")
      .values(came.map((suspect_id) => ({ venue_id: venueId, sensor_id: sensorId, suspect_id })))
      .execute();
}

/**
 * The same for every sensor of a venue, some at a time, with a turn for whoever waits in between. Notes on the row of each how many it holds
 * behind its first, where they are too many. Returns the suspects that came among the first, or are no longer.
 */
export async function settleSharesOfVenue(state: StateStore, venueId: string): Promise<Set<string>> {
  const here = await state.db
    .selectFrom("sensors")
    .select(["sensor_id", "suspects_beyond"])
    .where("venue_id", "=", venueId)
    .execute();
  const noted = new Map(here.map((row) => [row.sensor_id, row.suspects_beyond]));
  // One that was moved to another venue still holds what it heard here.
  const away = await state.db
    .selectFrom("suspect_shares")
    .select("sensor_id")
    .distinct()
    .where("venue_id", "=", venueId)
    .execute();
  const all = new Set([...noted.keys(), ...away.map((row) => row.sensor_id)]);
  const movedOfAll = new Set<string>();
  for (const some of inPages([...all].toSorted())) {
    const moved = await state.inVenue(venueId, async (trx) => {
      const settled = await settleShares(trx, venueId, some);
      for (const sensorId of some) {
        const open = settled.held.get(sensorId) ?? 0;
        const beyond = open > MORE_THAN_A_PLACE_HOLDS ? open - SHARE : 0;
        if (beyond !== (noted.get(sensorId) ?? beyond))
          await trx.updateTable("sensors").set({ suspects_beyond: beyond }).where("sensor_id", "=", sensorId).execute();
      }
      return settled.moved;
    });
    for (const id of moved) movedOfAll.add(id);
    await nextTurn();
  }
  return movedOfAll;
}

function* inPages(sensorIds: Iterable<string>): Generator<string[]> {
  const all = [...sensorIds];
  for (let at = 0; at < all.length; at += AT_ONCE) yield all.slice(at, at + AT_ONCE);
}

/** Writes down of suspects whether any sensor has them among its first. */
export async function settleBeyond(trx: Transaction<StateTables>, suspectIds: readonly string[]): Promise<void> {
  if (suspectIds.length === 0) return;
  const isFirst = sql`exists (select 1 from suspect_shares sh where sh.suspect_id = suspects.suspect_id)`;
  await trx
    .updateTable("suspects")
    .set({ beyond: sql<number>`case when ${isFirst} then 0 else 1 end` })
    .where("suspect_id", "in", suspectIds)
    .execute();
}

/** Of each of these sensors the first of what it holds open, in their order, with how many there are. */
function firstOpen(trx: Transaction<StateTables>, venueId: string, sensorIds: readonly string[]) {
  const heaviest = sql`max(case when f.score_db >= ${sql.lit(BAND_FROM_DB.strong)} then 2 when f.score_db >= ${sql.lit(BAND_FROM_DB.suspected)} then 1 else 0 end)`;
  const ranked = trx
    .selectFrom("findings as f")
    .innerJoin("suspects as s", "s.suspect_id", "f.suspect_id")
    .select([
      "f.sensor_id",
      "f.suspect_id",
      sql<number | string>`count(*) over (partition by f.sensor_id)`.as("held"),
      sql<
        number | string
      >`row_number() over (partition by f.sensor_id order by ${heaviest} desc, s.first_heard_at, f.suspect_id)`.as(
        "rank",
      ),
    ])
    .where("f.sensor_id", "in", sensorIds)
    .where("f.state", "in", OPEN_STATES)
    .where("s.venue_id", "=", venueId)
    .where("s.settled", "=", 0)
    .where("s.state", "!=", "ended")
    .groupBy(["f.sensor_id", "f.suspect_id", "s.first_heard_at"]);
  return trx
    .selectFrom(ranked.as("ranked"))
    .select(["sensor_id", "suspect_id", "held"])
    .where("rank", "<=", SHARE)
    .execute();
}

const sharesOf = (trx: Transaction<StateTables>, venueId: string, sensorIds: readonly string[]) =>
  trx
    .selectFrom("suspect_shares as sh")
    .innerJoin("suspects as s", "s.suspect_id", "sh.suspect_id")
    .select(["sh.sensor_id", "s.suspect_id", "s.state", "s.state_since as since", "s.band", "s.settled"])
    .where("sh.venue_id", "=", venueId)
    .where("sh.sensor_id", "in", sensorIds)
    .execute();
