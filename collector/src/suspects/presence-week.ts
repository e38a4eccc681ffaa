import { WEEK_HOURS } from "@probewarden/contract";

/** Zones differ by whole quarters of an hour, so that all steps of a quarter stand in the same hour of the week. */
const QUARTER_MS = 900_000;
const DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/** Which hour of the week an instant is in, in a zone: 0 is Monday from 00:00. One formatter for all of them, each quarter asked once. */
export function weekHours(timeZone: string): (at: number) => number {
  const format = new Intl.DateTimeFormat("en-GB", { timeZone, weekday: "short", hour: "2-digit", hourCycle: "h23" });
  const known = new Map<number, number>();
  return (at) => {
    const quarter = Math.floor(at / QUARTER_MS);
    const before = known.get(quarter);
    if (before !== undefined) return before;
    const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, value]));
    const hour = 24 * DAYS.indexOf(parts.get("weekday") ?? "") + Number(parts.get("hour"));
    known.set(quarter, hour);
    return hour;
  };
}

/** Minutes of steps, added up by the hour of the week. */
export function minutesByHour(steps: readonly number[], stepMs: number, hourOf: (at: number) => number): number[] {
  const minutes = Array.from({ length: WEEK_HOURS }, () => 0);
  for (const at of steps) minutes[hourOf(at)]! += stepMs / 60_000;
  return minutes;
}
