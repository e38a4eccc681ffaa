import type { Language, Say } from "../text/text.ts";
import { usableZone } from "./usable-zone.ts";

const zoneOf = (timeZone: string | undefined): { timeZone?: string } => {
  const usable = usableZone(timeZone);
  return usable === undefined ? {} : { timeZone: usable };
};

/** Clock time in a zone, `14:05`; with the day in front when it was not on the day of `now`. */
export function clockTime(at: number, now: number, timeZone: string | undefined, language: Language): string {
  const zone = zoneOf(timeZone);
  const day = new Intl.DateTimeFormat(language, { ...zone, year: "numeric", month: "2-digit", day: "2-digit" });
  const time = new Intl.DateTimeFormat(language, {
    ...zone,
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).format(at);
  if (day.format(at) === day.format(now)) return time;
  return `${new Intl.DateTimeFormat(language, { ...zone, month: "short", day: "numeric" }).format(at)} ${time}`;
}

/** The exact instant with its zone, for hover and print. */
export function exactTime(at: number, timeZone: string | undefined, language: Language): string {
  const zone = zoneOf(timeZone);
  return new Intl.DateTimeFormat(language, {
    ...zone,
    dateStyle: "medium",
    timeStyle: "long",
    hourCycle: "h23",
  }).format(at);
}

/** How long ago, in words: seconds are "just now", then minutes, hours, days. */
export function ageText(at: number, now: number, t: Say): string {
  const minutes = Math.floor(Math.max(0, now - at) / 60_000);
  if (minutes < 1) return t("time.now");
  if (minutes < 60) return t("time.minutes", { n: minutes });
  if (minutes < 48 * 60) return t("time.hours", { n: Math.floor(minutes / 60) });
  return t("time.days", { n: Math.floor(minutes / (24 * 60)) });
}
