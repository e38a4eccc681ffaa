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
