import { useMemo } from "react";
import { useSuspects } from "../api/queries.ts";
import { emittersOf, type Emitter } from "./emitters.ts";

/** Everything suspected that is loaded, by the transmitter that it is; what needs a person first in front. */
export function useEmitters(): Emitter[] {
  const { data } = useSuspects();
  return useMemo(() => emittersOf(data ?? []), [data]);
}
