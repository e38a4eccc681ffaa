import type { Alert, AlertAbout, AlertCounts, AlertView } from "@probewarden/contract";

const VIEWS = ["open", "new", "mine", "changed", "snoozed", "settled"] as const satisfies AlertView[];

/** Alerts that the filters of the inbox let through, as the collector has it. */
export const filteredAlerts = (rows: readonly Alert[], asked: URLSearchParams): Alert[] => {
  const wanted = (name: string): string | undefined => asked.get(name) ?? undefined;
  const { view, venueId, band, about, assignee, alertId } = Object.fromEntries(asked) as Record<
    string,
    string | undefined
  >;
  return rows.filter(
    (row) =>
      (view === undefined || isIn(row, view as AlertView, wanted("person"), Number(wanted("sinceMs") ?? 0))) &&
      (venueId === undefined || row.venueId === venueId) &&
      (band === undefined || bandOf(row) === band) &&
      (about === undefined || aboutOf(row) === about) &&
      (assignee === undefined || (row.assignee ?? "") === assignee) &&
      (alertId === undefined || row.alertId === alertId),
  );
};

/** How many there are of each, as `GET /api/alerts/counts` answers it. */
export function alertCounts(rows: readonly Alert[], asked: URLSearchParams): AlertCounts {
  const [person, sinceMs] = [asked.get("person") ?? undefined, Number(asked.get("sinceMs") ?? 0)];
  const without = (name: string): Alert[] => {
    const others = new URLSearchParams(asked);
    others.delete(name);
    return filteredAlerts(rows, others);
  };
  const all = without("view");
  const of = (view: AlertView): number => all.filter((row) => isIn(row, view, person, sinceMs)).length;
  const after = (at: string | undefined): boolean => at !== undefined && Date.parse(at) > sinceMs;
  const changed = sinceMs === 0 ? [] : rows.filter((row) => isIn(row, "changed", person, sinceMs));
  const fresh = changed.filter((row) => after(row.openedAt));
  const back = changed.filter((row) => !fresh.includes(row) && after(row.raised?.at));
  const ended = changed.filter((row) => !fresh.includes(row) && !back.includes(row) && after(row.endedAt));
  return {
    views: Object.fromEntries(VIEWS.map((view) => [view, of(view)])) as AlertCounts["views"],
    venues: parts(without("venueId"), ({ venueId }) => venueId).map(([venueId, n]) => ({ venueId, n })),
    bands: parts(without("band"), bandOf).map(([band, n]) => ({ band, n })),
    abouts: parts(without("about"), aboutOf).map(([about, n]) => ({ about, n })),
    assignees: parts(without("assignee"), ({ assignee = "" }) => assignee).map(([assignee, n]) => ({
      ...(assignee === "" ? {} : { assignee }),
      n,
    })),
    since: {
      fresh: fresh.length,
      back: back.length,
      ended: ended.length,
      other: changed.length - fresh.length - back.length - ended.length,
    },
  };
}

const bandOf = ({ band = "suspected" }: Alert) => band;
const aboutOf = ({ suspicion }: Alert): AlertAbout => suspicion ?? "camera";

function parts<Part extends string>(rows: readonly Alert[], of: (row: Alert) => Part): [part: Part, n: number][] {
  const counts = new Map<Part, number>();
  for (const row of rows) counts.set(of(row), (counts.get(of(row)) ?? 0) + 1);
  return [...counts].toSorted(([, a], [, b]) => b - a);
}

function isIn(row: Alert, view: AlertView, person: string | undefined, sinceMs: number): boolean {
  const [isOpen, isLater] = [row.state === "open", row.snoozedUntil !== undefined];
  switch (view) {
    case "open":
      return isOpen && !isLater;
    case "new":
      return isOpen && row.stage === "new";
    case "mine":
      return isOpen && row.assignee !== undefined && row.assignee === person;
    case "changed":
      return Date.parse(row.changedAt) > sinceMs && row.changedBy !== person;
    case "snoozed":
      return isOpen && isLater;
    case "settled":
      return !isOpen;
  }
}
