import type { Transaction } from "kysely";
import { DeletionLine } from "../health/deletions.ts";
import type { StateStore } from "../store/state/open-state.ts";
import type { StateTables } from "../store/state/tables.ts";
import { audit, type AuditEntry } from "./audit.ts";

const FORGOTTEN = "audit-forgotten";

/** What a line says of what was forgotten by rule: number and link of the last line that went. Undefined: the line says something else. */
export const forgottenUpTo = ({ action, subject }: Pick<AuditEntry, "action" | "subject">): string | undefined =>
  action === FORGOTTEN ? subject : undefined;

/**
 * Forgets the oldest lines of the record, those from before an instant and those that are too many, and writes at its end with which link the
 * forgotten part ended: the chain goes on from there, and who takes away more than the rule is found out.
 * @param before epoch milliseconds; lines go from the first on, up to the first one that is younger
 * @param most how many lines are kept, however young they are
 */
export async function retainAudit(
  state: StateStore,
  { before, most }: { before: number; most: number },
  now: number,
): Promise<void> {
  await state.transaction(async (trx) => {
    const byAge = (await firstFrom(trx, before)) - 1;
    await forget(trx, byAge, new DeletionLine({ at: now, kind: "audit", until: before, rule: "age" }), now);
    const kept = await trx
      .selectFrom("audit")
      .select(["seq", "at"])
      .where("seq", "is not", null)
      .orderBy("seq", "desc")
      .offset(most)
      .limit(1)
      .executeTakeFirst();
    if (kept === undefined) return;
    const line = new DeletionLine({ at: now, kind: "audit", until: Number(kept.at) + 1, rule: "limit" });
    await forget(trx, Number(kept.seq), line, now);
  });
}

/** Number of the first line that is not from before; one behind the last where all are. */
async function firstFrom(trx: Transaction<StateTables>, before: number): Promise<number> {
  const young = await trx
    .selectFrom("audit")
    .select(({ fn }) => fn.min<number | null>("seq").as("seq"))
    .where("at", ">=", before)
    .executeTakeFirst();
  if (young !== undefined && young.seq !== null) return Number(young.seq);
  const last = await trx
    .selectFrom("audit")
    .select(({ fn }) => fn.max<number | null>("seq").as("seq"))
    .executeTakeFirst();
  return Number(last?.seq ?? 0) + 1;
}

async function forget(trx: Transaction<StateTables>, upTo: number, line: DeletionLine, now: number): Promise<void> {
  const last = await trx.selectFrom("audit").select("hash").where("seq", "=", upTo).executeTakeFirst();
  if (last === undefined) return;
  await audit(trx, { at: now, by: "collector", action: FORGOTTEN, subject: `${upTo} ${last.hash ?? ""}` });
  const gone = await trx.deleteFrom("audit").where("seq", "<=", upTo).executeTakeFirst();
  await line.add(trx, gone.numDeletedRows);
}
