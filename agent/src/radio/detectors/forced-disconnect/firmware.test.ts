import { describe, expect, test } from "vitest";
import { BROADCAST } from "../../dot11/address.ts";
import { FrameKind } from "../../dot11/frame-kind.ts";
import { Air, AP, type Hearing } from "./air-for-tests.ts";

const SUSPECTED = 10;
const WATCH = -10;
const STATION = 0x5a13fe_cec128;
const INTERVAL = 0.1024;

const disassociation = (air: Air, at: number, station: number, reasonCode: number): void =>
  air.send(at, FrameKind.disassociation, { transmitter: AP, receiver: station, bssid: AP, reasonCode });

/** A station is let in. */
function join(air: Air, at: number, station: number): void {
  air.send(at, FrameKind.authentication, { transmitter: station, receiver: AP, bssid: AP });
  air.send(at + 0.004, FrameKind.authentication, { transmitter: AP, receiver: station, bssid: AP });
  air.send(at + 0.01, FrameKind.associationResponse, { transmitter: AP, receiver: station, bssid: AP });
}

test("firmware that says the pair in the wrong order says it once for each time that a station was let in", () => {
  const steered = (rejoins: boolean): number => {
    const air = new Air();
    air.beacons(0, 80);
    for (let at = 2; at < 76; at += 6) {
      if (rejoins) join(air, at, STATION);
      for (const moment of [at + 3, at + 3.3].slice(0, rejoins ? 1 : 2)) {
        air.goodBye(moment, AP, STATION, 5);
        disassociation(air, moment + 0.004, STATION, 5);
      }
    }
    return air.play();
  };
  expect(steered(true)).toBeLessThan(SUSPECTED);
  expect(steered(false)).toBeGreaterThanOrEqual(SUSPECTED);
});

describe("of answers with reason 6 and 7", () => {
  const HEARINGS: Record<string, Hearing> = {
    "heard well": {},
    "no control frames": { hearsControl: false },
    "half of it lost": { loss: 0.5, seed: 5 },
    "whole seconds": { stamp: (at) => Math.floor(at), hasTsft: false },
  };

  test.each(Object.entries(HEARINGS))(
    "one question in eight is heard, of three stations at the edge of range: %s",
    (_, hearing) => {
      const air = new Air(hearing);
      air.beacons(0, 50);
      for (let index = 0; index < 500; index++)
        for (let station = 0; station < 3; station++) {
          const at = 20 + index * 0.016 + station * 0.005;
          if ((index + station) % 8 === 0) air.data(at, STATION + 65_536 * station, AP, { rssiDbm: -88 });
          air.goodBye(at + 0.002, AP, STATION + 65_536 * station, 7);
        }
      expect(air.play()).toBeLessThan(SUSPECTED);
    },
  );

  test.each(Object.entries(HEARINGS))(
    "an access point that was started has hundreds for its stations: %s",
    (_, hearing) => {
      const air = new Air(hearing);
      air.beacons(0, 18);
      air.restart(AP);
      air.beacons(20, 60, 19.9);
      for (let station = 0; station < 200; station++)
        for (let index = 0; index < 12; index++) {
          const at = 20.3 + air.random() * 2 + index * 0.2;
          const who = STATION + 257 * station;
          if (air.random() < 0.1) air.data(at, who, AP, { rssiDbm: -90 });
          if (air.random() < 0.5) air.goodBye(at + 0.002, AP, who, 6);
          else disassociation(air, at + 0.002, who, 7);
        }
      expect(air.play()).toBeLessThan(SUSPECTED);
    },
  );

  test("those of both ends are a flood's, also where the victim goes on asking", () => {
    const air = new Air({ hearsControl: false });
    air.beacons(0, 30);
    for (let at = 10; at < 14; at++) {
      air.data(at, STATION, AP);
      for (let index = 0; index < 8; index++) {
        air.goodBye(at + 0.01 + index * 0.05, AP, STATION, 7);
        air.goodBye(at + 0.03 + index * 0.05, STATION, AP, 7);
      }
    }
    expect(air.play()).toBeGreaterThanOrEqual(SUSPECTED);
  });
});

test("an access point in a crash loop numbers its good-byes alike each time, before its first beacon and after it", () => {
  const air = new Air();
  for (let start = 0; start < 200; start += 7) {
    air.restart(AP);
    air.beacons(start + 0.1, start + 6, start);
    for (const [index, late] of [0.02, 0.32].entries())
      air.goodBye(start + late, AP, BROADCAST, 2, { sequence: 1 + index });
  }
  air.play();
  expect(air.context.codes).not.toContain("frozen-sequence");
});

test.each([0.7, 2.1, 40])(
  "a switch that is made is no lie where another sensor's file tells it again %d s later",
  (late) => {
    const air = new Air();
    const beacon = (at: number, channelMhz: number, fields = {}): void => {
      const clock = Math.round((1_000 + at) * 1e6);
      const own = {
        transmitter: AP,
        bssid: AP,
        receiver: BROADCAST,
        channelMhz,
        advertisedChannel: (channelMhz - 5_000) / 5,
      };
      const frame = { ...own, hasTsf: true, tsfHigh: 0, tsfLow: clock, beaconIntervalTu: 100, ...fields };
      for (const heardAt of [at, at + late]) air.send(heardAt, FrameKind.beacon, frame);
    };
    for (let round = 0; round < 10; round++) {
      const from = round * 12;
      const [here, there] = round % 2 === 0 ? [5_260, 5_500] : [5_500, 5_260];
      for (let at = from; at < from + 11; at += INTERVAL) beacon(at, here);
      for (let count = 5; count > 0; count--)
        beacon(from + 11 + (5 - count) * INTERVAL, here, { switchChannel: (there - 5_000) / 5, switchCount: count });
    }
    expect(air.play()).toBeLessThan(WATCH);
  },
);

test("a group address that beacons in time, or talks, was another before the recording was published", () => {
  const groups = (talks: boolean): number => {
    const air = new Air({ hearsControl: false });
    const station = 0x010000_000000 + STATION;
    air.beacons(0, 30);
    for (let at = 10; at < 20; at += 1.5) {
      if (talks) air.data(at, station, AP);
      air.goodBye(at + 0.5, station, AP, 3);
    }
    return air.play();
  };
  expect(groups(true)).toBeLessThan(SUSPECTED);
  expect(groups(false)).toBeGreaterThanOrEqual(SUSPECTED);
});
