import type { Steps } from "./steps.ts";

/** Whom an excerpt is about. */
export interface JudgedFor {
  transmitters: readonly string[];
  targets: readonly string[];
}

/** Judges the capture of an excerpt by itself: the codes of the lines that it comes to. */
export type JudgeExcerpt = (file: Uint8Array, about: JudgedFor) => Steps<Set<string>>;
