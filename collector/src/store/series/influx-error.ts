import { SeriesStoreError } from "./series-error.ts";

/**
 * Says what an error of npm `influx` means. A partial write (400 "partial write", 400 "field type conflict", "unable to parse") comes
 * again with the same points however often they are sent: permanent, and so is one of our own checks (RangeError). 507 and "no space"
 * are the disk. All others are an absence.
 */
export function asSeriesError(cause: unknown, place: string): SeriesStoreError {
  if (cause instanceof SeriesStoreError) return cause;
  const message = cause instanceof Error ? cause.message : String(cause);
  const permanent =
    cause instanceof RangeError ||
    /partial write|field type conflict|unable to parse|invalid (tag|field) format|A 400 /i.test(message);
  const full = /no space left|A 507 /i.test(message);
  const kind = full ? "full" : permanent ? "permanent" : "unavailable";
  // The server repeats the line that it refused; the message goes to a log, so only its beginning is kept.
  return new SeriesStoreError(kind, `${place}: ${message.split("\n")[0]?.slice(0, 160) ?? ""}`, { cause });
}
