import { sql, type Kysely, type Transaction } from "kysely";
import { HEARD_MS, hearBoot, type Boot } from "../sensors/message-order.ts";
import type { StateTables } from "../store/state/tables.ts";
import { includes, readRanges, withNumbers, writeRanges, type Range } from "./received-ranges.ts";

/** Sensors of which it is remembered; who is forgotten costs the reads that it saves, and nothing else. */
const MOST_SENSORS = 16_384;

/** How far a sensor's newest boot had come, as the state said when it was last read or written here. */
interface Latest {
  bootId: string;
  ordinal: number;
  /** As it stands in the state: it is written once a minute. */
  heardAt: number;
  /** The range of sequence numbers that the next one continues. */
  range: Range;
}

/** Which numbers of a boot were not stored before, and where that boot stands among those of its sensor. */
export interface Marked {
  ordinal: number;
  news: ReadonlySet<number>;
}

/**
 * Where each sensor's messages ended. The usual next message continues its boot's last range; then one statement, which holds only while the
 * state is as it is remembered here, does what takes four otherwise. What is
 * remembered is never believed: another collector may have written since, or the transaction of the last time may have been undone.
 */
export class LatestReceived {
  readonly #most: number;
  readonly #of = new Map<string, Latest>();

  constructor(most = MOST_SENSORS) {
    this.#most = most;
  }

  get size(): number {
    return this.#of.size;
  }

  /**
   * Remembers where the newest boot of each sensor had come, of those that were heard last: after a start a hall of sensors comes at once, and
   * each would be asked for alone.
   */
  async recall(db: Kysely<StateTables>): Promise<void> {
    const newest = sql<number>`(select max(ordinal) from boots of_sensor where of_sensor.sensor_id = boots.sensor_id)`;
    const last = sql<number>`(select max(first_seq) from received of_boot where of_boot.sensor_id = boots.sensor_id and of_boot.boot_id = boots.boot_id)`;
    const rows = await db
      .selectFrom("boots")
      .innerJoin("received", (join) =>
        join
          .onRef("received.sensor_id", "=", "boots.sensor_id")
          .onRef("received.boot_id", "=", "boots.boot_id")
          .on("received.first_seq", "=", last),
      )
      .select(["boots.sensor_id", "boots.boot_id", "ordinal", "heard_at", "first_seq", "last_seq"])
      .where("ordinal", "=", newest)
      .orderBy("heard_at", "desc")
      .limit(this.#most)
      .execute();
    for (const { sensor_id, boot_id: bootId, ordinal, heard_at: heardAt, first_seq, last_seq } of rows.toReversed())
      this.#note(sensor_id, { bootId, ordinal, heardAt, range: [first_seq, last_seq] });
  }

  /** Marks numbers of a boot as stored, inside the caller's transaction; `at`: when the last of them came. `numbers` has at least one, each once. */
  async mark(trx: Transaction<StateTables>, boot: Boot, numbers: readonly number[], at: number): Promise<Marked> {
    const ordinal = await this.#continue(trx, boot, numbers, at);
    return ordinal === undefined ? this.#look(trx, boot, numbers, at) : { ordinal, news: new Set(numbers) };
  }

  /** By what the state holds of the boot. */
  async #look(trx: Transaction<StateTables>, boot: Boot, numbers: readonly number[], at: number): Promise<Marked> {
    const highest = Math.max(...numbers);
    const before = await readRanges(trx, boot, Math.min(...numbers), highest);
    const news = new Set(numbers.filter((seq) => !includes(before, seq)));
    const { ordinal, heardAt, isNewest } = await hearBoot(trx, boot, at, news.size > 0);
    const after = withNumbers(before, [...news]);
    if (news.size > 0) await writeRanges(trx, boot, before, after);
    const range = after.find(([first, last]) => first <= highest && highest <= last);
    if (isNewest && range !== undefined) this.#note(boot.sensorId, { bootId: boot.bootId, ordinal, heardAt, range });
    return { ordinal, news };
  }

  /** Who was remembered for longest is forgotten where there are too many. */
  #note(sensorId: string, latest: Latest): void {
    this.#of.delete(sensorId);
    this.#of.set(sensorId, latest);
    const [oldest] = this.#of.keys();
    if (this.#of.size > this.#most && oldest !== undefined) this.#of.delete(oldest);
  }

  /** By one statement: undefined, and nothing is done, unless the numbers continue the last range of the newest boot, and none of them was stored. */
  async #continue(
    trx: Transaction<StateTables>,
    { sensorId, bootId }: Boot,
    numbers: readonly number[],
    at: number,
  ): Promise<number | undefined> {
    const latest = this.#of.get(sensorId);
    if (latest?.bootId !== bootId || at < latest.heardAt || at - latest.heardAt > HEARD_MS) return undefined;
    const { ordinal, range } = latest;
    const [first, before] = range;
    const sorted = numbers.toSorted((a, b) => a - b);
    if (sorted.some((seq, index) => seq !== before + 1 + index)) return undefined;
    const last = before + sorted.length;
    // In words and not put together by Kysely, which takes three times as long as the statement itself, with each message of a sensor.
    // What went ahead of the counts and would touch this range now holds a number that was stored before.
    const { numAffectedRows } = await sql`update received set last_seq = ${last}
      where sensor_id = ${sensorId} and boot_id = ${bootId} and first_seq = ${first} and last_seq = ${before}
      and not exists (select 1 from received ahead where ahead.sensor_id = ${sensorId} and ahead.boot_id = ${bootId}
        and ahead.first_seq > ${first} and ahead.first_seq <= ${last + 1})
      and exists (select 1 from boots where boots.sensor_id = ${sensorId} and boots.boot_id = ${bootId} and boots.ordinal = ${ordinal})
      and not exists (select 1 from boots where boots.sensor_id = ${sensorId} and boots.ordinal > ${ordinal})`.execute(
      trx,
    );
    if (numAffectedRows === 0n) {
      this.#of.delete(sensorId);
      return undefined;
    }
    latest.range = [first, last];
    return ordinal;
  }
}
