import { useEffect, useRef, useState } from "react";
import type { TimeWindow } from "../../../api/venue-time.ts";
import { STEP_MS } from "./time-window.ts";

/** Steps a second: two days in twenty seconds. */
const STEPS_A_SECOND = 30;
/** For who wants no motion: half an hour at a time, each long enough to be read. */
const STILL_MS = 1_500;
const STILL_STEPS = 6;

/** Plays a stretch of time from a moment to its end. */
export function usePlaying({
  at,
  window: { fromMs, toMs },
  go,
}: {
  at: number;
  window: TimeWindow;
  go: (at: number | undefined) => void;
}) {
  const [on, setOn] = useState(false);
  const place = useRef({ at, go, toMs });
  useEffect(() => {
    place.current = { at, go, toMs };
  });

  useEffect(() => {
    if (!on) return undefined;
    let hasEnded = false;
    const step = (steps: number): void => {
      // A slow page may ask for a frame more before it knows of the end: it would go back by it.
      if (hasEnded) return;
      const next = place.current.at + steps * STEP_MS;
      place.current.at = next;
      place.current.go(next >= place.current.toMs ? undefined : next);
      if (next < place.current.toMs) return;
      hasEnded = true;
      setOn(false);
    };
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) {
      const timer = setInterval(() => step(STILL_STEPS), STILL_MS);
      return () => clearInterval(timer);
    }
    let frame = 0;
    let last = performance.now();
    const draw = (time: number): void => {
      // A frame that came late takes the steps that it missed, so that a slow screen plays as fast and shows fewer.
      const steps = Math.floor(((time - last) * STEPS_A_SECOND) / 1_000);
      if (steps > 0) {
        last += (steps * 1_000) / STEPS_A_SECOND;
        step(steps);
      }
      frame = requestAnimationFrame(draw);
    };
    frame = requestAnimationFrame(draw);
    return () => cancelAnimationFrame(frame);
  }, [on]);

  return {
    on,
    stop: () => setOn(false),
    toggle: (): void => {
      // At its end there is nothing left to play: it begins anew.
      if (!on && at >= toMs) go(fromMs);
      setOn(!on);
    },
  };
}
