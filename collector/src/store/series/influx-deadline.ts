import { SeriesStoreError } from "./series-error.ts";

/** Milliseconds after which an answer is not waited for any more. */
export interface InfluxDeadlines {
  /** A batch: the messages of all sensors wait behind it, findings too. */
  writeMs: number;
  /** A question, or the making of a database. */
  readMs: number;
  /** Rolling up and deleting what is old, question by question, and erasing. */
  retainMs: number;
}

export const DEADLINES: InfluxDeadlines = { writeMs: 10_000, readMs: 60_000, retainMs: 600_000 };

/**
 * Ends the wait for an answer. npm `influx` waits for the end of an answer that has begun and for nothing else: when its server is killed or
 * stands still in the middle of it, no promise of the library ever settles, and its time-out, which holds for the beginning, says nothing.
 * `over` lets go of what hangs.
 */
export async function within<T>(ms: number, work: () => Promise<T>, over: () => void = () => undefined): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new SeriesStoreError("unavailable", `InfluxDB did not answer within ${ms / 1000} s`));
      over();
    }, ms);
  });
  try {
    return await Promise.race([work(), late]);
  } finally {
    clearTimeout(timer);
  }
}
