/** The latest level of a transmitter at a sensor. */
export interface Heard {
  dbm: number;
  /** Epoch milliseconds of the minute. */
  at: number;
}

/** A sensor tells a minute when it is over, and the way takes seconds: what is older than this is not now. The collector's own bound for a proof is five minutes. */
const NOW_MS = 4 * 60_000;

export const isFresh = ({ at }: Heard, now: number): boolean => now - at <= NOW_MS;
