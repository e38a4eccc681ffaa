import type { Suspicion } from "@probewarden/contract";

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

/** One thing that a detector can say. Its code stands in findings, in the documentation, and is the key of its words on the screen. */
export interface EvidenceDefinition {
  code: string;
  /** Names of the figures that it may carry. */
  facts: readonly string[];
  weights: readonly EvidenceWeight[];
}
