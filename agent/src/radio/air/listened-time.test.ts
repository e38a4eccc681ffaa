import { expect, test } from "vitest";
import { ListenedTime } from "./listened-time.ts";

const CHANNEL_1 = 2_412;
const CHANNEL_6 = 2_437;

/** A radio that hears ten frames a second, in one second of `of` on channel 1 and else on channel 6. */
function hopping(seconds: number, of: number): ListenedTime {
  const listened = new ListenedTime();
  for (let tenth = 0; tenth < 10 * seconds; tenth++)
    listened.hear(Math.floor(tenth / 10) % of === 0 ? CHANNEL_1 : CHANNEL_6, 1_000 + tenth / 10);
  return listened;
}

test("a radio that stays listens for as long as time passes", () => {
  const listened = hopping(60, 1);
  expect(listened.on(CHANNEL_1)).toBeCloseTo(60, 0);
  expect(listened.since(CHANNEL_1, 3, 1_050)).toBeCloseTo(1_047, 0);
});

test("one that hops listens for the time that it is there, and what it must have heard in three seconds reaches back over its absence", () => {
  const listened = hopping(60, 5);
  // Half a second is counted after the last frame of each stay: nobody knows when it left.
  expect(listened.on(CHANNEL_1)).toBeGreaterThan(12);
  expect(listened.on(CHANNEL_1)).toBeLessThan(20);
  const since = listened.since(CHANNEL_1, 3, 1_055);
  expect(since).toBeLessThan(1_046);
  expect(since).toBeGreaterThan(1_035);
});

test("a channel on which nothing is heard is not listened to, whatever time passes on others", () => {
  const listened = hopping(10, 1);
  for (let second = 0; second < 3_600; second++) listened.hear(CHANNEL_6, 1_010 + second);
  expect(listened.on(CHANNEL_1)).toBeLessThan(11);
});

test("a clock that is set back takes no time of listening away, and adds none", () => {
  const listened = hopping(10, 1);
  const before = listened.on(CHANNEL_1);
  listened.hear(CHANNEL_1, 500);
  expect(listened.on(CHANNEL_1)).toBe(before);
});

test("radiotap headers that name every frequency there is fill a bounded memory, and the others count as always listened to", () => {
  const listened = new ListenedTime();
  for (let mhz = 0; mhz < 65_536; mhz++) listened.hear(mhz, 1_000 + mhz / 1_000);
  expect(listened.size).toBe(128);
  expect(listened.on(60_000)).toBeCloseTo(1_065.5, 0);
  expect(listened.since(60_000, 3, 1_065)).toBe(1_062);
});
