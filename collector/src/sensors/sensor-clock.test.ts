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

test("a clock that was never set is known before any offset was measured, and what it says keeps its distances", () => {
  const booted = 20 * 60_000;
  for (const measured of [null, 0, -2_000, HOUR]) expect(correctionOf(booted, NOW, measured)).toBe(booted - NOW);
  const placing = { receivedAt: NOW, clockOffsetMs: correctionOf(booted, NOW, null) };
  expect(placedAt(iso(booted - 600_000), placing)).toBe(NOW - 600_000);
  // Of a clock that is as far behind as was measured, nothing is new.
  expect(correctionOf(booted, NOW + 5_000, booted - NOW)).toBe(booted - NOW);
});

test("nothing was heard after its message came, nor before there were sensors, nor on a day that its month has not", () => {
  const placing = { receivedAt: NOW, clockOffsetMs: 0 };
  expect(placedAt(iso(NOW - HOUR), placing)).toBe(NOW - HOUR);
  expect(placedAt(iso(NOW + HOUR), placing)).toBe(NOW);
  // Heard before the clock was set, told afterwards.
  expect(placedAt("1970-01-01T00:10:00.000Z", placing)).toBe(NOW);
  expect(placedAt("0001-01-01T00:00:00.000Z", placing)).toBe(NOW);
  expect(placedAt("2026-13-31T00:00:00.000Z", placing)).toBe(NOW);
});
