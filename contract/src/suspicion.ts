import { Type, type Static } from "typebox";

/** What a transmitter is suspected of. How bad a thing would be is the suspicion; how sure we are is the {@link Band}. */
export const Suspicion = Type.Union([Type.Literal("probe-box"), Type.Literal("impostor"), Type.Literal("disruption")], {
  description:
    "probe-box: makes phones show themselves or collects them; impostor: poses as a known network; disruption: forces phones off or floods the air",
});
export type Suspicion = Static<typeof Suspicion>;

/** Order of how sure we are. It is not a probability and is never shown as a percentage. */
export const Band = Type.Union([Type.Literal("watch"), Type.Literal("suspected"), Type.Literal("strong")], {
  description: "watch from -10 dB, suspected from +10 dB, strong from +20 dB",
});
export type Band = Static<typeof Band>;

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
