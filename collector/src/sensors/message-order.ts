import type { Transaction } from "kysely";
import type { StateTables } from "../store/state/tables.ts";

/**
 * Which of two messages of a sensor is newer. Never by its clock, which steps when the network tells it the time: within a boot the higher
 * number is newer, and between boots the boot that was heard of first is the older one, for a sensor sends what is left of an earlier boot
 * before what a later one makes.
 */

/** One start of one sensor; its messages are numbered from one. */
export interface Boot {
  sensorId: string;
  bootId: string;
}

/** Where a message stands among those of its sensor. */
export interface MessageOrder extends Boot {
  seq: number;
  /** Of its boot, among those of the sensor. */
  ordinal: number;
}

/** How exact `heard_at` is: no need to write it with every batch. */
export const HEARD_MS = 60_000;
/**
 * Boots that were heard of in the wrong order (the earlier one's messages were lost on the way, and came again after the later one's) are put
 * right: a sensor that lives reports its health twice a minute, so a boot that goes on while the one thought newer is silent is the newest.
 */
const SILENT_MS = 5 * 60_000;

/** A boot as it stands in the state; `isNewest`: none of its sensor was heard of later. */
export interface HeardBoot {
  ordinal: number;
  heardAt: number;
  isNewest: boolean;
}

/** Remembers that messages of a boot came in; `news`: among them some that had not come before. */
export async function hearBoot(
  trx: Transaction<StateTables>,
  { sensorId, bootId }: Boot,
  at: number,
  news: boolean,
): Promise<HeardBoot> {
  const newest = await trx
    .selectFrom("boots")
    .selectAll()
    .where("sensor_id", "=", sensorId)
    .orderBy("ordinal", "desc")
    .limit(1)
    .executeTakeFirst();
  const known =
    newest?.boot_id === bootId
      ? newest
      : await trx
          .selectFrom("boots")
          .selectAll()
          .where("sensor_id", "=", sensorId)
          .where("boot_id", "=", bootId)
          .executeTakeFirst();
  const next = (newest?.ordinal ?? 0) + 1;
  if (known === undefined) {
    await trx
      .insertInto("boots")
      .values({ sensor_id: sensorId, boot_id: bootId, heard_at: at, ordinal: next })
      .execute();
    return { ordinal: next, heardAt: at, isNewest: true };
  }
  const goesOn = news && newest !== undefined && newest !== known && at - newest.heard_at > SILENT_MS;
  const ordinal = goesOn ? next : known.ordinal;
  const heardAt = goesOn || at - known.heard_at > HEARD_MS ? Math.max(at, known.heard_at) : known.heard_at;
  if (goesOn || heardAt !== known.heard_at)
    await trx
      .updateTable("boots")
      .set({ ordinal, heard_at: heardAt })
      .where("sensor_id", "=", sensorId)
      .where("boot_id", "=", bootId)
      .execute();
  return { ordinal, heardAt, isNewest: goesOn || known === newest };
}

/** Whether a message is newer than the one of its sensor that a row came of; a row of nobody knows which is older than any. */
export async function isNewer(
  trx: Transaction<StateTables>,
  message: MessageOrder,
  known: { boot_id: string | null; seq: number | null },
): Promise<boolean> {
  if (known.boot_id === null || known.seq === null) return true;
  if (known.boot_id === message.bootId) return message.seq > known.seq;
  const boot = await trx
    .selectFrom("boots")
    .select("ordinal")
    .where("sensor_id", "=", message.sensorId)
    .where("boot_id", "=", known.boot_id)
    .executeTakeFirst();
  return message.ordinal > (boot?.ordinal ?? 0);
}

/** Whether the first of two messages of one sensor is newer. */
export const isAfter = (a: MessageOrder, b: MessageOrder): boolean =>
  a.bootId === b.bootId ? a.seq > b.seq : a.ordinal > b.ordinal;
