import type { Place, Suspect } from "@probewarden/contract";

/** A suspect as the plan marks it, of now or of a moment before. */
export interface MarkedSuspect extends Pick<Suspect, "suspectId" | "band" | "state"> {
  place?: Place | undefined;
  settled: boolean;
  /** What it is, in words: worked out when somebody asks for it, for of hundreds few are drawn. */
  readonly label: string;
}
