import { expect, test } from "vitest";
import { Crowd } from "./crowd.ts";

/** After a second with a message each so many milliseconds. */
function crowdOf(everyMs: number): Crowd {
  const crowd = new Crowd();
  for (let at = 0; at <= 1000; at += everyMs) crowd.note(at);
  return crowd;
}

test("of a few sensors each message is stored at once", () => {
  expect(crowdOf(40).waits(1, 0)).toBe(false);
  expect(new Crowd().waits(1, 0)).toBe(false);
});

test("of a crowd some are stored together, and none waits for ever", () => {
  const crowd = crowdOf(10);
  expect([crowd.waits(1, 0), crowd.waits(31, 9)]).toEqual([true, true]);
  expect([crowd.waits(32, 0), crowd.waits(1, 10)]).toEqual([false, false]);
});

test("a pause ends a crowd, and so does a clock that was set back or stands still", () => {
  const [paused, setBack] = [crowdOf(10), crowdOf(10)];
  paused.note(11_000);
  setBack.note(-5_000);
  for (let message = 0; message < 500; message += 1) setBack.note(-5_000);
  expect([paused.waits(1, 0), setBack.waits(1, 0)]).toEqual([false, false]);
});
