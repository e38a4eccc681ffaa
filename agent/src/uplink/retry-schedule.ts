/** Shape of a {@link retrySchedule}. */
export interface RetryShape {
  firstMilliseconds: number;
  mostMilliseconds: number;
  /** 0 to 1, drawn anew for each wait: it keeps a venue's sensors from knocking together after a power cut. */
  jitter: () => number;
}

/** Endless waits in milliseconds: each twice as long as the one before up to the most, of which at least one half is kept. */
export function* retrySchedule({ firstMilliseconds, mostMilliseconds, jitter }: RetryShape): Generator<number, never> {
  for (let wait = firstMilliseconds; ; wait = Math.min(wait * 2, mostMilliseconds)) {
    yield Math.round(wait * (0.5 + jitter() / 2));
  }
}
