import type { Language, Say } from "../text/text.ts";
import { usableZone } from "./usable-zone.ts";

/** How instants are written. */
const LOOKS = {
  date: { year: "numeric", month: "2-digit", day: "2-digit" },
  time: { hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
  day: { month: "short", day: "numeric" },
  exact: { dateStyle: "medium", timeStyle: "long", hourCycle: "h23" },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

/** Formatters that were made: to make one costs a hundred times what it costs to use it, and a list has thousands of instants. */
const made = new Map<string, Intl.DateTimeFormat>();
/** Looks, languages and the zones of some venues; a browser that sees more of them makes them anew. */
const MOST_MADE = 200;

function formatter(look: keyof typeof LOOKS, timeZone: string | undefined, language: Language): Intl.DateTimeFormat {
  const zone = usableZone(timeZone);
  const key = `${look} ${language} ${zone ?? ""}`;
  const known = made.get(key);
  if (known !== undefined) return known;
  if (made.size >= MOST_MADE) made.clear();
  const format = new Intl.DateTimeFormat(language, {
    ...LOOKS[look],
    ...(zone === undefined ? {} : { timeZone: zone }),
  });
  made.set(key, format);
  return format;
}

/** Clock time in a zone, `14:05`; with the day in front when it was not on the day of `now`. */
export function clockTime(at: number, now: number, timeZone: string | undefined, language: Language): string {
  const date = formatter("date", timeZone, language);
  const time = formatter("time", timeZone, language).format(at);
  return date.format(at) === date.format(now) ? time : `${formatter("day", timeZone, language).format(at)} ${time}`;
}

/** The exact instant with its zone, for hover and print. The zone stands last: Chinese would put it between the date and the time. */
export function exactTime(at: number, timeZone: string | undefined, language: Language): string {
  const parts = formatter("exact", timeZone, language).formatToParts(at);
  const zone = parts.findIndex(({ type }) => type === "timeZoneName");
  const name = parts[zone]?.value ?? "";
  const rest = parts.filter((_, at) => at !== zone).map(({ value }) => value);
  return `${rest.join("").replaceAll(/\s+/g, " ").trim()} ${name}`.trim();
}

/** How long ago, in words: seconds are "just now", then minutes, hours, days. */
export function ageText(at: number, now: number, t: Say): string {
  const minutes = Math.floor(Math.max(0, now - at) / 60_000);
  if (minutes < 1) return t("time.now");
  if (minutes < 60) return t("time.minutes", { n: minutes });
  if (minutes < 48 * 60) return t("time.hours", { n: Math.floor(minutes / 60) });
  return t("time.days", { n: Math.floor(minutes / (24 * 60)) });
}
