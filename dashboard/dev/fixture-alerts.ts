import type { Alert, AlertStepRow, AlertSteps, AlertStepResult } from "@probewarden/contract";

/** Alerts that a person can change, as the collector would have it: by revision, with a record. */
export class FixtureAlerts {
  readonly rows: Alert[];
  /** Who asks. */
  by = "demo";
  readonly #before = new Map<string, Alert[]>();

  constructor(rows: readonly Alert[]) {
    this.rows = [...rows];
  }

  /** Something happens to one meanwhile. Returns it as it is then. */
  change(alertId: string, change: Partial<Alert>): Alert | undefined {
    const at = this.rows.findIndex((row) => row.alertId === alertId);
    const row = this.rows[at];
    if (row === undefined) return undefined;
    const next = { ...row, ...change, revision: row.revision + 1, changedAt: new Date().toISOString() };
    // Nobody did it, unless it says who.
    if (change.changedBy === undefined) delete next.changedBy;
    this.rows[at] = next;
    return next;
  }

  /** A step for many, as `POST /api/alerts/steps` answers it. */
  take({ alerts, what }: AlertSteps): { items: AlertStepResult[] } {
    return { items: alerts.map(({ alertId, revision }) => this.#takeOne(alertId, revision, what)) };
  }

  #takeOne(alertId: string, revision: number, what: AlertSteps["what"]): AlertStepResult {
    const row = this.rows.find((one) => one.alertId === alertId);
    if (row === undefined) return { alertId, outcome: "not-found" };
    if (row.revision !== revision) return { alertId, outcome: "moved-on", alert: row, since: [] };
    const past = this.#before.get(alertId) ?? [];
    if (what.step === "undo") {
      const last = past.pop();
      if (last === undefined) return { alertId, outcome: "nothing-to-undo", alert: row };
      const at = this.rows.indexOf(row);
      const next = { ...last, revision: row.revision + 1, changedAt: new Date().toISOString(), changedBy: this.by };
      this.rows[at] = next;
      return { alertId, outcome: "done", alert: next };
    }
    this.#before.set(alertId, [...past, row]);
    const alert = this.change(alertId, {
      ...this.#changeBy(what, row),
      stepBy: this.by,
      stepAt: new Date().toISOString(),
      changedBy: this.by,
    });
    return { alertId, outcome: "done", ...(alert === undefined ? {} : { alert }) };
  }

  #changeBy(what: Exclude<AlertSteps["what"], { step: "undo" }>, row: Alert): Partial<Alert> {
    const settled = { state: "closed", closedBy: this.by, closedAt: new Date().toISOString() } as const;
    switch (what.step) {
      case "acknowledge":
        return row.endedAt === undefined ? { stage: "acknowledged" } : { stage: "closed", ...settled, reason: "ended" };
      case "take":
        return {
          stage: "in-work",
          assignee: what.assignee ?? this.by,
          ...(what.dueAt === undefined ? {} : { dueAt: what.dueAt }),
        };
      case "snooze":
        return { stage: row.stage === "new" ? "acknowledged" : row.stage, snoozedUntil: what.until };
      case "close":
        return { stage: "closed", ...settled, reason: what.reason };
      case "authorise":
        return {
          stage: "authorised",
          ...settled,
          reason: what.reason,
          document: what.document,
          authorisedUntil: what.until,
        };
    }
  }

  /** Its record, made up out of how it stands. */
  record(alertId: string): AlertStepRow[] {
    const row = this.rows.find((one) => one.alertId === alertId);
    if (row === undefined) return [];
    const { revision, raised, stage, stepBy, stepAt, assignee, openedAt } = row;
    return [
      ...(raised === undefined
        ? []
        : [{ revision, step: "raised" as const, at: raised.at, stage, reasons: raised.reasons }]),
      ...(stepBy === undefined || stepAt === undefined
        ? []
        : [
            {
              revision: Math.max(2, revision - 1),
              step: assignee === undefined ? ("acknowledge" as const) : ("take" as const),
              at: stepAt,
              by: stepBy,
              stage,
              ...(assignee === undefined ? {} : { assignee }),
            },
          ]),
      { revision: 1, step: "opened", at: openedAt, stage: "new" },
    ];
  }
}
