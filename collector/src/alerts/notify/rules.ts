import type { ChannelRules } from "@probewarden/contract";
import { isTimeZone } from "../../venues/time-zone.ts";
import type { NoticeLine } from "./notice.ts";

/** Whether it says that notices do not get through. */
export const isOfNotices = ({ data }: Pick<NoticeLine, "data">): boolean =>
  "outageId" in data && data.kind === "notices-fail";

/** Whether a channel tells of this. That notices fail concerns the people of every venue. */
export function wants(rules: ChannelRules, line: Pick<NoticeLine, "data">): boolean {
  const { data } = line;
  if (isOfNotices(line)) return rules.outages;
  const { venueIds } = rules;
  if (venueIds !== undefined && (data.venueId === undefined || !venueIds.includes(data.venueId))) return false;
  if ("outageId" in data) return rules.outages;
  if ("cameraId" in data) return rules.cameras;
  if (rules.suspicions !== undefined && !rules.suspicions.includes(data.suspicion)) return false;
  return data.band === "strong" || rules.band === "suspected";
}

const MINUTE_MS = 60_000;
const DAY_MINUTES = 1_440;
const DIGEST_AT = "08:00";

/**
 * Until when something of this venue is held: for a digest, and while its clock is within the quiet hours.
 * @param timeZone the venue's; one that nobody knows is taken for UTC
 * @returns epoch milliseconds; undefined: it goes now
 */
export function heldUntil(rules: ChannelRules, timeZone: string, now: number): number | undefined {
  const zone = isTimeZone(timeZone) ? timeZone : "UTC";
  const { quiet, digest, digestAt = DIGEST_AT } = rules;
  let at = now;
  if (digest === "hourly") at = (Math.floor(now / (60 * MINUTE_MS)) + 1) * 60 * MINUTE_MS;
  if (digest === "daily") at = nextAt(minuteOf(digestAt), zone, now);
  if (quiet !== undefined && isWithin(quiet, localMinute(zone, at))) at = nextAt(minuteOf(quiet.until), zone, at);
  return at > now ? at : undefined;
}

const minuteOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));

/** From a time until another, over midnight where the other is earlier; the same twice is the whole day. */
function isWithin(quiet: { from: string; until: string }, minute: number): boolean {
  const [from, until] = [minuteOf(quiet.from), minuteOf(quiet.until)];
  return from < until ? minute >= from && minute < until : minute >= from || minute < until;
}

/** Minute of the day as a zone's clocks have it. */
function localMinute(timeZone: string, at: number): number {
  const parts = new Intl.DateTimeFormat("en", {
    timeZone,
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).formatToParts(at);
  const part = (type: Intl.DateTimeFormatPartTypes): number => Number(parts.find((one) => one.type === type)?.value);
  return part("hour") * 60 + part("minute");
}

/** The next instant, after this one, at which a zone's clocks show this minute of the day; where they leave it out, the first one behind. */
function nextAt(minute: number, timeZone: string, after: number): number {
  const start = Math.floor(after / MINUTE_MS) * MINUTE_MS;
  const ahead = (minute - localMinute(timeZone, start) + DAY_MINUTES) % DAY_MINUTES || DAY_MINUTES;
  const guess = start + ahead * MINUTE_MS;
  // Clocks were changed on the way: by so much it is off.
  const off = (localMinute(timeZone, guess) - minute + DAY_MINUTES) % DAY_MINUTES;
  const corrected = guess - (off > DAY_MINUTES / 2 ? off - DAY_MINUTES : off) * MINUTE_MS;
  return corrected > after ? corrected : guess;
}
