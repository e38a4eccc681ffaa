import { assert, integer, property } from "fast-check";
import { expect, test } from "vitest";
import { isoInstant } from "./iso-instant.ts";

test("an instant is written as the engine writes it, of any day, in any order", () => {
  const edges = [
    0, 1, 999, 86_399_999, 86_400_000, -1, 253_402_300_799_999, 253_402_300_800_000, 8.64e15, -8.64e15, 1.5,
  ];
  for (const ms of edges) expect(isoInstant(ms)).toBe(new Date(ms).toISOString());
  assert(property(integer({ min: -8.64e15, max: 8.64e15 }), (ms) => isoInstant(ms) === new Date(ms).toISOString()));
  const now = Date.UTC(2026, 10, 24);
  assert(property(integer({ min: now - 1e9, max: now + 1e9 }), (ms) => isoInstant(ms) === new Date(ms).toISOString()));
});

test("what is no instant is refused", () => {
  for (const none of [Number.NaN, Infinity, 8.64e15 + 1]) expect(() => isoInstant(none)).toThrow(RangeError);
});
