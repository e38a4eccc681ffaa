import { LIMITS, OwnRadioAddress } from "@probewarden/contract";
import { Type, type Static } from "typebox";
import type { LevelOffsets } from "./level-offsets.ts";

/** What was measured of a sensor's adapters, in their order: the first is the scale of the others. */
export const KeptOffsets = Type.Array(
  Type.Object(
    {
      address: Type.Optional(OwnRadioAddress("the adapter's address")),
      offsetDb: Type.Optional(Type.Number({ minimum: -20, maximum: 20, description: "added to its levels" })),
    },
    { additionalProperties: false },
  ),
  { maxItems: LIMITS.adapters },
);
export type KeptOffsets = Static<typeof KeptOffsets>;

/**
 * Takes back what was measured before a restart, of adapters that are the same ones. Where the first is another one, all others are on its scale
 * no more and are measured anew. `addresses`: those of now, in their order; undefined for one that is away.
 */
export function resumeOffsets(
  offsets: LevelOffsets,
  kept: KeptOffsets,
  addresses: readonly (string | undefined)[],
): void {
  const [first] = kept;
  if (first?.address === undefined || first.address !== addresses[0]) return;
  for (const [number, address] of addresses.entries()) {
    const before = address === undefined ? undefined : kept.find((one) => one.address === address);
    if (number > 0 && before?.offsetDb !== undefined) offsets.resume(number, before.offsetDb);
  }
}
