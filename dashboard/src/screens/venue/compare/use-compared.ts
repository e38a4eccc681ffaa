import { useMemo } from "react";
import { useVenuePast, type VenuePast } from "../../../api/venue-time.ts";
import { useNow } from "../../../components/moment.tsx";
import { knownAt } from "../time/known-at.ts";
import { transmittersOf, type KnownTransmitter, type TransmitterOf } from "../time/one-transmitter.ts";
import { endFor, timeWindow } from "../time/time-window.ts";
import { differenceOf, type Difference, type Shown } from "./difference.ts";
import { usePinned } from "./use-pinned.ts";

const NOTHING: VenuePast = { suspects: [], sensors: [] };

export interface Compared {
  at: number;
  fromMs: number;
  past: VenuePast;
  known: KnownTransmitter[];
  isError: boolean;
  /** Absent until the past has come. */
  difference?: Difference;
}

/** The pinned moment with what was known then, and how what is shown differs from it. */
export function useCompared(venueId: string, shown: readonly Shown[], transmitterOf: TransmitterOf) {
  const { at, pin, unpin } = usePinned();
  const now = useNow();
  const window = useMemo(() => timeWindow(at === undefined ? undefined : endFor(at, now), now), [at, now]);
  // While nothing is pinned this is the stretch that the slider has anyway.
  const { data, isError, isPlaceholderData } = useVenuePast(venueId, window, true);
  const known = useMemo(
    () => (at === undefined || data === undefined ? [] : transmittersOf(knownAt(data.suspects, at), transmitterOf)),
    [at, data, transmitterOf],
  );
  // A transmitter that is suspected of another thing first is the same one.
  const byTransmitter = (one: Shown): Shown => ({
    ...one,
    suspectId: transmitterOf.get(one.suspectId) ?? one.suspectId,
  });
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
                  known.map(({ timeline: { suspectId }, span: { band }, place }) =>
                    byTransmitter({ suspectId, band, place }),
                  ),
                  shown.map(byTransmitter),
                ),
              }),
        };
  return { compared, pin, unpin };
}
