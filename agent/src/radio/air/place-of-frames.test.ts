import { expect, test } from "vitest";
import { LevelsByRate } from "./levels-by-rate.ts";
import { PlaceOfFrames } from "./place-of-frames.ts";

const BASIC = 1_000;
const FAST = 24_000;

/** What an address has in its beacons, of a radio that says the rate of none where `rate` is -1. */
function beaconsAt(levelDbm: number, rate = BASIC): LevelsByRate {
  const levels = new LevelsByRate();
  for (let index = 0; index < 100; index++) levels.hear(rate, levelDbm + (index % 7) - 3, true);
  return levels;
}

/** Frames, a second each, at a level that scatters. */
function framesAt(place: PlaceOfFrames, levels: LevelsByRate, levelDbm: number, rate: number, frames = 60): void {
  for (let index = 0; index < frames; index++) place.take(rate, levelDbm + (index % 5) - 2, levels, index);
}

test("frames at the level of the beacons are from there, at any rate, also where the radio reads slow ones twenty decibels too strong", () => {
  for (const [levelDbm, rate] of [
    [-60, BASIC],
    [-60, FAST],
    [-80, FAST],
  ] as const) {
    const place = new PlaceOfFrames();
    framesAt(place, beaconsAt(-60), levelDbm, rate);
    expect(place.isElsewhere(60)).toBe(false);
  }
});

test("weaker or stronger ones are from elsewhere: at once at the beacons' rate, by more than such radios err at another", () => {
  for (const [levelDbm, rate] of [
    [-75, BASIC],
    [-45, BASIC],
    [-92, FAST],
    [-28, FAST],
  ] as const) {
    const place = new PlaceOfFrames();
    framesAt(place, beaconsAt(-60), levelDbm, rate);
    expect(place.isElsewhere(60)).toBe(true);
    expect(place.isElsewhere(800)).toBe(false);
  }
});

test("where no rate is said, twice as much is asked", () => {
  for (const [levelDbm, isElsewhere] of [
    [-72, false],
    [-85, true],
  ] as const) {
    const place = new PlaceOfFrames();
    framesAt(place, beaconsAt(-60, -1), levelDbm, -1);
    expect(place.isElsewhere(60)).toBe(isElsewhere);
  }
});

test("a few strays among many are none, and those of a second sender are, however much the first one sends", () => {
  const [strays, second] = [new PlaceOfFrames(), new PlaceOfFrames()];
  const levels = beaconsAt(-60);
  for (let index = 0; index < 2_000; index++) {
    for (const place of [strays, second]) place.take(BASIC, -60, levels, index * 0.1);
    if (index % 40 === 0) strays.take(BASIC, -75, levels, index * 0.1);
    if (index % 5 === 0) second.take(BASIC, -75, levels, index * 0.1);
  }
  expect(strays.isElsewhere(200)).toBe(false);
  expect(second.isElsewhere(200)).toBe(true);
});

test("of who was not heard to beacon, or whose level nobody knows, nothing is said", () => {
  const place = new PlaceOfFrames();
  framesAt(place, new LevelsByRate(), -80, BASIC);
  framesAt(place, beaconsAt(-60), Number.NaN, BASIC);
  expect(place.isElsewhere(60)).toBe(false);
});
