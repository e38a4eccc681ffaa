import type { AlertAbout, AlertStage, AlertView, Band, Scope } from "@probewarden/contract";
import { sql, type RawBuilder, type SelectQueryBuilder, type SqlBool } from "kysely";
import { withinScope } from "../people/scope.ts";
import type { StateTables } from "../store/state/tables.ts";
import { NEED_IN_SIGHT, NEED_LATER, NEED_SETTLED, NEED_UNSEEN } from "./alert-life.ts";

/** Which alerts to read or count. Absent: all. */
export interface AlertFilter {
  state?: "open" | "closed";
  stage?: AlertStage;
  /** A part of the inbox. */
  view?: AlertView;
  /** Who looks, for the views `mine` and `changed`; absent: nobody. */
  person?: string;
  /** Since when they have not, epoch milliseconds, for the view `changed`; absent: never. */
  sinceMs?: number;
  venueId?: string;
  /** Only at venues within this scope. */
  within?: Scope;
  /** The heaviest band that its suspect reached since it opened; of a camera strong from *configured*. */
  band?: Band;
  about?: AlertAbout;
  /** A name; empty: nobody. */
  assignee?: string;
  alertId?: string;
  alertIds?: readonly string[];
}

/** A question to the alerts, narrowed down to what the filter lets through. */
export function filtered<O>(
  query: SelectQueryBuilder<StateTables, "alerts", O>,
  filter: AlertFilter,
): SelectQueryBuilder<StateTables, "alerts", O> {
  let narrow = query;
  for (const column of ["state", "stage", "band", "about"] as const) {
    const wanted = filter[column];
    if (wanted !== undefined) narrow = narrow.where(column, "=", wanted);
  }
  const { assignee, venueId, within, alertId, alertIds } = filter;
  if (assignee !== undefined)
    narrow = assignee === "" ? narrow.where("assignee", "is", null) : narrow.where("assignee", "=", assignee);
  if (venueId !== undefined) narrow = narrow.where("venue_id", "=", venueId);
  if (alertId !== undefined) narrow = narrow.where("alert_id", "=", alertId);
  if (alertIds !== undefined) narrow = narrow.where("alert_id", "in", alertIds);
  if (within !== undefined) narrow = narrow.where(withinScope(within, "venue_id"));
  if (filter.view !== undefined) narrow = narrow.where(inView(filter.view, filter));
  return narrow;
}

/** How much an alert needs a person says where in the inbox it stands, and begins every index of the list. */
function inView(view: AlertView, { person, sinceMs = 0 }: AlertFilter): RawBuilder<SqlBool> {
  switch (view) {
    case "open":
      return sql<SqlBool>`need >= ${NEED_IN_SIGHT}`;
    case "new":
      return sql<SqlBool>`need >= ${NEED_UNSEEN}`;
    case "mine":
      return person === undefined
        ? sql<SqlBool>`1 = 0`
        : sql<SqlBool>`(need >= ${NEED_LATER} and assignee = ${person})`;
    case "changed":
      return person === undefined
        ? sql<SqlBool>`changed_at > ${sinceMs}`
        : sql<SqlBool>`(changed_at > ${sinceMs} and (changed_by is null or changed_by <> ${person}))`;
    case "snoozed":
      return sql<SqlBool>`need = ${NEED_LATER}`;
    case "settled":
      return sql<SqlBool>`need = ${NEED_SETTLED}`;
  }
}
