import { useSyncExternalStore } from "react";
import { useText } from "../text/text.ts";
import { useKnownVenues } from "./known-rows.tsx";
import { usableZone } from "./usable-zone.ts";
import { ageText, clockTime, exactTime } from "./time-text.ts";

const TICK_MS = 15_000;
let now = Date.now();
/** All instants of a page move with one timer: a list has some for each row, and rows come and go while it is scrolled. */
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;
const tick = (): void => {
  now = Date.now();
  for (const listener of listeners) listener();
};
const subscribe = (listener: () => void) => {
  listeners.add(listener);
  timer ??= setInterval(tick, TICK_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
};

/** The clock of the page, moving four times a minute. */
export const useNow = (): number => useSyncExternalStore(subscribe, () => now);

/** The zone of a venue, or of the only venue; the browser's own until it is known. */
export function useTimeZone(venueId?: string): string | undefined {
  const venues = useKnownVenues();
  const venue = venueId === undefined ? venues?.[0] : venues?.find((known) => known.venueId === venueId);
  return usableZone(venue?.timeZone);
}

/** An instant: its age in words, or the clock time, with the exact time on hover. */
export function Moment({ at, venueId, as = "age" }: { at: number | string; venueId?: string; as?: "age" | "clock" }) {
  const { t, language } = useText();
  const present = useNow();
  const timeZone = useTimeZone(venueId);
  const ms = typeof at === "string" ? Date.parse(at) : at;
  return (
    <time className="num" dateTime={new Date(ms).toISOString()} title={exactTime(ms, timeZone, language)}>
      {as === "age" ? ageText(ms, present, t) : clockTime(ms, present, timeZone, language)}
    </time>
  );
}
