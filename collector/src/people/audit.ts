import { createHash } from "node:crypto";
import { sql, type Transaction } from "kysely";
import type { StateTables } from "../store/state/tables.ts";

/** Who did what to what, and when. `action` is a closed list of ours (`suspect-authorised`, `account-made` …), `subject` an id. */
export interface AuditEntry {
  /** Epoch milliseconds. */
  at: number;
  by: string;
  action: string;
  subject: string;
}

/** The link before the first one. */
export const NO_LINK = "0".repeat(64);

/**
 * The link of a line: SHA-256, in hex, over the link before it, a line feed, and `[seq,at,by,action,subject]` as JSON without white space, in
 * UTF-8. Anybody can work it out again with the exported lines alone.
 */
export const linkOf = (before: string, seq: number, { at, by, action, subject }: AuditEntry): string =>
  createHash("sha256")
    .update(`${before}\n${JSON.stringify([seq, at, by, action, subject])}`)
    .digest("hex");

/**
 * Writes a line into the record of who did what, in the very transaction that does it: both are there, or neither. Each line is linked to the one
 * before it. The end of the chain is a row that this changes first, so that of several collectors one writes at a time.
 */
export async function audit(trx: Transaction<StateTables>, entry: AuditEntry): Promise<void> {
  const { rows } = await sql<{ seq: number; hash: string }>`
    INSERT INTO audit_head (name, seq, hash) VALUES ('end', 1, ${NO_LINK})
    ON CONFLICT (name) DO UPDATE SET seq = audit_head.seq + 1 RETURNING seq, hash`.execute(trx);
  const end = rows[0];
  if (end === undefined) throw new Error("the audit has no end");
  const seq = Number(end.seq);
  const hash = linkOf(end.hash, seq, entry);
  await trx
    .insertInto("audit")
    .values({ ...entry, seq, before: end.hash, hash })
    .execute();
  await trx.updateTable("audit_head").set({ hash }).where("name", "=", "end").execute();
}
