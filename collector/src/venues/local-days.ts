/** A day of a calendar in a zone. */
export interface LocalDay {
  /** `2026-11-23`. */
  date: string;
  fromMs: number;
  untilMs: number;
}

const DAY_MS = 86_400_000;

/** Milliseconds by which clocks of a zone are ahead of UTC at an instant. */
function offsetOf(format: Intl.DateTimeFormat, at: number): number {
  const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
  const shown = Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute"), part("second"));
  return shown - Math.floor(at / 1000) * 1000;
}

/**
 * The days from one date to another, both among them, as a zone's clocks have them.
 * @param dates `YYYY-MM-DD`; dates that no calendar has are refused before
 */
export function localDays(dates: { from: string; to: string }, timeZone: string): LocalDay[] {
  const format = new Intl.DateTimeFormat("en", {
    timeZone,
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
    hourCycle: "h23",
  });
  // A zone's offset is looked up where the day begins; the first guess may lie on the other side of a change of clocks.
  const beginOf = (utcMidnight: number): number =>
    utcMidnight - offsetOf(format, utcMidnight - offsetOf(format, utcMidnight));
  const days: LocalDay[] = [];
  for (let at = Date.parse(dates.from); at <= Date.parse(dates.to); at += DAY_MS)
    days.push({
      date: new Date(at).toISOString().slice(0, 10),
      fromMs: beginOf(at),
      untilMs: beginOf(at + DAY_MS),
    });
  return days;
}
