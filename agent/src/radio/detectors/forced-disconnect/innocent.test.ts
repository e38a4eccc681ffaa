import { describe, expect, test } from "vitest";
import { BROADCAST } from "../../dot11/address.ts";
import { FrameKind } from "../../dot11/frame-kind.ts";
import { Air, AP, oneOf, QOS_DATA, type Hearing } from "./air-for-tests.ts";

const SUSPECTED = 10;
const STATION = 0x5a13fe_cec128;
const STATIONS = [STATION, 0x32f775_552896, 0xbeb060_f3e91b, 0x66aa31_020304];

/** All the ways in which one and the same air is heard. */
const HEARINGS: Record<string, Hearing> = {
  "heard well": {},
  "with a fifth lost": { loss: 0.2, seed: 7 },
  "stations unheard": { hearsStations: false },
  "no control frames": { hearsControl: false },
  "all stamps equal": { stamp: () => 1_790_000_000 },
  "all stamps equal, no clock of the radio": { stamp: () => 1_790_000_000, hasTsft: false },
  "whole seconds": { stamp: (at) => Math.floor(at), hasTsft: false },
  "time runs back": { stamp: (_, index) => 1_790_000_000 - index * 0.003, hasTsft: false },
  "the clock begins anew": { stamp: (at) => 1_790_000_000 + (at % 2), hasTsft: false },
  "the year 58000": { stamp: (at) => 1_790_000_000_000 + at * 1_000 },
};
const quiet = (air: Air): void =>
  expect([air.play(), air.context.codes]).toSatisfy(([db]) => (db as number) < SUSPECTED);

describe.each(Object.entries(HEARINGS))("innocent, %s:", (_, hearing) => {
  test.each([
    [6, 20, 3],
    [7, 60, 2],
    [7, 5, 4],
    [9, 35, 1],
    [2, 30, 2],
  ])(
    "an access point that was restarted answers each frame with reason %i, %i a second of %i stations",
    (reason, rate, count) => {
      const air = new Air(hearing);
      air.beacons(0, 45);
      const stations = STATIONS.slice(0, count);
      for (let at = 1; at < 10; at += 0.5) for (const station of stations) air.data(at + air.random() / 4, station, AP);
      for (let at = 20; at < 32; at += 1 / rate)
        for (const station of stations) {
          const asked = at + (air.random() * 0.8) / rate;
          air.data(asked, station, AP);
          air.goodBye(asked + 0.001 + air.random() * 0.002, AP, station, reason);
        }
      quiet(air);
    },
  );

  test("late frames of who has left are answered, and the queue of the access point too", () => {
    const air = new Air(hearing);
    air.beacons(0, 70);
    for (let index = 0; index < 11; index++) {
      const station = STATION + index * 65_536;
      const at = 8 + index * 5;
      air.data(at - 1, station, AP);
      air.data(at - 0.5, AP, station);
      air.goodBye(at, station, AP, index % 2 === 0 ? 3 : 36);
      for (let late = 0; late < 3; late++) {
        const asked = at + 0.012 + late * 0.035;
        air.send(asked, late % 2 === 0 ? FrameKind.null : QOS_DATA, { transmitter: station, receiver: AP, bssid: AP });
        air.send(asked + 0.0003, FrameKind.ack, { receiver: station, bssid: -1 });
        air.goodBye(asked + 0.0015, AP, station, late % 2 === 0 ? 6 : 7);
      }
      air.data(at + 0.2, AP, station);
      air.goodBye(at + 0.202, station, AP, 7);
    }
    quiet(air);
  });

  test("a closing sends away hundreds, each with a disassociation and a deauthentication", () => {
    const air = new Air(hearing);
    air.beacons(0, 30);
    for (let index = 0; index < 300; index++) {
      const station = 0xe22700_000000 + index * 257;
      const fields = { transmitter: AP, receiver: station, bssid: AP, reasonCode: 5 };
      air.send(10 + index / 40, FrameKind.disassociation, fields);
      air.goodBye(10 + index / 40 + 0.004, AP, station, 5);
    }
    quiet(air);
  });

  test("an access point steers three stations, and its frames are read differently by rate", () => {
    const air = new Air(hearing);
    air.beacons(0, 40);
    for (let at = 0; at < 40; at += 0.3)
      air.data(at, AP, oneOf(STATIONS, Math.floor(at * 3)), { rateKbps: 24_000, rssiDbm: -74 });
    for (let index = 0; index < 16; index++)
      air.goodBye(12 + index * 0.65, AP, oneOf(STATIONS, index % 3), 5, { rateKbps: 6_000, rssiDbm: -72 });
    quiet(air);
  });

  test("an access point steers, and the radio does not know the level of its good-byes", () => {
    const air = new Air(hearing);
    air.beacons(0, 40);
    for (let index = 0; index < 16; index++)
      air.goodBye(12 + index * 0.65, AP, oneOf(STATIONS, index % 3), 5, { rssiDbm: Number.NaN });
    quiet(air);
  });
});

describe("innocent:", () => {
  test("answers to a station that ignores them, of which half of the questions are lost or damaged", () => {
    const air = new Air({ hearsControl: false });
    air.beacons(0, 40);
    for (let index = 0; index < 720; index++) {
      const at = 10 + index / 60;
      if (index % 9 < 5) air.data(at, STATION, AP);
      air.goodBye(at + 0.002, AP, STATION, 7);
    }
    quiet(air);
  });

  test("a second of answers to a station that is never heard, as in a recording of management frames alone", () => {
    const air = new Air({ hearsStations: false, hearsControl: false });
    air.beacons(0, 40);
    for (const start of [10, 25]) for (let at = start; at < start + 1.1; at += 1 / 80) air.goodBye(at, AP, STATION, 6);
    quiet(air);
  });

  test("damaged senders, each another group address", () => {
    const air = new Air();
    air.beacons(0, 40);
    for (let index = 0; index < 60; index++) {
      const isDamaged = index % 6 === 0;
      const sender = isDamaged ? 0x0b0000_000000 + Math.floor(air.random() * 2 ** 40) : AP;
      air.goodBye(10 + index / 5, sender, STATION + index, 5, { mayBeDamaged: true, bssid: AP });
    }
    quiet(air);
  });

  test.each([3, 4.2, 7, 11])("an access point that starts anew every %f seconds", (every) => {
    const air = new Air();
    for (let start = 4; start < 110; start += every) {
      air.restart(AP);
      air.goodBye(start + 0.05, AP, BROADCAST, 2);
      air.goodBye(start + 0.06, AP, BROADCAST, 2);
      air.beacons(start + 0.3, start + every - 1, start);
    }
    quiet(air);
  });

  test("nor where it says good-bye once more when it beacons already, and once when it stops", () => {
    const air = new Air();
    for (let start = 4; start < 150; start += 8) {
      air.restart(AP);
      for (const late of [0.05, 0.6, 6]) air.goodBye(start + late, AP, BROADCAST, 2);
      air.beacons(start + 0.1, start + 6, start);
    }
    quiet(air);
  });

  test.each([3, 7, 8])("nor where a beacon's time stamp is damaged now and then, every %f seconds", (every) => {
    const air = new Air();
    for (let start = 4; start < 110; start += every) {
      air.goodBye(start - 0.9, AP, BROADCAST, 3);
      air.restart(AP);
      air.goodBye(start + 0.05, AP, BROADCAST, 2);
      air.beacons(start + 0.3, start + every - 1, start);
      const clock = { hasTsf: true, tsfLow: 7_000_000 * (start % 9), tsfHigh: 4 + (start % 3) };
      air.send(start + 1.17, FrameKind.beacon, { transmitter: AP, bssid: AP, receiver: BROADCAST, ...clock });
    }
    quiet(air);
  });

  test("plugs that were switched off answer what the access point still sends, and both say good-bye", () => {
    for (const hearing of [{}, { loss: 0.2 }, { stamp: () => 5 }]) {
      const air = new Air(hearing);
      air.beacons(0, 60);
      for (let plug = 0; plug < 14; plug++) {
        const address = 0x286c07_00d2e5 + plug * 4_099;
        for (const start of [10 + plug * 0.3, 35 + plug * 0.25]) {
          for (let index = 0; index < 6; index++) {
            air.data(start + index * 0.05, AP, address);
            air.goodBye(start + index * 0.05 + 0.0018, address, AP, 6);
          }
          air.goodBye(start + 0.4, AP, address, plug % 2 === 0 ? 4 : 2);
          air.goodBye(start + 0.404, address, AP, 6);
        }
      }
      quiet(air);
    }
  });
});
