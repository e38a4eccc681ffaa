import type { Suspect } from "@probewarden/contract";
import { emittersOf, type Emitter } from "./emitters.ts";
import { useKnownSuspects } from "./known-rows.tsx";

const NONE: readonly Suspect[] = [];

const known = new WeakMap<readonly Suspect[], Emitter[]>();

/** Everything suspected that is loaded, by the transmitter that it is; what needs a person first in front. */
export function useEmitters(): Emitter[] {
  const suspects = useKnownSuspects() ?? NONE;
  // Asked by the frame of the page and by its screen: worked out once for both.
  const before = known.get(suspects);
  if (before !== undefined) return before;
  const emitters = emittersOf(suspects);
  known.set(suspects, emitters);
  return emitters;
}
