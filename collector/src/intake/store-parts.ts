import pMap from "p-map";
import type { StateStore } from "../store/state/open-state.ts";
import type { Remembered } from "./remembered.ts";
import type { Accepted } from "./accepted.ts";
import type { Changes } from "./changes.ts";
import { storeBatch } from "./store-batch.ts";
import type { StatusRead } from "./store-sensor-state.ts";

/** Venues whose parts are written at the same time; each takes a connection, and others need some too. */
const AT_ONCE = 4;

/** What a batch holds of one venue. */
export interface Part {
  venueId: string;
  accepted: Accepted[];
  statuses: StatusRead[];
}

/** What became of a part: what it changed, or why none of it is stored. */
export type StoredPart = { part: Part; changes: Changes } | { part: Part; error: unknown };

/** A batch cut by venue, in the order of their names. */
export function partsOf(accepted: readonly Accepted[], statuses: readonly StatusRead[]): Part[] {
  const parts = new Map<string, Part>();
  const of = (venueId: string): Part => {
    const part = parts.get(venueId) ?? { venueId, accepted: [], statuses: [] };
    parts.set(venueId, part);
    return part;
  };
  for (const entry of accepted) of(entry.sensor.venueId).accepted.push(entry);
  for (const entry of statuses) of(entry.sensor.venueId).statuses.push(entry);
  return [...parts.values()].toSorted((a, b) => (a.venueId < b.venueId ? -1 : 1));
}

/**
 * Writes the parts of a batch: serially within a venue whoever else writes there, side by side across venues. A part that fails is refused
 * alone. SQLite has one writer, and a commit costs a wait for the disk: there all parts are one transaction, and each its own only when
 * that failed.
 */
export async function storeParts(
  state: StateStore,
  parts: readonly Part[],
  remembered: Remembered,
  now: () => number,
): Promise<StoredPart[]> {
  if (state.dialect === "sqlite" && parts.length > 1) {
    try {
      return await state.transaction(async (trx) => {
        const stored: StoredPart[] = [];
        for (const part of parts)
          stored.push({ part, changes: await storeBatch(trx, part.accepted, part.statuses, remembered, now()) });
        return stored;
      });
    } catch {
      // One of them fails: which, the attempts below tell.
    }
  }
  return pMap(
    parts,
    (part): Promise<StoredPart> =>
      state
        .inVenue(part.venueId, (trx) => storeBatch(trx, part.accepted, part.statuses, remembered, now()))
        .then(
          (changes) => ({ part, changes }),
          (error: unknown) => ({ part, error }),
        ),
    { concurrency: AT_ONCE },
  );
}
