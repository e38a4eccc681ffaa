import { Ack, LIMITS } from "@probewarden/contract";
import { Value } from "typebox/value";
import { expect, test } from "vitest";
import { acksOf } from "./acknowledge.ts";

const NORTH = { venueId: "mall", sensorId: "north" };
const BOOT = "bghghghghghghghgh";

test("what can never be accepted is named with its reason, before the number by which an older sensor forgets it", () => {
  const acks = acksOf(
    [
      { sensor: NORTH, bootId: BOOT, seq: 1, stored: true },
      { sensor: NORTH, bootId: BOOT, seq: 2, stored: true, refused: "schema" },
      { sensor: NORTH, bootId: BOOT, seq: 3, stored: true },
    ],
    0,
  );
  expect(acks.map(({ ack }) => ack)).toMatchObject([
    { ranges: [], refused: [{ seq: 2, reason: "schema" }] },
    { ranges: [[1, 3]] },
  ]);
  expect(acks.every(({ ack }) => Value.Check(Ack, ack))).toBe(true);
});

test("a batch of refusals fits into acknowledgements that the contract takes", () => {
  const entries = Array.from({ length: 600 }, (_, index) => ({
    sensor: NORTH,
    bootId: BOOT,
    seq: index + 1,
    stored: true,
    refused: "wrong-sensor" as const,
  }));
  const acks = acksOf(entries, 0);
  expect(acks.map(({ ack }) => ack.refused?.length ?? 0)).toEqual([LIMITS.ackRanges, LIMITS.ackRanges, 88, 0]);
});

test("a message of another contract only hears which one is spoken here", () => {
  const [only, ...more] = acksOf([{ sensor: NORTH, bootId: BOOT, seq: 1, stored: false }], 0);
  expect(only?.ack).toMatchObject({ ranges: [] });
  expect(only?.ack).not.toHaveProperty("refused");
  expect(more).toEqual([]);
});
