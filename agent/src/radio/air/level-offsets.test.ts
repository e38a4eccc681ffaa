import { expect, test } from "vitest";
import { LevelOffsets } from "./level-offsets.ts";

const NEIGHBOURS = [0x02_00_00_00_00_01, 0x02_00_00_00_00_02, 0x02_00_00_00_00_03, 0x02_00_00_00_00_04];

/** Air in which the second adapter hears everybody softer by so much, give or take what fades; from a moment on, for so many seconds. */
function hear(offsets: LevelOffsets, softerDb: number, seconds: number, from = 1_000): void {
  for (let second = 0; second < seconds; second++)
    for (const [index, transmitter] of NEIGHBOURS.entries()) {
      const fading = ((second * 7 + index * 3) % 9) - 4;
      offsets.pair(1, -50 + fading, -50 - softerDb, transmitter, from + second);
    }
}

test("an adapter that hears all softer by six decibels is told so after a minute, and the first one is the measure", () => {
  const offsets = new LevelOffsets();
  expect(offsets.of(0)).toBe(0);
  expect(offsets.of(1)).toBeNaN();
  hear(offsets, 6, 60);
  expect(offsets.of(1)).toBe(6);
  expect(offsets.measured(1)?.pairs).toBeGreaterThan(100);
});

test("one transmitter alone proves nothing: he may stand where one antenna hears badly", () => {
  const offsets = new LevelOffsets();
  for (let second = 0; second < 600; second++) offsets.pair(1, -40, -58, NEIGHBOURS[0] ?? 0, 1_000 + second);
  expect(offsets.of(1)).toBeNaN();
});

test("a liar who sends a thousand times as much counts once a second, and the median does not follow him", () => {
  const offsets = new LevelOffsets();
  for (let second = 0; second < 120; second++) {
    hear(offsets, 6, 1, 1_000 + second);
    for (let frame = 0; frame < 1_000; frame++) offsets.pair(1, -40, -58, 0x02_66_00_00_00_01, 1_000 + second);
  }
  expect(Math.abs(offsets.of(1) - 6)).toBeLessThanOrEqual(1);
});

test("a liar with a new address for each frame fills a bounded memory, and a known offset moves by a decibel in ten minutes at most", () => {
  const offsets = new LevelOffsets();
  hear(offsets, 6, 60);
  let made = 0;
  for (let second = 0; second < 1_200; second++)
    for (let frame = 0; frame < 200; frame++) offsets.pair(1, -40, -58, 0x02_66_00_00_00_00 + made++, 1_100 + second);
  expect(offsets.of(1)).toBeLessThanOrEqual(9);
  // And never out of what two adapters of one box can differ by.
  offsets.pair(1, 0, -90, NEIGHBOURS[0] ?? 0, 9_000);
  expect(Math.abs(offsets.of(1))).toBeLessThanOrEqual(20);
});

test("another antenna is followed, slowly", () => {
  const offsets = new LevelOffsets();
  hear(offsets, 6, 60);
  hear(offsets, 2, 7_200, 2_000);
  expect(offsets.of(1)).toBe(2);
});

test("what was known before a restart holds, and what is no offset does not", () => {
  const offsets = new LevelOffsets();
  offsets.resume(1, -4);
  offsets.resume(2, 90);
  offsets.resume(3, Number.NaN);
  expect([1, 2, 3].map((adapter) => offsets.of(adapter))).toEqual([-4, Number.NaN, Number.NaN]);
});
