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

test("a radio that says when it comes and goes is not counted as there while it is away, whatever the length of its visits", () => {
  const told = new ListenedTime();
  let there = 0;
  // Visits of an eighth of a second, and a long one; each hears ten frames a second, and channel 6 is silent.
  for (let round = 0; round < 200; round++) {
    const at = 1_000 + 0.75 * round;
    const visit = round % 50 === 0 ? 0.5 : 0.125;
    told.came(CHANNEL_1, at);
    for (let frame = at; frame < at + visit; frame += 0.1) told.hear(CHANNEL_1, frame);
    told.left(CHANNEL_1, at + visit);
    there += visit;
  }
  expect(told.on(CHANNEL_1)).toBeLessThanOrEqual(there);
  expect(told.on(CHANNEL_1)).toBeGreaterThan(0.95 * there - 0.5);
});

test("frames that were still on their way when it left count for the visit in which they were heard", () => {
  const told = new ListenedTime();
  told.came(CHANNEL_1, 1_000);
  told.hear(CHANNEL_1, 1_000);
  told.left(CHANNEL_1, 1_000.25);
  told.hear(CHANNEL_1, 1_000.2);
  expect(told.on(CHANNEL_1)).toBeCloseTo(0.2);
});

test("a radio whose clock is another than the capture's takes nothing away", () => {
  const listened = hopping(10, 1);
  const before = listened.on(CHANNEL_1);
  listened.left(CHANNEL_1, 5_000_000);
  listened.came(CHANNEL_1, 5_000_001);
  listened.hear(CHANNEL_1, 1_010.1);
  expect(listened.on(CHANNEL_1)).toBeCloseTo(before + 0.2, 1);
});
