/** A clock is wrong beyond this many milliseconds: seconds of network and queue are not the clock's fault. */
export const CLOCK_WRONG_MS = 30_000;

/** No sensor told anything before 2025: a clock that says so was never set, as on a board without a battery that starts in 1970. */
const BEFORE_ANY_SENSOR = Date.UTC(2025, 0);

/**
 * What to take from a sensor's time stamps to have the collector's time, in milliseconds. Within the tolerance the offset is mostly the
 * network's, and is left alone.
 */
export const correctionMs = (offsetMs: number | null | undefined): number =>
  offsetMs !== null && offsetMs !== undefined && Math.abs(offsetMs) > CLOCK_WRONG_MS ? offsetMs : 0;

/**
 * The correction for one message: the measured one, unless the message itself proves a clock that is further ahead, for it was made before
 * it came. So a clock that stepped forward a moment ago puts nothing into the future, and one that was never set nothing into a past in which
 * there was no sensor.
 */
export function correctionOf(madeAt: number, receivedAt: number, measuredMs: number | null | undefined): number {
  const measured = correctionMs(measuredMs);
  const least = madeAt - receivedAt;
  if (madeAt - measured < BEFORE_ANY_SENSOR) return least;
  return least - measured > CLOCK_WRONG_MS ? correctionMs(least) : measured;
}

/** How the time stamps of one message become the collector's. */
export interface Placing {
  receivedAt: number;
  /** What to take from the sensor's time stamps, in milliseconds. */
  clockOffsetMs: number;
}

/** A sensor's time stamp by the collector's clock, in epoch milliseconds: nothing was heard after it was told of, nor before there were sensors. */
export function placedAt(text: string, { receivedAt, clockOffsetMs }: Placing): number {
  const at = Date.parse(text) - clockOffsetMs;
  // A day that its month has not is within the pattern and no instant.
  return at >= BEFORE_ANY_SENSOR ? Math.min(at, receivedAt) : receivedAt;
}
