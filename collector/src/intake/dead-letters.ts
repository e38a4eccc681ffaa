import { createHash } from "node:crypto";
import type { Transaction } from "kysely";
import type { StateTables } from "../store/state/tables.ts";
import type { Read } from "./read-message.ts";

type Dead = Extract<Read, { type: "dead" }>;

/**
 * Keeps what could not be accepted: topic, reason, size and hash, never the octets, which may hold what a broken or hostile sensor
 * should not have sent. At most `keep` are kept, the latest.
 */
export async function keepDeadLetters(
  trx: Transaction<StateTables>,
  dead: readonly Dead[],
  keep: number,
): Promise<void> {
  if (dead.length === 0) return;
  await trx
    .insertInto("dead_letters")
    .values(
      dead.slice(-keep).map(({ received, reason, detail }) => ({
        received_at: received.receivedAt,
        topic: printable(received.topic),
        reason,
        detail,
        bytes: received.payload.length,
        sha256: createHash("sha256").update(received.payload).digest("hex"),
      })),
    )
    .execute();
  const newest = await trx
    .selectFrom("dead_letters")
    .select("id")
    .orderBy("id", "desc")
    .offset(keep)
    .limit(1)
    .executeTakeFirst();
  if (newest !== undefined) await trx.deleteFrom("dead_letters").where("id", "<=", newest.id).execute();
}

/** A topic as text that neither a terminal nor PostgreSQL stumbles over; PostgreSQL takes no NUL. */
const printable = (topic: string): string => topic.replaceAll(/[^\x20-\x7e]/g, "?").slice(0, 200);
