/** Shape of a {@link retrySchedule}. */
export interface RetryShape {
  firstMilliseconds: number;
  mostMilliseconds: number;
  /** How many times as long as the one before a wait is; 2 unless told. */
  growth?: number;
  /** 0 to 1, drawn anew for each wait: it keeps a venue's sensors from knocking together after a power cut. */
  jitter: () => number;
}

/** Endless waits in milliseconds: each so many times as long as the one before up to the most, of which at least one half is kept. */
export function* retrySchedule({
  firstMilliseconds,
  mostMilliseconds,
  growth = 2,
  jitter,
}: RetryShape): Generator<number, never> {
  for (let wait = firstMilliseconds; ; wait = Math.min(wait * growth, mostMilliseconds)) {
    yield Math.round(wait * (0.5 + jitter() / 2));
  }
}

/**
 * Between attempts to reach the broker. Half as long again each time, and not twice: what was away for some seconds is found after about
 * half of them once more, and is knocked at about twelve times in its first three minutes.
 */
export const brokerWaits = (jitter: () => number): Generator<number, never> =>
  retrySchedule({ firstMilliseconds: 1000, mostMilliseconds: 60_000, growth: 1.5, jitter });
