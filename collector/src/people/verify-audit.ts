import { setImmediate as nextTurn } from "node:timers/promises";
import type { AuditFault, AuditReport } from "@probewarden/contract";
import type { Kysely } from "kysely";
import type { StateTables } from "../store/state/tables.ts";
import { linkOf, NO_LINK } from "./audit.ts";
import { forgottenUpTo } from "./retain-audit.ts";

const PAGE = 1_000;

/**
 * Looks through every line of the record, in the order of the chain. What was forgotten by rule is told by a line of its own further on, which
 * names the last link that went.
 * @param known a link that was written down before: it must still be there, or lie in what was forgotten by rule
 */
export async function verifyAudit(db: Kysely<StateTables>, known?: string): Promise<AuditReport> {
  const report: AuditReport = { lines: 0, from: 0, to: 0, end: NO_LINK };
  let isKnownThere = known === undefined;
  /** The link on which the first line that is left rests, where lines before it are gone. */
  let restsOn: string | undefined;
  const forgotten = new Set<string>();
  // Others go on writing meanwhile: the end that was there before must be met, and the one that is there afterwards not be passed.
  const end = await endOf(db);
  let isEndMet = end.seq === 0;
  for (;;) {
    const page = await db
      .selectFrom("audit")
      .selectAll()
      .where("seq", ">", report.to)
      .orderBy("seq")
      .limit(PAGE)
      .execute();
    for (const line of page) {
      const seq = Number(line.seq);
      if (report.lines === 0) {
        report.from = seq;
        report.end = line.before ?? "";
        if (seq > 1 || report.end !== NO_LINK) restsOn = `${seq - 1} ${report.end}`;
      } else if (seq !== report.to + 1) return { ...report, broken: { seq: report.to + 1, fault: "missing" } };
      const entry = { at: Number(line.at), by: line.by, action: line.action, subject: line.subject };
      if (line.before !== report.end || line.hash !== linkOf(report.end, seq, entry))
        return { ...report, broken: { seq, fault: "changed" } };
      const gone = forgottenUpTo(entry);
      if (gone !== undefined) forgotten.add(gone);
      isKnownThere ||= line.hash === known || (gone?.endsWith(` ${known}`) ?? false);
      isEndMet ||= seq === end.seq && line.hash === end.hash;
      report.lines += 1;
      report.to = seq;
      report.end = line.hash;
    }
    if (page.length < PAGE) break;
    await nextTurn();
  }
  const broken = (seq: number, fault: AuditFault): AuditReport => ({ ...report, broken: { seq, fault } });
  if (restsOn !== undefined && !forgotten.has(restsOn)) return broken(report.from, "begins-late");
  if (!isEndMet || report.to > (await endOf(db)).seq) return broken(report.to + 1, "cut-off");
  const outside = await db.selectFrom("audit").select("id").where("seq", "is", null).limit(1).executeTakeFirst();
  if (outside !== undefined) return broken(0, "outside");
  return isKnownThere ? report : broken(report.to, "not-the-known-link");
}

async function endOf(db: Kysely<StateTables>): Promise<{ seq: number; hash: string }> {
  const end = await db.selectFrom("audit_head").selectAll().where("name", "=", "end").executeTakeFirst();
  return { seq: Number(end?.seq ?? 0), hash: end?.hash ?? NO_LINK };
}
