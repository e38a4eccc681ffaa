import { expect, test } from "vitest";
import { Action } from "../../dot11/action.ts";
import { BROADCAST } from "../../dot11/address.ts";
import { FrameKind } from "../../dot11/frame-kind.ts";
import { Air, AP, oneOf, QOS_DATA } from "./air-for-tests.ts";

const SUSPECTED = 10;
const WATCH = -10;
const STATION = 0x02_0c43_111111;

/** A forged beacon that says that the network goes to another channel. */
const announcement = { transmitter: AP, bssid: AP, receiver: BROADCAST, switchChannel: 11, beaconIntervalTu: 100 };

test.each([
  ["in beacons", FrameKind.beacon, {}],
  ["in probe responses", FrameKind.probeResponse, { receiver: STATION }],
  ["in action frames", FrameKind.action, { action: Action.channelSwitch }],
])("a network that is said to go to another channel, %s, and stays, is hit and not accused", (_how, kind, more) => {
  const air = new Air();
  air.beacons(0, 30);
  for (let at = 10; at < 20; at += 0.1) air.send(at + 0.03, kind, { ...announcement, ...more, switchCount: 3 });
  expect(air.play()).toBeGreaterThanOrEqual(SUSPECTED);
  expect(air.context.observations[0]).toMatchObject({
    code: "switch-not-made",
    subject: { kind: "hidden", against: AP },
    transmitters: [],
    targets: [AP],
  });
});

test("a forged announcement whose clock is ahead hides nothing of what the network itself goes on to say", () => {
  const air = new Air();
  air.beacons(0, 60);
  for (let at = 10; at < 40; at += 0.5) {
    const ahead = Math.round((at + 1e5 + 30) * 1e6);
    const clock = { hasTsf: true, tsfLow: ahead % 2 ** 32, tsfHigh: Math.floor(ahead / 2 ** 32) };
    air.send(at + 0.03, FrameKind.beacon, { ...announcement, ...clock, switchCount: 3 });
  }
  expect(air.play()).toBeGreaterThanOrEqual(SUSPECTED);
});

test("a switch that is announced for long after is known as a lie by the beacons that say nothing of it", () => {
  for (const kind of [FrameKind.beacon, FrameKind.action]) {
    const air = new Air();
    air.beacons(0, 70);
    for (let at = 10; at < 65; at += 12)
      air.send(at + 0.03, kind, { ...announcement, action: Action.channelSwitch, switchCount: 200 });
    expect(air.play()).toBeGreaterThanOrEqual(SUSPECTED);
    expect(air.context.codes).toEqual(["switch-not-made"]);
  }
});

test("an access point that announces by action frames first, whose beacons say so from the fourth on, and goes, is innocent", () => {
  const air = new Air();
  for (let from = 0; from < 180; from += 18) {
    air.beacons(from, from + 6.25);
    air.send(from + 6, FrameKind.action, { ...announcement, action: Action.channelSwitch, switchCount: 12 });
    for (let count = 9; count >= 0; count--)
      air.send(from + 6.3 + (9 - count) * 0.1, FrameKind.beacon, { ...announcement, switchCount: count });
  }
  expect(air.play()).toBeLessThan(WATCH);
});

test("an access point that announces a switch, counts down and goes is innocent, and so is one that comes back a minute later", () => {
  const air = new Air();
  for (let round = 0; round < 5; round++) {
    const from = round * 90;
    air.beacons(from, from + 60);
    for (let count = 10; count >= 0; count--)
      air.send(from + 60 + (10 - count) * 0.1, FrameKind.beacon, { ...announcement, switchCount: count });
  }
  expect(air.play()).toBeLessThan(WATCH);
});

test("an access point that changes its width where it is, one whose switch fails twice, and a mesh that is heard on the new channel are innocent", () => {
  const air = new Air();
  air.beacons(0, 60);
  for (let at = 5; at < 50; at++) air.send(at, FrameKind.beacon, { ...announcement, switchChannel: 6, switchCount: 2 });
  for (const at of [52, 55]) air.send(at, FrameKind.beacon, { ...announcement, switchCount: 2 });
  expect(air.play()).toBeLessThan(WATCH);
});

test("a radio that hops away while the access point moves has heard no lie", () => {
  const air = new Air();
  for (let round = 0; round < 6; round++) {
    const from = round * 5;
    air.send(from + 0.9, FrameKind.beacon, { ...announcement, switchCount: 8 });
    for (let at = from + 5; at < from + 5.8; at += 0.1)
      air.send(at, FrameKind.beacon, {
        transmitter: AP,
        bssid: AP,
        receiver: BROADCAST,
        advertisedChannel: 11,
        channelMhz: 2_462,
      });
  }
  expect(air.play()).toBeLessThan(WATCH);
});

test.each([
  ["RTS", FrameKind.rts],
  ["CTS", FrameKind.cts],
])(
  "a channel that is held by %s without pause is told, also to a radio that is there one second in five",
  (_how, kind) => {
    for (const hopping of [false, true]) {
      const air = new Air();
      for (let at = 10; at < 40; at += 0.03)
        if (!hopping || Math.floor(at) % 5 === 0)
          air.send(at, kind, { receiver: STATION, transmitter: -1, bssid: -1, durationMicroseconds: 32_767 });
      expect(air.play()).toBeGreaterThanOrEqual(SUSPECTED);
      expect(air.context.observations[0]).toMatchObject({ code: "channel-held", transmitters: [], targets: [] });
    }
  },
);

test.each([
  [20_000, 30],
  [25_000, 30],
  [25_000, 100],
  [32_767, 19],
])(
  "and by reservations of %i microseconds, %i a second, by whatever frames, in every band",
  (durationMicroseconds, rate) => {
    for (const kind of [FrameKind.rts, FrameKind.cts, FrameKind.null, QOS_DATA])
      for (const channelMhz of [2_437, 5_200, -1]) {
        const air = new Air();
        for (let at = 10; at < 40; at += 1 / rate)
          air.send(at, kind, { receiver: STATION, transmitter: -1, bssid: -1, durationMicroseconds, channelMhz });
        expect(air.play()).toBeGreaterThanOrEqual(SUSPECTED);
      }
  },
);

test("long reservations now and then, as of a device with Bluetooth beside its Wi-Fi, and thousands of ordinary ones are innocent", () => {
  const air = new Air();
  const reserve = (at: number, durationMicroseconds: number): void =>
    air.send(at, FrameKind.cts, { receiver: STATION, transmitter: -1, bssid: -1, durationMicroseconds });
  for (let at = 10; at < 40; at += 0.1) reserve(at, 32_000);
  for (let at = 10; at < 15; at += 0.002) reserve(at, 8_160);
  expect(air.play()).toBeLessThan(WATCH);
});

test("an access point that reserves nearly thirteen milliseconds for each row of its frames, and one that repeats a long reservation at once, are innocent", () => {
  const air = new Air();
  const reserve = (at: number, durationMicroseconds: number): void =>
    air.send(at, FrameKind.cts, { receiver: STATION, transmitter: -1, bssid: -1, durationMicroseconds });
  for (let at = 10; at < 40; at += 0.01) reserve(at, 12_580);
  for (let second = 40; second < 70; second++)
    for (let again = 0; again < 60; again++) reserve(second + again / 500, 29_000);
  expect(air.play()).toBeLessThan(WATCH);
});

test("SA queries that nobody protected, without end, are told; a procedure's five, and repetitions, are not", () => {
  const query = (air: Air, at: number, retry = false): void =>
    air.send(at, FrameKind.action, {
      transmitter: STATION,
      receiver: AP,
      bssid: AP,
      action: Action.saQueryRequest,
      retry,
    });
  const storm = new Air();
  storm.beacons(0, 20);
  for (let at = 10; at < 15; at += 0.1) query(storm, at);
  expect(storm.play()).toBeGreaterThanOrEqual(SUSPECTED);
  expect(storm.context.observations[0]).toMatchObject({ code: "unprotected-queries", targets: [AP], transmitters: [] });
  const procedure = new Air();
  for (let at = 10; at < 11; at += 0.2) query(procedure, at);
  for (let at = 12; at < 15; at += 0.02) query(procedure, at, true);
  expect(procedure.play()).toBeLessThan(WATCH);
});

test("who was thrown off looks about: questions that follow a flood are told with it; as many as before are not", () => {
  for (const follows of [true, false]) {
    const air = new Air();
    air.beacons(0, 60);
    for (let at = 1; at < 60; at++) {
      const often = follows && at > 40 ? 10 : 1;
      for (let step = 0; step < often; step++)
        air.send(at + step / 20, FrameKind.probeRequest, {
          transmitter: STATION + step,
          receiver: BROADCAST,
          bssid: BROADCAST,
        });
    }
    for (let at = 40; at < 50; at += 0.02) air.goodBye(at, AP, oneOf([STATION, STATION + 1], Math.floor(at * 50)), 7);
    air.play();
    expect(air.context.codes.includes("probing-follows")).toBe(follows);
  }
});

test("good-byes that the key's owner made are counted and held against nobody", () => {
  const air = new Air();
  air.beacons(0, 30);
  for (let at = 10; at < 20; at += 0.02) air.goodBye(at, AP, STATION, 7, { protected: true });
  expect(air.play()).toBeLessThan(WATCH);
  const both = new Air();
  both.beacons(0, 30);
  for (let at = 10; at < 20; at += 0.02) both.goodBye(at, AP, STATION, 7, { protected: Math.round(at * 50) % 2 === 0 });
  both.play();
  const facts = both.context.observations.at(-1)?.facts ?? [];
  expect(facts.find(({ name }) => name === "protected-good-byes")?.value).toBeGreaterThan(5);
});

test("announcements, queries and channels of invented networks fill memories that are bounded and counted", () => {
  const air = new Air();
  for (let index = 0; index < 2_000; index++) {
    const bssid = AP + index;
    air.send(10 + index / 1_000, FrameKind.beacon, { ...announcement, transmitter: bssid, bssid, switchCount: 3 });
    air.send(10 + index / 1_000, FrameKind.action, {
      transmitter: STATION,
      receiver: bssid,
      bssid,
      action: Action.saQueryRequest,
    });
    const channelMhz = 2_400 + index;
    air.send(10 + index / 1_000, FrameKind.cts, {
      receiver: STATION,
      transmitter: -1,
      bssid: -1,
      channelMhz,
      durationMicroseconds: 32_767,
    });
  }
  air.play();
  expect(air.forgotten["forced-disconnect-other-ways"]).toBeGreaterThan(3_000);
});
