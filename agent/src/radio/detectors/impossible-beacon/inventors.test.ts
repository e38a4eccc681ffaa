import { expect, test } from "vitest";
import { FrameKind } from "../../dot11/frame-kind.ts";
import { managementFrame, TestContext } from "../frame-for-tests.ts";
import { AP, beacon, wait } from "./beacons-for-tests.ts";
import { ImpossibleBeacon } from "./detector.ts";
import { Inventors } from "./inventors.ts";

/** The number that each of these frames is laid to. */
function numbers(frames: { mhz?: number; dbm?: number; seq?: number }[]): number[] {
  const inventors = new Inventors();
  return frames.map(({ mhz = 2_437, dbm = -50, seq = 0 }, index) =>
    inventors.of(managementFrame(FrameKind.beacon, { channelMhz: mhz, rssiDbm: dbm, sequence: seq }), index * 0.1),
  );
}

const many = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));

test("two floods at once, on two channels or at two levels, are two inventors", () => {
  const onTwoChannels = many(40, (index) => (index % 2 === 0 ? { mhz: 2_412 } : { mhz: 2_462 }));
  expect(numbers(onTwoChannels)).toEqual(many(40, (index) => index % 2));
  const atTwoLevels = many(40, (index) => (index % 2 === 0 ? { dbm: -45 - (index % 5) } : { dbm: -70 - (index % 5) }));
  expect(numbers(atTwoLevels)).toEqual(many(40, (index) => index % 2));
});

test("a level that scatters, drifts, or is not known makes no second inventor", () => {
  expect(new Set(numbers(many(60, (index) => ({ dbm: -55 + ((index * 7) % 13) - 6 }))))).toEqual(new Set([0]));
  expect(new Set(numbers(many(200, (index) => ({ dbm: -40 - index / 5 }))))).toEqual(new Set([0]));
  expect(new Set(numbers(many(60, (index) => ({ dbm: index % 3 === 0 ? Number.NaN : -50 }))))).toEqual(new Set([0]));
  expect(new Set(numbers(many(60, () => ({ mhz: -1, dbm: Number.NaN }))))).toEqual(new Set([0]));
});

test("one inventor that changes the channel, or its power, takes its counter with it", () => {
  const moving = many(60, (index) => ({
    mhz: 2_412 + 25 * (Math.floor(index / 10) % 3),
    dbm: index < 30 ? -40 : -66,
    seq: 4_080 + index,
  }));
  expect(new Set(numbers(moving.map((it) => ({ ...it, seq: it.seq & 4_095 }))))).toEqual(new Set([0]));
});

test("what a hopping radio hears of a flood on the channels beside it is the same flood", () => {
  const heard = many(60, (index) => {
    const mhz = 2_427 + 5 * (index % 5);
    return { mhz, dbm: -40 - Math.abs(mhz - 2_437) * 2 };
  });
  expect(new Set(numbers(heard))).toEqual(new Set([0]));
});

test("more than four inventors are told as four", () => {
  const channels = many(200, (index) => ({ mhz: 5_180 + 40 * (index % 20), dbm: -40 - (index % 7) * 8 }));
  expect(Math.max(...numbers(channels))).toBe(3);
});

test("a card that is too near reads one frame of five twenty decibels lower: that is still one inventor", () => {
  for (const first of [0, 1, 2, 3, 4]) {
    const context = new TestContext();
    const detector = new ImpossibleBeacon();
    for (let index = 0; index < 150; index++) {
      const rssiDbm = (index + first) % 5 === 0 ? -37 : -15;
      detector.onFrame(beacon(AP + index, 1, { rssiDbm, sequence: 0, channelMhz: 2_412 }, []), context);
      context.atSeconds += 0.07;
      if (index % 14 === 0) detector.onTick(context);
    }
    expect(new Set(context.observations.map(({ subject }) => JSON.stringify(subject))).size).toBe(1);
  }
});

test("each inventor is a subject of its own, with its own addresses", () => {
  const context = new TestContext();
  const detector = new ImpossibleBeacon();
  for (let index = 0; index < 20; index++) {
    const near = { rssiDbm: -41 - (index % 4), sequence: 100 + index, channelMhz: 2_437 };
    const far = { rssiDbm: -70 - (index % 4), sequence: 2_900 + index, channelMhz: 2_437 };
    detector.onFrame(beacon(AP + index, 2, near), context);
    detector.onFrame(beacon(AP + 900 + index, 2, far), context);
    context.atSeconds += 0.5;
  }
  wait(detector, context, 6);
  // Until each has enough by itself, what both come to is laid to one.
  const accused = [0, 1].map((number) => {
    const own = context.observations.filter(({ subject }) => subject.kind === "inventor" && subject.number === number);
    return own.at(-1)?.transmitters ?? [];
  });
  expect(accused[0]).toHaveLength(16);
  expect(accused[0]?.every((address) => address < AP + 900)).toBe(true);
  expect(accused[1]).toHaveLength(16);
  expect(accused[1]?.every((address) => address >= AP + 900)).toBe(true);
});
