import type { Alert } from "@probewarden/contract";
import type { Emitter } from "../../components/emitters.ts";
import { laterFirst } from "../../components/suspect-order.ts";

/** Why alerts stand in one line: they are of one device, of boxes of one kind, or a flood. */
export type LineKind = "one" | "same-box" | "same-kind" | "flood";

/** One line of the inbox. */
export interface InboxLine {
  id: string;
  kind: LineKind;
  /** In the order of the list, at least one. */
  alerts: readonly [Alert, ...Alert[]];
}

/** Boxes of one kind that were new within this time of each other were put up together. */
export const SAME_KIND_WITHIN_MS = 7 * 24 * 3_600_000;
/** So many alerts of a venue and a band that nobody has seen, each within this time of the next, are a flood. */
export const FLOOD_FROM = 20;
export const FLOOD_WITHIN_MS = 10 * 60_000;

/**
 * Alerts as lines. Of one device they are one line. Boxes of one kind that were new within a week, in one venue, are one line; what is in one
 * person's hands is not joined with what is not. A flood of alerts that nobody has seen is one line with a count, each band its own, so that many
 * weak ones hide no strong one.
 */
export function inboxLines(alerts: readonly Alert[], emitters: readonly Emitter[]): InboxLine[] {
  const boxOf = new Map(
    emitters.flatMap(({ id, suspects }) => suspects.map(({ suspectId }) => [suspectId, id] as const)),
  );
  const flooded = floodsOf(alerts);
  const kinds = kindsOf(
    alerts.filter(({ alertId }) => !flooded.has(alertId)),
    boxOf,
  );
  const groups = new Map<string, [Alert, ...Alert[]]>();
  for (const alert of alerts) {
    const id = flooded.get(alert.alertId) ?? kinds.get(alert.alertId) ?? boxGroup(alert, boxOf);
    const group = groups.get(id);
    if (group) group.push(alert);
    else groups.set(id, [alert]);
  }
  return [...groups].map(([id, group]) => ({ id, kind: lineKind(id, group, boxOf), alerts: group }));
}

const handOf = ({ stage, assignee = "", snoozedUntil }: Alert): string =>
  `${stage} ${assignee}${snoozedUntil === undefined ? "" : " later"}`;

const boxGroup = (alert: Alert, boxOf: ReadonlyMap<string, string>): string =>
  alert.suspectId === undefined
    ? `camera ${alert.alertId}`
    : `box ${boxOf.get(alert.suspectId) ?? alert.suspectId} ${handOf(alert)}`;

/** The run of its kind that an alert belongs to, by its id, where several boxes are in it: one box alone is a line by what it is, whatever it is suspected of. */
function kindsOf(alerts: readonly Alert[], boxOf: ReadonlyMap<string, string>): Map<string, string> {
  const runs = new Map<string, { id: string; latest: number; earliest: number }[]>();
  const members = new Map<string, Alert[]>();
  for (const alert of alerts) {
    const id = kindGroup(alert, runs);
    if (id !== undefined) {
      const run = members.get(id);
      if (run === undefined) members.set(id, [alert]);
      else run.push(alert);
    }
  }
  return new Map(
    [...members].flatMap(([id, run]) =>
      new Set(run.map(({ suspectId = "" }) => boxOf.get(suspectId) ?? suspectId)).size > 1
        ? run.map(({ alertId }) => [alertId, id] as const)
        : [],
    ),
  );
}

/** Which run of its kind an alert belongs to; undefined where it is like no other. The whole run lies within the time, so that none grows for ever. */
function kindGroup(
  alert: Alert,
  runs: Map<string, { id: string; latest: number; earliest: number }[]>,
): string | undefined {
  if (alert.kind === undefined || alert.state === "closed") return undefined;
  const key = `kind ${alert.venueId} ${alert.kind} ${handOf(alert)}`;
  const opened = Date.parse(alert.openedAt);
  const known = runs.get(key) ?? [];
  runs.set(key, known);
  for (const run of known) {
    const [earliest, latest] = [Math.min(run.earliest, opened), Math.max(run.latest, opened)];
    if (latest - earliest > SAME_KIND_WITHIN_MS) continue;
    [run.earliest, run.latest] = [earliest, latest];
    return run.id;
  }
  const run = { id: `${key} ${known.length}`, latest: opened, earliest: opened };
  known.push(run);
  return run.id;
}

function lineKind(id: string, alerts: readonly Alert[], boxOf: ReadonlyMap<string, string>): LineKind {
  if (alerts.length === 1) return "one";
  if (id.startsWith("flood ")) return "flood";
  const boxes = new Set(alerts.map(({ suspectId = "" }) => boxOf.get(suspectId) ?? suspectId));
  return boxes.size === 1 ? "same-box" : "same-kind";
}

/** The flood that an alert belongs to, by its id. */
function floodsOf(alerts: readonly Alert[]): Map<string, string> {
  const byPlace = new Map<string, Alert[]>();
  for (const alert of alerts) {
    if (alert.stage !== "new" || alert.suspectId === undefined) continue;
    const place = `${alert.venueId} ${alert.band ?? ""}`;
    const its = byPlace.get(place);
    if (its === undefined) byPlace.set(place, [alert]);
    else its.push(alert);
  }
  const floods = new Map<string, string>();
  for (const [place, its] of byPlace) {
    let run: Alert[] = [];
    const settle = (): void => {
      if (run.length >= FLOOD_FROM)
        for (const { alertId } of run) floods.set(alertId, `flood ${place} ${run[0]?.alertId ?? ""}`);
      run = [];
    };
    for (const alert of its.toSorted((a, b) => laterFirst(b.raisedAt, a.raisedAt))) {
      const last = run.at(-1);
      if (last !== undefined && Date.parse(alert.raisedAt) - Date.parse(last.raisedAt) > FLOOD_WITHIN_MS) settle();
      run.push(alert);
    }
    settle();
  }
  return floods;
}
