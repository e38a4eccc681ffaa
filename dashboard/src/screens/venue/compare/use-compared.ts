import { useMemo } from "react";
import { useVenuePast, type VenuePast } from "../../../api/venue-time.ts";
import { useNow } from "../../../components/moment.tsx";
import { knownAt, type KnownSuspect } from "../time/known-at.ts";
import { endFor, timeWindow } from "../time/time-window.ts";
import { differenceOf, type Difference, type Shown } from "./difference.ts";
import { usePinned } from "./use-pinned.ts";

const NOTHING: VenuePast = { suspects: [], sensors: [] };

export interface Compared {
  at: number;
  fromMs: number;
  past: VenuePast;
  known: KnownSuspect[];
  isError: boolean;
  /** Absent until the past has come. */
  difference?: Difference;
}

/** The pinned moment with what was known then, and how what is shown differs from it. */
export function useCompared(venueId: string, shown: readonly Shown[]) {
  const { at, pin, unpin } = usePinned();
  const now = useNow();
  const window = useMemo(() => timeWindow(at === undefined ? undefined : endFor(at, now), now), [at, now]);
  // While nothing is pinned this is the stretch that the slider has anyway.
  const { data, isError, isPlaceholderData } = useVenuePast(venueId, window);
  const known = useMemo(() => (at === undefined || data === undefined ? [] : knownAt(data.suspects, at)), [at, data]);
  const compared: Compared | undefined =
    at === undefined
      ? undefined
      : {
          at,
          fromMs: window.fromMs,
          past: data ?? NOTHING,
          known,
          isError,
          ...(data === undefined || isPlaceholderData
            ? {}
            : {
                difference: differenceOf(
                  known.map((one) => ({ suspectId: one.timeline.suspectId, band: one.span.band, place: one.place })),
                  shown,
                ),
              }),
        };
  return { compared, pin, unpin };
}
