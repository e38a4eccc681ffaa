import { LIMITS } from "@probewarden/contract";
import type { Transaction } from "kysely";
import type { Boot } from "../sensors/message-order.ts";
import type { StateTables } from "../store/state/tables.ts";

/** First and last sequence number, both included. */
export type Range = [number, number];

/** Whether a sequence number lies in ranges that are sorted and apart. */
export function includes(ranges: readonly Range[], seq: number): boolean {
  let low = 0;
  let high = ranges.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const [first, last] = ranges[middle] ?? [0, 0];
    if (seq < first) high = middle - 1;
    else if (seq > last) low = middle + 1;
    else return true;
  }
  return false;
}

/** Ranges that hold the given ones and the numbers as well, joined where they touch. */
export function withNumbers(ranges: readonly Range[], numbers: readonly number[]): Range[] {
  const all: Range[] = [...ranges, ...numbers.map((seq): Range => [seq, seq])].toSorted((a, b) => a[0] - b[0]);
  const joined: Range[] = [];
  for (const [first, last] of all) {
    const before = joined.at(-1);
    if (before !== undefined && first <= before[1] + 1) before[1] = Math.max(before[1], last);
    else joined.push([first, last]);
  }
  return joined;
}

/** Ranges in lists that fit one acknowledgement each. */
export function inAcks(ranges: readonly Range[]): Range[][] {
  const acks: Range[][] = [];
  for (let at = 0; at < ranges.length; at += LIMITS.ackRanges) acks.push(ranges.slice(at, at + LIMITS.ackRanges));
  return acks;
}

/**
 * What has been stored of one boot of a sensor, as far as it bears on numbers from `first` to `last`: ranges that hold or touch one of
 * them. After an outage a boot may have a range per finding that went ahead of the counts, so the others are left where they are.
 */
export async function readRanges(
  trx: Transaction<StateTables>,
  { sensorId, bootId }: Boot,
  first: number,
  last: number,
): Promise<Range[]> {
  const ofBoot = trx.selectFrom("received").where("sensor_id", "=", sensorId).where("boot_id", "=", bootId);
  // Ranges are apart: of those that begin below `first` only the last can reach it.
  const before = ofBoot.select((select) => select.fn.max("first_seq").as("first_seq")).where("first_seq", "<=", first);
  const rows = await ofBoot
    .select(["first_seq", "last_seq"])
    .where((where) => where("first_seq", ">=", where.fn.coalesce(before, where.val(first))))
    .where("first_seq", "<=", last + 1)
    .orderBy("first_seq")
    .execute();
  return rows.map((row) => [row.first_seq, row.last_seq]);
}

/**
 * Replaces what has been stored of one boot: only the rows that differ are touched. A range that only grows at its end, as with nearly every
 * message, is one statement.
 */
export async function writeRanges(
  trx: Transaction<StateTables>,
  { sensorId, bootId }: Boot,
  before: readonly Range[],
  after: readonly Range[],
): Promise<void> {
  const [ends, kept] = [new Map(before), new Set(after.map(([first]) => first))];
  for (const [first] of before)
    if (!kept.has(first))
      await trx
        .deleteFrom("received")
        .where("sensor_id", "=", sensorId)
        .where("boot_id", "=", bootId)
        .where("first_seq", "=", first)
        .execute();
  for (const [first, last] of after) {
    if (ends.get(first) === last) continue;
    if (ends.has(first))
      await trx
        .updateTable("received")
        .set({ last_seq: last })
        .where("sensor_id", "=", sensorId)
        .where("boot_id", "=", bootId)
        .where("first_seq", "=", first)
        .execute();
    else
      await trx
        .insertInto("received")
        .values({ sensor_id: sensorId, boot_id: bootId, first_seq: first, last_seq: last })
        .execute();
  }
}
