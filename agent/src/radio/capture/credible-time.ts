/** 1990 and 2100: before it there was no 802.11, and a stamp behind it is a counter in the wrong unit, or one that ran backwards below zero. */
const FIRST_SECOND = Date.UTC(1990, 0, 1) / 1000;
const LAST_SECOND = Date.UTC(2100, 0, 1) / 1000;

/** Whether a frame can have been captured at this time. Clocks that were never set, lost stamps and wrong units give others. */
export function isCredibleTime(secondsSince1970: number): boolean {
  return secondsSince1970 >= FIRST_SECOND && secondsSince1970 < LAST_SECOND;
}
