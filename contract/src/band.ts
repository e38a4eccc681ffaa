import type { Band, Suspicion } from "./suspicion.ts";

/** Prior of each suspicion in decibans: before any evidence, one transmitter in a thousand (or hundred) is one. */
export const PRIOR_DB: Readonly<Record<Suspicion, number>> = { "probe-box": -30, impostor: -30, disruption: -20 };

/** Lower limit of each band in decibans. */
export const BAND_FROM_DB: Readonly<Record<Band, number>> = { watch: -10, suspected: 10, strong: 20 };

/** The band of a score, or undefined below `watch`. */
export function bandOf(scoreDb: number): Band | undefined {
  if (scoreDb >= BAND_FROM_DB.strong) return "strong";
  if (scoreDb >= BAND_FROM_DB.suspected) return "suspected";
  if (scoreDb >= BAND_FROM_DB.watch) return "watch";
  return undefined;
}
