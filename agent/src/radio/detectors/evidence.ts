import type { InventoryEntry, Suspicion } from "@probewarden/contract";

/** What an observation weighs for one suspicion, and why. */
export interface EvidenceWeight {
  suspicion: Suspicion;
  /** Families are independent of each other; within one, only the heaviest weight counts. */
  family: string;
  /** Decibans of the table. */
  usedDb: number;
  basis: "measured" | "judged";
  /** Why the figure is right although the recordings alone support less. Printed in docs/detectors.md. */
  argument: string;
}

/**
 * What the venue's list must leave of an observation for it to stand. Where it leaves less, the list explains it: it is not taken in, and what
 * was told is taken back. Two senders under one address are never explained, for the list speaks of one of them.
 */
export interface ListCondition {
  /** So many of the addresses that show it are not on the list, at least: the fewest of which its detector ever says it. */
  readonly addresses?: number;
  /** Licensed devices count among them: their licence says what it explains. */
  readonly countsLicensed?: true;
  /** So many of the names that it tells are not the venue's, at least. */
  readonly names?: number;
  /** What the list says of the name that it tells, by all entries of that name, of which there may be none. */
  readonly venuesName?: (entries: readonly InventoryEntry[]) => boolean;
  /** One of its targets is on the list. */
  readonly target?: true;
}

/** One thing that a detector can say. Its code stands in findings, in the documentation, and is the key of its words on the screen. */
export interface EvidenceDefinition {
  code: string;
  /** Names of the figures that it may carry. */
  facts: readonly string[];
  /** Without it no list explains it. */
  list?: ListCondition;
  weights: readonly EvidenceWeight[];
}
