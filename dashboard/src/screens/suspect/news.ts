import type { SuspectChange } from "@probewarden/contract";
import { changeOf } from "./what-changed.ts";

/** A row that says something new. */
export interface News {
  change: SuspectChange;
  appeared: string[];
  gone: string[];
  /** The score before, where it was another and nothing else tells of it. */
  scoreBefore: number | undefined;
}

/** Less than this is not seen in whole figures. */
const SAME_SCORE_DB = 0.5;

/**
 * The rows of a history that say something new, in their order, and how many do not: while a suspect is heard, one is written every hour.
 * @param changes newest first
 * @param placeOf a place as it is said: two that are said alike are no change
 */
export function newsOf(
  changes: readonly SuspectChange[],
  placeOf: (place: NonNullable<SuspectChange["place"]>) => string,
): { news: News[]; quiet: number } {
  const news: News[] = [];
  // Each row is held against the one before it: of the same sensor, or of the place.
  const latest = new Map<string | undefined, SuspectChange>();
  for (const change of changes.toReversed()) {
    const before = latest.get(change.sensorId);
    latest.set(change.sensorId, change);
    const { appeared, gone } = changeOf(change, before);
    if (change.sensorId === undefined) {
      const said = (one: SuspectChange | undefined) => one?.place && placeOf(one.place);
      if (said(change) !== said(before)) news.push({ change, appeared, gone, scoreBefore: undefined });
      continue;
    }
    const hasMoved = before !== undefined && Math.abs(before.scoreDb - change.scoreDb) >= SAME_SCORE_DB;
    const tells = appeared.length > 0 || gone.length > 0;
    if (before === undefined || tells || hasMoved || change.band !== before.band || change.state !== before.state)
      news.push({ change, appeared, gone, scoreBefore: hasMoved && !tells ? before.scoreDb : undefined });
  }
  return { news: news.toReversed(), quiet: changes.length - news.length };
}
