import type { Band, Suspect } from "@probewarden/contract";
import { isSettled } from "./settled.ts";

const BAND_ORDER: Readonly<Record<Band, number>> = { strong: 0, suspected: 1, watch: 2 };

/** Strongest band first; within it the newest. */
export function strongestFirst<T extends { band: Band }>(rows: readonly T[], at: (row: T) => string): T[] {
  return rows.toSorted((a, b) => BAND_ORDER[a.band] - BAND_ORDER[b.band] || laterFirst(at(a), at(b)));
}

/**
 * What the collector puts first in its pages: unsettled before ended before settled, then what is among the first of any sensor, then the
 * heavier band. The same order here keeps a page behind the one before it.
 */
export const concernOf = (suspect: Suspect): number =>
  isSettled(suspect)
    ? suspect.state === "ended"
      ? 13
      : 12
    : BAND_ORDER[suspect.band] + (suspect.beyondShare ? 3 : 0) + (suspect.state === "ended" ? 6 : 0);

/** Suspects in the order in which a person should see them, within it the latest heard first. */
export const neediestFirst = (suspects: readonly Suspect[]): Suspect[] =>
  suspects.toSorted((a, b) => concernOf(a) - concernOf(b) || laterFirst(a.lastHeardAt, b.lastHeardAt));

/** Instants as the API writes them, all of one form: compared as they stand, for a language's own order costs twenty times as much. */
export const laterFirst = (a: string, b: string): number => (a === b ? 0 : a < b ? 1 : -1);
