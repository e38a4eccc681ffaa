import { describe, expect, test } from "vitest";
import { BROADCAST } from "../../dot11/address.ts";
import { FrameKind } from "../../dot11/frame-kind.ts";
import { managementFrame, TestContext } from "../frame-for-tests.ts";
import { Air, AP, oneOf, type Hearing } from "./air-for-tests.ts";
import { ForcedDisconnect } from "./detector.ts";

const SUSPECTED = 10;
const VICTIM = 0x5a13fe_cec128;
const VICTIMS = [VICTIM, 0x32f775_552896, 0xbeb060_f3e91b];

const CLOCKS: Record<string, Hearing> = {
  "with true time": {},
  "with a fifth lost": { loss: 0.2, seed: 3 },
  "all stamps equal": { stamp: () => 1_790_000_000 },
  "all stamps zero, no clock of the radio": { stamp: () => 0, hasTsft: false },
  "whole seconds, no clock of the radio": { stamp: (at) => Math.floor(at), hasTsft: false },
  "time runs back": { stamp: (_, index) => 1_790_000_000 - index * 0.002, hasTsft: false },
  "the clock begins anew": { stamp: (at) => 1_790_000_000 + (at % 3), hasTsft: false },
  "stamps jump to 2106": { stamp: (at, index) => (index % 5 === 0 ? 4_294_966_000 : 1_500) + at, hasTsft: false },
  "stamps jump by ten years": { stamp: (at, index) => 1.7e9 + at + (index % 9 === 0 ? 3e8 : 0), hasTsft: false },
  "the year 58000": { stamp: (at) => 1_790_000_000_000 + at * 1_000, hasTsft: false },
};

/** A network in use: the victims send, the access point answers them with data. */
function inUse(hearing: Hearing, framesPerSecond = 10): Air {
  const air = new Air(hearing);
  air.beacons(0, 40);
  for (const victim of VICTIMS)
    for (let at = 1; at < 40; at += 1 / framesPerSecond) {
      const asked = at + (air.random() * 0.5) / framesPerSecond;
      air.data(asked, victim, AP);
      air.data(asked + 0.004, AP, victim);
    }
  return air;
}
const found = (air: Air): void =>
  expect([air.play(), air.context.codes]).toSatisfy(([db]) => (db as number) >= SUSPECTED);

describe.each(Object.entries(CLOCKS))("a flood is found %s:", (_, hearing) => {
  test.each([
    [7, 20],
    [6, 60],
    [2, 8],
    [1, 30],
  ])("reason %i, one number, %i frames a second to all and each", (reason, rate) => {
    const air = inUse(hearing);
    const receivers = [BROADCAST, ...VICTIMS];
    for (let index = 0; index < rate * 12; index++)
      air.goodBye(15 + index / rate, AP, oneOf(receivers, index), reason, { sequence: 0, rssiDbm: -38 });
    found(air);
  });

  test("everybody is sent away again and again, twice a second: a radio that is there one second in five finds it within half a minute", () => {
    const air = new Air({ hopSeconds: 5 });
    air.beacons(0, 40);
    for (let at = 10; at < 36; at += 0.6) air.goodBye(at, AP, BROADCAST, 8);
    expect(air.play()).toBeGreaterThanOrEqual(10);
    expect(air.context.codes).toContain("repeated-broadcast");
  });

  test("an access point that sends everybody away once in seven seconds is not held to do so more often because a radio hops", () => {
    for (const hopSeconds of [1, 5]) {
      const air = new Air({ hopSeconds });
      air.beacons(0, 120);
      for (let at = 10; at < 120; at += 7) air.goodBye(at, AP, BROADCAST, 8);
      air.play();
      expect(air.context.codes).toEqual([]);
    }
  });

  test("the same, every frame with the Retry bit", () => {
    const air = inUse(hearing);
    for (let index = 0; index < 200; index++)
      air.goodBye(15 + index * 0.05, AP, oneOf(VICTIMS, index), 7, { sequence: 0, retry: true, rssiDbm: Number.NaN });
    found(air);
  });

  test("both ends by turns, as tools do it, numbered like one's own and without a level", () => {
    const air = inUse(hearing);
    for (let index = 0; index < 128; index++) {
      const at = 15 + index * 0.06;
      air.goodBye(at, AP, VICTIM, 7, { sequence: 100 + index, rssiDbm: Number.NaN });
      air.goodBye(at + 0.002, VICTIM, AP, 7, { sequence: 100 + index, rssiDbm: Number.NaN });
    }
    found(air);
  });

  test("deauthentication and disassociation by turns", () => {
    const air = inUse(hearing);
    for (let index = 0; index < 120; index++) {
      const fields = {
        transmitter: AP,
        receiver: oneOf(VICTIMS, index % 2),
        bssid: AP,
        reasonCode: 8,
        sequence: index,
      };
      air.send(15 + index * 0.05, index % 4 < 2 ? FrameKind.deauthentication : FrameKind.disassociation, fields);
    }
    found(air);
  });
});

describe("a flood with reason 7 at a victim that goes on sending", () => {
  test.each([
    [5, 30],
    [20, 50],
    [100, 100],
  ])("is found at %i frames a second among %i of the victim, by its level", (rate, traffic) => {
    const air = inUse({}, traffic);
    for (let index = 0; index < rate * 12; index++)
      air.goodBye(15 + index / rate, AP, VICTIM, 7, { sequence: index & 4_095, rssiDbm: -36 });
    found(air);
  });

  test("is found by its number, where no level is known", () => {
    const air = inUse({}, 50);
    for (let index = 0; index < 60; index++)
      air.goodBye(15 + index / 5, AP, VICTIM, 7, { sequence: 77, rssiDbm: Number.NaN });
    found(air);
  });

  test("is found by nothing but its frequency, with the access point's own level, because the access point goes on serving", () => {
    const air = inUse({}, 30);
    for (let index = 0; index < 800; index++)
      air.goodBye(15 + index / 60, AP, VICTIM, 7, { sequence: (3_000 + index) & 4_095 });
    found(air);
  });

  test("is not hidden by a forged beacon whose clock begins anew at each good-bye to all", () => {
    const air = inUse({});
    for (let index = 0; index < 60; index++) {
      const at = 15 + index * 0.4;
      air.goodBye(at, AP, BROADCAST, 7, { rssiDbm: Number.NaN });
      air.beacons(at + 0.01, at + 0.02, at);
    }
    found(air);
  });
});

test("a hundred networks are hit at once: good-byes that name no network are laid to the floods against the latest sixty-four of them", () => {
  const context = new TestContext();
  const detector = new ForcedDisconnect();
  const networks = Array.from({ length: 100 }, (_, index) => AP + 0x100 * index);
  const stationOf = (network: number): number => network + 0x7_0000_0000;
  const bye = (bssid: number, transmitter: number, receiver: number, sequence: number): void =>
    detector.onFrame(
      managementFrame(FrameKind.deauthentication, { transmitter, receiver, bssid, sequence, reasonCode: 7 }),
      context,
    );
  for (const bssid of networks) {
    const beacon = managementFrame(FrameKind.beacon, { transmitter: bssid, bssid }, "n");
    context.accessPoints.advertised(beacon, context.atSeconds, true);
    for (let frame = 0; frame < 24; frame++) {
      context.atSeconds += 0.01;
      bye(bssid, bssid, stationOf(bssid), frame);
    }
  }
  const told = new Set(context.observations.map(({ subject }) => JSON.stringify(subject)));
  expect(told.size).toBe(100);
  const before = context.observations.length;
  context.atSeconds += 11;
  for (const [index, network] of networks.entries()) {
    context.atSeconds += 0.01;
    bye(BROADCAST, stationOf(network), 0x32f775_552896, index);
  }
  const laidTo = context.observations.slice(before).map(({ subject }) => subject.kind === "hidden" && subject.against);
  expect([...new Set(laidTo)]).toEqual(networks.slice(36));
});
