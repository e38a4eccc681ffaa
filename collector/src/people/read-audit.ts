import type { AuditLine } from "@probewarden/contract";
import type { Kysely } from "kysely";
import type { StateReader } from "../store/state/open-state.ts";
import { isBehind, pageOf, type Order, type Page } from "../store/state/page-cursor.ts";
import type { StateTables } from "../store/state/tables.ts";

/** Which lines to read. Absent: all. */
export interface AuditFilter {
  by?: string;
  action?: string;
  subject?: string;
  /** Only what comes after this `next` of an earlier page. */
  after?: string;
  limit: number;
}

const LIST = "who-did-what";
const ORDER = [["seq", "row"]] as const satisfies Order;

/**
 * The record of who did what, latest first. A line that stands beside the chain is in no list: `verifyAudit` tells of it.
 * @throws CursorError
 */
export async function readAuditPage({ db }: StateReader, filter: AuditFilter): Promise<Page<AuditLine>> {
  let query = db
    .selectFrom("audit")
    .selectAll()
    .where("seq", "is not", null)
    .orderBy("seq", "desc")
    .limit(filter.limit + 1);
  for (const column of ["by", "action", "subject"] as const) {
    const wanted = filter[column];
    if (wanted !== undefined) query = query.where(column, "=", wanted);
  }
  if (filter.after !== undefined) query = query.where(isBehind(LIST, ORDER, filter.after, "desc"));
  const { items, next } = pageOf(LIST, await query.execute(), filter.limit, (row) => [Number(row.seq)]);
  return { items: items.map(asLine), next };
}

const PAGE = 1_000;

/** Every line from the first on, in pages: what is exported is in the order in which anybody can check it. */
export async function* auditLines(db: Kysely<StateTables>): AsyncGenerator<AuditLine[]> {
  let last = 0;
  for (;;) {
    const rows = await db.selectFrom("audit").selectAll().where("seq", ">", last).orderBy("seq").limit(PAGE).execute();
    if (rows.length > 0) yield rows.map(asLine);
    if (rows.length < PAGE) return;
    last = Number(rows.at(-1)?.seq);
  }
}

export const asLine = (row: {
  seq: number | null;
  at: number;
  by: string;
  action: string;
  subject: string;
  before: string | null;
  hash: string | null;
}): AuditLine => ({
  seq: Number(row.seq),
  at: new Date(Number(row.at)).toISOString(),
  by: row.by,
  action: row.action,
  subject: row.subject,
  before: row.before ?? "",
  hash: row.hash ?? "",
});
