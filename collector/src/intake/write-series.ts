import type { SeriesBatch, SeriesStore } from "../store/series/series-store.ts";
import { SeriesStoreError } from "../store/series/series-error.ts";
import type { Read } from "./read-message.ts";
import type { Accepted } from "./accepted.ts";

/** What became of the batch's series. */
export interface SeriesOutcome {
  /** Messages that may go on into the state, and be acknowledged. */
  carried: Accepted[];
  /** Messages that the series store will never take. */
  refused: Extract<Read, { type: "dead" }>[];
  /** Why the others must come again; undefined when all went well. */
  failure: SeriesStoreError | undefined;
}

/**
 * Writes the series of a batch, all at once. It happens before the state remembers that the messages came: a crash in between makes
 * them come again, and the series takes the same row twice as one. When the series store is away, findings and cameras go on.
 */
export async function writeSeries(series: SeriesStore, accepted: readonly Accepted[]): Promise<SeriesOutcome> {
  try {
    await series.write(toSeries(accepted));
    return { carried: [...accepted], refused: [], failure: undefined };
  } catch (error) {
    if (!(error instanceof SeriesStoreError)) throw error;
    if (error.kind === "permanent") return await oneByOne(series, accepted);
    return { carried: accepted.filter((entry) => !hasSeries(entry)), refused: [], failure: error };
  }
}

/** Finds the messages of a batch that the store refuses for good. */
async function oneByOne(series: SeriesStore, accepted: readonly Accepted[]): Promise<SeriesOutcome> {
  const outcome: SeriesOutcome = { carried: [], refused: [], failure: undefined };
  for (const entry of accepted) {
    try {
      if (hasSeries(entry)) await series.write(toSeries([entry]));
      outcome.carried.push(entry);
    } catch (error) {
      if (!(error instanceof SeriesStoreError)) throw error;
      if (error.kind === "permanent") {
        const { message, sensor, received } = entry;
        outcome.refused.push({
          type: "dead",
          reason: "series-refused",
          detail: "the series store refused a row",
          received,
          sensor,
          identity: { bootId: message.bootId, seq: message.seq },
        });
      } else outcome.failure = error;
    }
  }
  return outcome;
}

const hasSeries = ({ message }: Accepted): boolean =>
  message.kind === "census" || (message.kind === "signal" && message.body.rows.length > 0);

function toSeries(accepted: readonly Accepted[]): SeriesBatch {
  const batch: SeriesBatch = { signal: [], census: [] };
  for (const { message, sensor, received, clockOffsetMs } of accepted) {
    const corrected = <T extends { minute: string }>(rows: readonly T[]): T[] =>
      rows.map((row) => ({ ...row, minute: correctedMinute(row.minute, clockOffsetMs, received.receivedAt) }));
    if (message.kind === "signal") batch.signal.push({ ...sensor, rows: corrected(message.body.rows) });
    if (message.kind === "census") batch.census.push({ ...sensor, minutes: corrected(message.body.minutes) });
  }
  return batch;
}

const MINUTE_MS = 60_000;

/**
 * By whole minutes, so that a row that comes again lands where it was although the measured offset has moved by a second. A minute later
 * than the one in which its message came was not heard.
 */
function correctedMinute(minute: string, clockOffsetMs: number, receivedAt: number): string {
  const corrected = Date.parse(minute) - Math.round(clockOffsetMs / MINUTE_MS) * MINUTE_MS;
  const latest = Math.floor(receivedAt / MINUTE_MS) * MINUTE_MS;
  return clockOffsetMs === 0 && corrected <= latest ? minute : new Date(Math.min(corrected, latest)).toISOString();
}
