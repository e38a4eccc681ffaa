const FIRST_SECONDS = 5;
const LONGEST_SECONDS = 3_600;
const GIVE_UP_AFTER_SECONDS = 72 * 3_600;

/** Seconds to wait before each further attempt: 5, 15, 45 … at most an hour, and none after three days. */
export function* noticeRetries(): Generator<number, void> {
  let waited = 0;
  for (let seconds = FIRST_SECONDS; waited < GIVE_UP_AFTER_SECONDS; seconds = Math.min(LONGEST_SECONDS, seconds * 3)) {
    yield seconds;
    waited += seconds;
  }
}

/** Seconds to wait after this many failed attempts; undefined when it is time to give up. */
export function retryAfter(attempts: number, schedule: () => Iterable<number> = noticeRetries): number | undefined {
  let made = 0;
  for (const seconds of schedule()) {
    made += 1;
    if (made === attempts) return seconds;
  }
  return undefined;
}
