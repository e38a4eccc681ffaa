import type { Suspect } from "@probewarden/contract";
import type { Selectable } from "kysely";
import type { LatestLevel } from "../store/series/series-store.ts";
import type { StateTables } from "../store/state/tables.ts";
import { HEARD_WINDOW_MS } from "./suspect-state.ts";
import type { StoredFinding } from "./suspect-levels.ts";

/** Suspects that are kept at most: some pages, at ten to twenty kilobytes for each. */
const MOST_SUSPECTS = 500;

/** All that a suspect, as it is shown, is made of; but for the time. */
export interface Ingredients {
  row: Selectable<StateTables["suspects"]>;
  /** Its findings as the store spells them; undefined where they come row by row. */
  spelled: string | undefined;
  transmitters: readonly string[];
  levels: readonly LatestLevel[];
}

interface Made {
  of: Ingredients;
  suspect: Suspect;
  /** Epoch milliseconds from which and until which it holds: behind these a finding is too old to count. */
  from: number;
  until: number;
}

/**
 * Suspects as they were last made. Between two reads of a list a few of its hundred suspects change, and the others need not be made and spelt
 * again: the same rows, read anew each time, are the same object as before. Nobody may change it.
 */
export class MadeSuspects {
  readonly #made = new Map<string, Made>();
  readonly #most: number;

  constructor(most = MOST_SUSPECTS) {
    this.#most = most;
  }

  get size(): number {
    return this.#made.size;
  }

  /** The suspect that was made of the same, or a new one. */
  of(ingredients: Ingredients, findings: () => readonly StoredFinding[], now: number, make: () => Suspect): Suspect {
    const { suspect_id: id } = ingredients.row;
    const known = this.#made.get(id);
    this.#made.delete(id);
    if (known !== undefined && known.from <= now && now <= known.until && isSame(known.of, ingredients)) {
      this.#made.set(id, known);
      return known.suspect;
    }
    const suspect = make();
    if (ingredients.spelled === undefined) return suspect;
    this.#made.set(id, { of: ingredients, suspect, from: now, until: holdsUntil(findings(), now) });
    const [oldest] = this.#made.keys();
    if (this.#made.size > this.#most && oldest !== undefined) this.#made.delete(oldest);
    return suspect;
  }

  /** An address was taken back, and may be a visitor's: nothing that names it stays in memory. */
  forget(): void {
    this.#made.clear();
  }
}

/** The last instant at which everything that is young enough to count now still is. */
function holdsUntil(findings: readonly StoredFinding[], now: number): number {
  let until = Infinity;
  for (const { receivedAt, lastHeardAt } of findings)
    for (const at of [receivedAt, lastHeardAt])
      if (at + HEARD_WINDOW_MS >= now) until = Math.min(until, at + HEARD_WINDOW_MS);
  return until;
}

function isSame(a: Ingredients, b: Ingredients): boolean {
  if (a.spelled !== b.spelled || a.levels.length !== b.levels.length) return false;
  if (a.transmitters.length !== b.transmitters.length) return false;
  for (const key in b.row) if (a.row[key as keyof typeof b.row] !== b.row[key as keyof typeof b.row]) return false;
  return (
    a.transmitters.every((transmitter, at) => transmitter === b.transmitters[at]) &&
    a.levels.every((level, at) => isSameLevel(level, b.levels[at]))
  );
}

const isSameLevel = (a: LatestLevel, b: LatestLevel | undefined): boolean =>
  a.minuteMs === b?.minuteMs &&
  a.medianDbm === b.medianDbm &&
  a.frames === b.frames &&
  a.sensorId === b.sensorId &&
  a.transmitter === b.transmitter;
