import { expect, test } from "vitest";
import { correctionOf, placedAt } from "./sensor-clock.ts";

const HOUR = 3_600_000;
const NOW = Date.parse("2026-11-24T08:00:00.000Z");
const iso = (ms: number): string => new Date(ms).toISOString();

test("a measured offset is taken off, and a small one is left alone", () => {
  expect(correctionOf(NOW - HOUR, NOW, -HOUR)).toBe(-HOUR);
  expect(correctionOf(NOW - 2_000, NOW, -2_000)).toBe(0);
  expect(correctionOf(NOW, NOW, null)).toBe(0);
});

test("a message from the future proves a clock that stepped forward, before any offset was measured", () => {
  expect(correctionOf(NOW + HOUR, NOW, 0)).toBe(HOUR);
  // It was an hour slow, and has just been put right.
  expect(correctionOf(NOW, NOW, -HOUR)).toBe(0);
  // A backlog of a clock that is ahead says less than what was measured.
  expect(correctionOf(NOW - HOUR, NOW, HOUR)).toBe(HOUR);
});

test("nothing was heard after its message came, nor before there were clocks, nor on a day that its month has not", () => {
  const placing = { receivedAt: NOW, clockOffsetMs: 0 };
  expect(placedAt(iso(NOW - HOUR), placing)).toBe(NOW - HOUR);
  expect(placedAt(iso(NOW + HOUR), placing)).toBe(NOW);
  expect(placedAt("0001-01-01T00:00:00.000Z", placing)).toBe(0);
  expect(placedAt("2026-13-31T00:00:00.000Z", placing)).toBe(NOW);
});
