import { BAND_FROM_DB } from "@probewarden/contract";

/**
 * Families of evidence that a device gives by doing what it is licensed for: it makes phones show themselves, and it is of a make that
 * does. No licence allows to pose as a network, to throw phones off, to flood or to hide, so no other family is explained by one.
 */
const EXPLAINED: ReadonlySet<string> = new Set(["solicitation", "product"]);

/**
 * Decibans, zero or less, that a licence takes off a score; `families` holds the best weight of each. What it explains does not count,
 * but whoever is on the list stays on it: a licensed device that is at work is a thing to watch, and the screen says that it is licensed.
 */
export function licenceDb(scoreDb: number, families: ReadonlyMap<string, number>): number {
  let explainedDb = 0;
  for (const [family, weightDb] of families) if (EXPLAINED.has(family) && weightDb > 0) explainedDb += weightDb;
  if (scoreDb <= BAND_FROM_DB.watch) return 0;
  return explainedDb === 0 ? 0 : Math.max(-explainedDb, BAND_FROM_DB.watch - scoreDb);
}
