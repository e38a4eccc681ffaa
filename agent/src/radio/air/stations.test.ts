import { describe, expect, test } from "vitest";
import { BROADCAST } from "../dot11/address.ts";
import { FrameKind } from "../dot11/frame-kind.ts";
import type { Frame } from "../dot11/frame.ts";
import { captured, hex } from "../dot11/octets-for-tests.ts";
import { FrameReader } from "../dot11/frame-reader.ts";
import { managementFrame } from "../detectors/frame-for-tests.ts";
import { Stations } from "./stations.ts";

const PHONE = 0x2623_7106_e6ef;
const AP = 0x001f_7ae2_6c98;
const DATA = 32;

const toAp = (transmitter = PHONE, receiver = AP, kind = DATA): Frame =>
  managementFrame(kind, { toDs: true, transmitter, receiver, bssid: receiver });
const fromAp = (receiver = PHONE, transmitter = AP): Frame =>
  managementFrame(DATA, { fromDs: true, transmitter, receiver, bssid: transmitter });
/** A PS-Poll (9.3.1.5) of the phone to the access point, with these two octets where others have a duration. */
function poll(durationOrId: string): Frame {
  const frame = new FrameReader().read(captured(hex(`a400 ${durationOrId} 001f7ae26c98 26237106e6ef`), 105));
  if (typeof frame === "string") throw new Error(frame);
  return frame;
}

describe("an address is a station's when it", () => {
  test.each<[string, Frame]>([
    [
      "asks who is there",
      managementFrame(FrameKind.probeRequest, { transmitter: PHONE, receiver: BROADCAST, bssid: BROADCAST }),
    ],
    ["asks one access point", managementFrame(FrameKind.probeRequest, { transmitter: PHONE, receiver: AP, bssid: AP })],
    ["authenticates", managementFrame(FrameKind.authentication, { transmitter: PHONE, receiver: AP, bssid: AP })],
    [
      "asks to associate",
      managementFrame(FrameKind.associationRequest, { transmitter: PHONE, receiver: AP, bssid: AP }),
    ],
    [
      "asks to move over",
      managementFrame(FrameKind.reassociationRequest, { transmitter: PHONE, receiver: AP, bssid: AP }),
    ],
    ["sends data", toAp()],
    ["says that it dozes", toAp(PHONE, AP, FrameKind.null)],
    ["says so with a quality of service", toAp(PHONE, AP, FrameKind.qosNull)],
    ["fetches its frames", poll("01c0")],
    ["is sent data", fromAp()],
    ["is answered", managementFrame(FrameKind.probeResponse, { transmitter: AP, receiver: PHONE, bssid: AP })],
    ["is let in", managementFrame(FrameKind.associationResponse, { transmitter: AP, receiver: PHONE, bssid: AP })],
    ["is authenticated", managementFrame(FrameKind.authentication, { transmitter: AP, receiver: PHONE, bssid: AP })],
  ])("%s", (_, frame) => {
    const stations = new Stations();
    expect(stations.hear(frame, 100)).toBe(PHONE);
    expect([stations.has(PHONE), stations.has(AP), stations.size]).toEqual([true, false, 1]);
    // The second time it is nothing new.
    expect(stations.hear(frame, 100)).toBe(-1);
  });
});

describe("nobody is a station by", () => {
  test.each<[string, Frame]>([
    ["a beacon", managementFrame(FrameKind.beacon, { transmitter: AP, receiver: BROADCAST, bssid: AP })],
    [
      "an answer of which one bit was hit, so that it reads as a question",
      managementFrame(FrameKind.probeRequest, { transmitter: AP, receiver: PHONE, bssid: AP }),
    ],
    [
      "a beacon of which one bit was hit, so that it reads as an association request",
      managementFrame(FrameKind.associationRequest, { transmitter: AP, receiver: BROADCAST, bssid: AP }),
    ],
    ["an RTS of which one bit was hit, so that it reads as a PS-Poll", poll("2c01")],
    ["what an access point sends to everybody", fromAp(BROADCAST)],
    [
      "data between two access points",
      managementFrame(DATA, { toDs: true, fromDs: true, transmitter: AP, receiver: PHONE }),
    ],
    ["a good-bye", managementFrame(FrameKind.deauthentication, { transmitter: PHONE, receiver: AP, bssid: AP })],
    ["a group address, which nobody has", toAp(PHONE + 0x0100_0000_0000)],
  ])("%s", (_, frame) => {
    const stations = new Stations();
    expect(stations.hear(frame, 100)).toBe(-1);
    expect(stations.size).toBe(0);
  });
});

const IN_EXCHANGE = 98_304;
const ALL = 131_072;
const invented = (index: number): number => 0x0a00_0000_0000 + index;

test("a flood of addresses that only speak fills its bound and pushes out no station that was seen in an exchange", () => {
  const stations = new Stations(1);
  for (let index = 0; index < 1_000; index++) {
    stations.hear(toAp(PHONE + index), 100);
    stations.hear(fromAp(PHONE + index), 101);
  }
  for (let index = 0; index < 300_000; index++) stations.hear(toAp(invented(index)), 102 + index / 1_000);
  expect([stations.inExchange, stations.size]).toEqual([1_000, ALL]);
  expect(stations.forgotten).toBe(301_000 - ALL);
  for (let index = 0; index < 1_000; index++) expect(stations.has(PHONE + index)).toBe(true);
});

test("of those that only speak, who was heard in more minutes stays", () => {
  const stations = new Stations();
  const ask = (at: number): number =>
    stations.hear(managementFrame(FrameKind.probeRequest, { transmitter: PHONE, bssid: BROADCAST }), at);
  ask(100);
  ask(170);
  for (let index = 0; index < 200_000; index++) stations.hear(toAp(invented(index)), 200);
  expect(stations.has(PHONE)).toBe(true);
});

test("a flood of forged exchanges pushes out none that was heard for longer", () => {
  const stations = new Stations();
  for (const at of [0, 60, 120]) {
    stations.hear(toAp(), at);
    stations.hear(fromAp(), at);
  }
  // Twice over, in two different minutes: the forger is not believed sooner than others.
  for (const round of [180, 240])
    for (let index = 0; index < 200_000; index++) {
      stations.hear(toAp(invented(index)), round);
      stations.hear(fromAp(invented(index)), round);
    }
  expect([stations.inExchange, stations.size]).toEqual([IN_EXCHANGE, ALL]);
  expect(stations.has(PHONE)).toBe(true);
});

test("who left makes room for who is here, and after a day is forgotten", () => {
  const stations = new Stations();
  const pass = (from: number, to: number): void => {
    for (let at = from; at <= to; at++) stations.turn(at);
  };
  for (const at of [0, 60, 120]) stations.hear(toAp(), at);
  pass(0, 9_500);
  expect(stations.has(PHONE)).toBe(true);
  // Two hours later it is worth no more than whoever was heard once.
  for (let index = 0; index < ALL; index++) stations.hear(toAp(invented(index)), 9_500);
  expect(stations.has(PHONE)).toBe(false);
  stations.hear(toAp(), 9_501);
  pass(97_000, 100_200);
  expect([stations.has(PHONE), stations.size]).toEqual([false, 0]);
});

test("a crowd that was there for minutes keeps its places from a flood that comes after it, but for a few of those worth least", () => {
  const stations = new Stations(3);
  for (const at of [0, 60, 120, 180]) for (let index = 0; index < ALL; index++) stations.hear(toAp(PHONE + index), at);
  for (let index = 0; index < 200_000; index++) stations.hear(toAp(invented(index)), 240);
  let kept = 0;
  for (let index = 0; index < ALL; index++) if (stations.has(PHONE + index)) kept++;
  expect([stations.size, kept >= ALL - 1_024]).toEqual([ALL, true]);
});

test("a clock that is set back by hours forgets nobody", () => {
  const stations = new Stations();
  stations.hear(toAp(), 20_000);
  for (let at = 5_000; at <= 6_000; at++) stations.turn(at);
  expect(stations.has(PHONE)).toBe(true);
});

test("minutes are told apart at any time, also before the first one and after the last that is counted", () => {
  for (const from of [-86_400, 2_046 * 60, 1_800_000_000]) {
    const stations = new Stations();
    stations.hear(toAp(), from);
    for (let at = from; at <= from + 600; at++) stations.turn(at);
    expect(stations.has(PHONE)).toBe(true);
    for (let at = from + 87_000; at <= from + 89_100; at++) stations.turn(at);
    expect([stations.has(PHONE), stations.size]).toEqual([false, 0]);
  }
});
