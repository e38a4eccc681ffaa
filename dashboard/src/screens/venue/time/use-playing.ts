import { useEffect, useRef, useState } from "react";
import type { TimeWindow } from "../../../api/venue-time.ts";
import { PlayClock } from "./play-clock.ts";
import { STEP_MS } from "./time-window.ts";

/** Steps a second: two days in twenty seconds. */
const STEPS_A_SECOND = 30;
/** For who wants no motion: half an hour at a time, each long enough to be read. */
const STILL_MS = 1_500;
const STILL_STEPS = 6;
/** So many steps behind the plan at most is what is told in words beside it: a list that changes thirty times a second nobody reads. */
const WORDS_EVERY_STEPS = 30;

/** Plays a stretch of time from a moment to its end: the clock each step, `go` now and then and when it stops. */
export function usePlaying({
  at,
  window: { fromMs, toMs },
  go,
}: {
  at: number;
  window: TimeWindow;
  go: (at: number | undefined) => void;
}) {
  const [clock, setClock] = useState<PlayClock>();
  const on = clock !== undefined;
  const place = useRef({ go, toMs });
  useEffect(() => {
    place.current = { go, toMs };
  });

  useEffect(() => {
    if (clock === undefined) return undefined;
    let hasEnded = false;
    let told = clock.at;
    const step = (steps: number, everySteps: number): void => {
      // A slow page may ask for a frame more before it knows of the end: it would go back by it.
      if (hasEnded) return;
      const next = clock.at + steps * STEP_MS;
      if (next >= place.current.toMs) {
        hasEnded = true;
        setClock(undefined);
        place.current.go(undefined);
        return;
      }
      clock.go(next);
      if (next - told < everySteps * STEP_MS) return;
      told = next;
      place.current.go(next);
    };
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) {
      const timer = setInterval(() => step(STILL_STEPS, 0), STILL_MS);
      return () => clearInterval(timer);
    }
    let frame = 0;
    let last = performance.now();
    const draw = (time: number): void => {
      // A frame that came late takes the steps that it missed, so that a slow screen plays as fast and shows fewer.
      const steps = Math.floor(((time - last) * STEPS_A_SECOND) / 1_000);
      if (steps > 0) {
        last += (steps * 1_000) / STEPS_A_SECOND;
        step(steps, WORDS_EVERY_STEPS);
      }
      frame = requestAnimationFrame(draw);
    };
    frame = requestAnimationFrame(draw);
    return () => cancelAnimationFrame(frame);
  }, [clock]);

  const stop = (): void => {
    if (clock === undefined) return;
    setClock(undefined);
    go(clock.at);
  };
  return {
    on,
    /** The moment that the plan stands at while it plays. */
    clock,
    stop,
    toggle: (): void => {
      if (on) return stop();
      // At its end there is nothing left to play: it begins anew.
      const from = at >= toMs ? fromMs : at;
      if (from !== at) go(from);
      setClock(new PlayClock(from));
    },
  };
}
