import type { DecisionEntry, DecisionFile, DecisionRecord } from "@probewarden/contract";
import type { Selectable } from "kysely";
import { isoInstant as iso } from "../iso-instant.ts";
import type { StateTables } from "../store/state/tables.ts";

/** A decision about a suspect as it stands in the history. */
export const asDecisionEntry = (row: Selectable<StateTables["decisions"]>): DecisionEntry => ({
  decisionId: row.id,
  decision: row.decision as DecisionRecord["decision"],
  reason: row.reason,
  by: row.by,
  at: iso(row.at),
  ...(row.document === null ? {} : { document: row.document }),
  ...(row.until_at === null ? {} : { until: iso(Number(row.until_at)) }),
  ...(row.file === null ? {} : { file: JSON.parse(row.file) as DecisionFile }),
  ...(row.approved_by === null ? {} : { approvedBy: row.approved_by }),
});
