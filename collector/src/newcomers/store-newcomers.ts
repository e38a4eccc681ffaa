import { randomBytes } from "node:crypto";
import { spellOctets, type Newcomer, type Newcomers } from "@probewarden/contract";
import type { Transaction } from "kysely";
import { isNewer, type MessageOrder } from "../sensors/message-order.ts";
import type { StateTables } from "../store/state/tables.ts";
import { audit } from "../people/audit.ts";
import { forgetExcerptsNaming } from "../excerpts/forget-excerpts.ts";
import { askToErase } from "../suspects/erase-levels.ts";
import { needOf } from "./newcomer-need.ts";

/** Stays of one sensor that are kept, those that were taken back included. It tells 64 at a time, each for a month, and rows go after a year. */
export const MOST_STAYS = 1_024;

/** One message of a sensor about those that came and stayed. */
export interface NewcomersReport {
  venueId: string;
  order: MessageOrder;
  receivedAt: number;
  /** What to take from its time stamps. */
  clockOffsetMs: number;
  body: Newcomers;
}

/**
 * Takes one sensor's word of who came and stayed, inside the caller's transaction: one row for each transmitter of the venue, whoever hears
 * it. What turned out to be a station's address is erased, whoever told it; its stays stay as names without an address, so that no message
 * that comes late brings it back. Returns how many addresses are to be erased, and how many rows there was no room for.
 */
export async function storeNewcomers(
  trx: Transaction<StateTables>,
  report: NewcomersReport,
): Promise<{ erased: number; noRoom: number }> {
  const { venueId, order, body } = report;
  const erased = body.takenBack.length === 0 ? 0 : await takeStaysBack(trx, report);
  let room = MOST_STAYS - (await staysOf(trx, order.sensorId));
  let noRoom = 0;
  for (const newcomer of body.here) {
    const known = await trx
      .selectFrom("newcomer_stays as s")
      .leftJoin("newcomers as n", "n.newcomer_id", "s.newcomer_id")
      .select(["n.transmitter", "s.boot_id", "s.seq", "s.venue_id"])
      .where("s.sensor_id", "=", order.sensorId)
      .where("s.stay_id", "=", newcomer.stayId)
      .executeTakeFirst();
    if (known === undefined && room-- <= 0) noRoom++;
    // Taken back, of a venue that the sensor was in before, or under the name of another's stay.
    else if (known !== undefined && (known.transmitter !== newcomer.transmitter || known.venue_id !== venueId))
      continue;
    else if (known === undefined || (await isNewer(trx, order, known))) await hear(trx, report, newcomer);
  }
  await trx
    .updateTable("sensors")
    .set({ newcomers_waiting: body.waiting + noRoom })
    .where("sensor_id", "=", order.sensorId)
    .execute();
  return { erased, noRoom };
}

async function staysOf(trx: Transaction<StateTables>, sensorId: string): Promise<number> {
  const { n } = await trx
    .selectFrom("newcomer_stays")
    .select((select) => select.fn.countAll<number | string | bigint>().as("n"))
    .where("sensor_id", "=", sensorId)
    .executeTakeFirstOrThrow();
  return Number(n);
}

async function hear(trx: Transaction<StateTables>, report: NewcomersReport, newcomer: Newcomer): Promise<void> {
  const { venueId, order, receivedAt, clockOffsetMs } = report;
  // A sensor whose clock runs ahead hears nobody tomorrow.
  const at = (text: string): number => Math.max(0, Math.min(Date.parse(text) - clockOffsetMs, receivedAt));
  const [first, last] = [at(newcomer.firstHeardAt), at(newcomer.lastHeardAt)];
  const row = await trx
    .insertInto("newcomers")
    .values({
      newcomer_id: `n-${spellOctets(randomBytes(10))}`,
      venue_id: venueId,
      transmitter: newcomer.transmitter,
      name: newcomer.name ?? null,
      channel_mhz: newcomer.channelMhz,
      first_heard_at: first,
      last_heard_at: last,
      told_at: receivedAt,
      mark: null,
      need: needOf(undefined),
    })
    .onConflict((conflict) =>
      conflict.columns(["venue_id", "transmitter"]).doUpdateSet((row) => ({
        // One sensor may have heard somebody ask for the name, and another not: what was told stays told.
        name: row.fn.coalesce(row.ref("excluded.name"), row.ref("newcomers.name")),
        channel_mhz: row.ref("excluded.channel_mhz"),
      })),
    )
    .returning(["newcomer_id", "first_heard_at", "last_heard_at"])
    .executeTakeFirstOrThrow();
  await trx
    .updateTable("newcomers")
    .set({
      first_heard_at: Math.min(Number(row.first_heard_at), first),
      last_heard_at: Math.max(Number(row.last_heard_at), last),
    })
    .where("newcomer_id", "=", row.newcomer_id)
    .execute();
  const heard = {
    newcomer_id: row.newcomer_id,
    level_dbm: newcomer.levelDbm,
    spread_db: newcomer.spreadDb,
    hours_heard: newcomer.hoursHeard,
    first_heard_at: first,
    last_heard_at: last,
    boot_id: order.bootId,
    seq: order.seq,
  };
  await trx
    .insertInto("newcomer_stays")
    .values({ sensor_id: order.sensorId, stay_id: newcomer.stayId, venue_id: venueId, ...heard })
    .onConflict((conflict) => conflict.columns(["sensor_id", "stay_id"]).doUpdateSet(heard))
    .execute();
}

async function takeStaysBack(trx: Transaction<StateTables>, report: NewcomersReport): Promise<number> {
  const { venueId, order, receivedAt, body } = report;
  const rows = await trx
    .selectFrom("newcomer_stays as s")
    .innerJoin("newcomers as n", "n.newcomer_id", "s.newcomer_id")
    .select("n.transmitter")
    .distinct()
    .where("s.sensor_id", "=", order.sensorId)
    .where("s.venue_id", "=", venueId)
    .where("s.stay_id", "in", [...body.takenBack])
    .execute();
  const addresses = rows.map((row) => row.transmitter);
  await forgetNewcomers(trx, venueId, addresses);
  await forgetExcerptsNaming(trx, venueId, addresses);
  if (addresses.length > 0) {
    await askToErase(trx, venueId, addresses, receivedAt);
    await audit(trx, {
      at: receivedAt,
      by: order.sensorId,
      action: "addresses-taken-back",
      subject: `newcomers (${addresses.length})`,
    });
  }
  // A stay whose first word is still under way must not be told by it.
  const room = MOST_STAYS - (await staysOf(trx, order.sensorId));
  const named = body.takenBack.slice(0, Math.max(0, room)).map((stay_id) => ({
    sensor_id: order.sensorId,
    stay_id,
    venue_id: venueId,
    newcomer_id: null,
    level_dbm: 0,
    spread_db: 0,
    hours_heard: 0,
    first_heard_at: receivedAt,
    last_heard_at: receivedAt,
    boot_id: order.bootId,
    seq: order.seq,
  }));
  if (named.length > 0)
    await trx
      .insertInto("newcomer_stays")
      .values(named)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  return addresses.length;
}

/** Erases addresses from the work list of a venue, with what people noted of them. The stays keep their names, and no address. */
export async function forgetNewcomers(
  trx: Transaction<StateTables>,
  venueId: string,
  addresses: readonly string[],
): Promise<void> {
  if (addresses.length === 0) return;
  const gone = await trx
    .deleteFrom("newcomers")
    .where("venue_id", "=", venueId)
    .where("transmitter", "in", [...addresses])
    .returning("newcomer_id")
    .execute();
  if (gone.length === 0) return;
  await trx
    .updateTable("newcomer_stays")
    .set({ newcomer_id: null })
    .where(
      "newcomer_id",
      "in",
      gone.map((row) => row.newcomer_id),
    )
    .execute();
}
