import { useEffect, useMemo, useRef, useState } from "react";
import { useSearchParams } from "react-router";
import { useVenuePast } from "../../../api/venue-time.ts";
import { useFirstDrawn } from "../../../components/use-first-drawn.ts";
import { useNow } from "../../../components/moment.tsx";
import { useChangeSearch } from "../../../components/use-change-search.ts";
import { atText, endFor, readAt, shiftedEnd, STEP_MS, timeWindow } from "./time-window.ts";
import { usePlaying } from "./use-playing.ts";

/** So long after the last step the address is written: a browser refuses a hundred of them in a few seconds. */
const WRITE_AFTER_MS = 250;

/** The moment that a venue's plan shows, and the stretch of time around it. Undefined is live. The address holds it, so that it can be sent. */
export function useVenueTime(venueId: string) {
  const now = useNow();
  const [search] = useSearchParams();
  const change = useChangeSearch();
  const asked = search.get("at");
  const [at, setAt] = useState(() => readAt(asked, Date.now()));
  const [endMs, setEndMs] = useState(() => (at === undefined ? undefined : endFor(at, Date.now())));
  const window = useMemo(() => timeWindow(endMs, now), [endMs, now]);
  const query = useVenuePast(venueId, window, useFirstDrawn(at !== undefined));

  const go = (to: number | undefined): void => setAt(to === undefined || to >= window.toMs ? undefined : to);
  const playing = usePlaying({ at: at ?? window.toMs, window, go });

  const written = useRef(asked);
  useEffect(() => {
    // Somebody followed a link to another moment.
    if (asked === written.current) return;
    written.current = asked;
    const to = readAt(asked, Date.now());
    playing.stop();
    setAt(to);
    setEndMs(to === undefined ? undefined : endFor(to, Date.now()));
  }, [asked]);
  useEffect(() => {
    const text = at === undefined ? null : atText(at);
    if (playing.on || text === written.current) return undefined;
    const timer = setTimeout(() => {
      written.current = text;
      change({ at: text ?? undefined });
    }, WRITE_AFTER_MS);
    return () => clearTimeout(timer);
  }, [at, playing.on, change]);

  return {
    at,
    window,
    query,
    playing,
    go,
    /** Any moment there was: the stretch of time goes with it. Undefined is live. */
    open: (to: number | undefined): void => {
      playing.stop();
      const step = to === undefined || to >= now ? undefined : Math.floor(to / STEP_MS) * STEP_MS;
      setAt(step);
      setEndMs(step === undefined ? undefined : endFor(step, now));
    },
    live: () => {
      setEndMs(undefined);
      setAt(undefined);
    },
    /** The stretch a day earlier or later; the moment goes with it. */
    shift: (days: -1 | 1): void => {
      playing.stop();
      const end = shiftedEnd(endMs, now, days);
      setEndMs(end);
      setAt(end === undefined && days === 1 ? undefined : timeWindow(end, now).toMs - STEP_MS);
    },
    isLatest: endMs === undefined,
  };
}

export type VenueTime = ReturnType<typeof useVenueTime>;
