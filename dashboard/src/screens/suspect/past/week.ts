import type { SuspectPresence } from "@probewarden/contract";

/** One hour of the week: minutes heard and listened, and the share; undefined where nobody listened. */
export interface WeekHour {
  heard: number;
  listened: number;
  share: number | undefined;
}

const HOURS = 24;
/** Fewer minutes than these name no hour as the busiest: a moment is no habit. */
const ENOUGH_MINUTES = 30;

/** The hours of a week, Monday first, seven rows of twenty-four. */
export const hoursOf = ({
  heardMinutes,
  listenedMinutes,
}: Pick<SuspectPresence, "heardMinutes" | "listenedMinutes">): WeekHour[][] =>
  Array.from({ length: 7 }, (_, day) =>
    Array.from({ length: HOURS }, (__, hour): WeekHour => {
      const at = day * HOURS + hour;
      const [heard, listened] = [heardMinutes[at] ?? 0, listenedMinutes[at] ?? 0];
      return { heard, listened, share: listened === 0 ? undefined : heard / listened };
    }),
  );

/** The hour in which it was there for the greatest share of what was listened; undefined where none says enough. */
export function busiestHour(hours: readonly (readonly WeekHour[])[]): { weekday: number; hour: number } | undefined {
  let found: { weekday: number; hour: number } | undefined;
  let most = 0;
  hours.forEach((row, weekday) =>
    row.forEach(({ share = 0, listened }, hour) => {
      if (listened < ENOUGH_MINUTES || share <= most) return;
      most = share;
      found = { weekday, hour };
    }),
  );
  return found;
}
