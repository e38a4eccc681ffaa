import type { Transaction } from "kysely";
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
    const boots = trx.selectFrom("boots").select("ordinal").where("sensor_id", "=", sensorId);
    // What went ahead of the counts and would touch this range now; a number among it was stored before.
    const ahead = trx
      .selectFrom("received as ahead")
      .select("ahead.first_seq")
      .where("ahead.sensor_id", "=", sensorId)
      .where("ahead.boot_id", "=", bootId)
      .where("ahead.first_seq", ">", first)
      .where("ahead.first_seq", "<=", last + 1);
    const { numUpdatedRows } = await trx
      .updateTable("received")
      .set({ last_seq: last })
      .where("sensor_id", "=", sensorId)
      .where("boot_id", "=", bootId)
      .where("first_seq", "=", first)
      .where("last_seq", "=", before)
      .where((where) => where.not(where.exists(ahead)))
      .where((where) => where.exists(boots.where("boot_id", "=", bootId).where("ordinal", "=", ordinal)))
      .where((where) => where.not(where.exists(boots.where("ordinal", ">", ordinal))))
      .executeTakeFirst();
    if (numUpdatedRows === 0n) {
      this.#of.delete(sensorId);
      return undefined;
    }
    latest.range = [first, last];
    return ordinal;
  }
}
