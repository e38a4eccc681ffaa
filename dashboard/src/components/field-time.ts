import type { Language } from "../text/text.ts";
import { usableZone } from "./usable-zone.ts";

/*
 * A field of date and time has no zone, and what is typed there may be a legal end date: it is read in the zone in which the page tells times,
 * the venue's, wherever the browser stands. A zone that nobody told is the browser's own.
 */

/** Wall-clock time of an instant in a zone, as milliseconds that UTC would have for it. */
function wallOf(at: number, timeZone: string | undefined): number {
  const zone = usableZone(timeZone);
  const parts = new Intl.DateTimeFormat("en-US", {
    ...(zone === undefined ? {} : { timeZone: zone }),
    calendar: "iso8601",
    numberingSystem: "latn",
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
  }).formatToParts(at);
  const of = (type: Intl.DateTimeFormatPartTypes): number => Number(parts.find((part) => part.type === type)?.value);
  return Date.UTC(of("year"), of("month") - 1, of("day"), of("hour"), of("minute"));
}

/** An instant as a field of date and time has it, in a zone: `2026-11-24T16:00`. */
export const fieldText = (at: number, timeZone: string | undefined): string =>
  new Date(wallOf(at, timeZone)).toISOString().slice(0, 16);

/** So many days after the day of an instant in a zone, at a full hour, as a field has it: a calendar's arithmetic knows no zones. */
export function fieldTextIn(days: number, hour: number, at: number, timeZone: string | undefined): string {
  const day = new Date(wallOf(at, timeZone));
  return new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth(), day.getUTCDate() + days, hour))
    .toISOString()
    .slice(0, 16);
}

/**
 * The instant that a field says in a zone, as the API writes instants; undefined while the field holds none. Of an hour that a clock put back has
 * twice, one of the two; an hour that a clock put forward leaves out is the one after or before it.
 */
export function instantOf(text: string, timeZone: string | undefined): string | undefined {
  const wall = Date.parse(`${text}Z`);
  if (Number.isNaN(wall)) return undefined;
  // The offset at about that time, and then at the time that follows from it: a change of clocks may lie between.
  const guess = wall - (wallOf(wall, timeZone) - wall);
  return new Date(wall - (wallOf(guess, timeZone) - guess)).toISOString();
}

/** What people call a zone, for example "China Standard Time". */
export function zoneName(timeZone: string | undefined, at: number, language: Language): string {
  const zone = usableZone(timeZone);
  return (
    new Intl.DateTimeFormat(language, { ...(zone === undefined ? {} : { timeZone: zone }), timeZoneName: "long" })
      .formatToParts(at)
      .find(({ type }) => type === "timeZoneName")?.value ??
    zone ??
    "UTC"
  );
}
