import { expect, test } from "vitest";
import { BROADCAST } from "./address.ts";
import type { Frame } from "./frame.ts";
import { FrameKind } from "./frame-kind.ts";
import { contradictsItself } from "./header-form.ts";
import { ACCESS_POINT, STATION } from "./octets-for-tests.ts";
import { ParsedFrame } from "./parsed-frame.ts";

const frame = (kind: number, fields: Partial<ParsedFrame>): Frame =>
  Object.assign(new ParsedFrame(), { kind, transmitter: ACCESS_POINT, bssid: ACCESS_POINT, capability: 1, ...fields });
const beacon = (fields: Partial<ParsedFrame> = {}): Frame =>
  frame(FrameKind.beacon, { receiver: BROADCAST, ...fields });
const answer = (fields: Partial<ParsedFrame> = {}): Frame =>
  frame(FrameKind.probeResponse, { receiver: STATION, ...fields });

test("a beacon to everybody and an answer to one contradict nothing", () => {
  expect(contradictsItself(beacon())).toBe(false);
  expect(contradictsItself(answer())).toBe(false);
});

test("a 6 GHz access point answers everybody, and a beacon may go to one", () => {
  expect(contradictsItself(answer({ receiver: BROADCAST }))).toBe(false);
  expect(contradictsItself(beacon({ receiver: STATION }))).toBe(false);
});

test.each([
  ["it crosses the distribution system", { toDs: true }],
  ["it comes from the distribution system", { fromDs: true }],
  ["it goes to a group", { receiver: 0x0100_5e00_00fb }],
  ["it goes to nearly everybody", { receiver: BROADCAST - 0x0100_0000_0400 }],
  ["its transmitter is not its BSSID", { transmitter: ACCESS_POINT + 0x10 }],
  [
    "stations among themselves have no BSSID of a maker",
    { transmitter: STATION, bssid: 0x0011_2233_4455, capability: 2 },
  ],
])("a beacon contradicts itself when %s", (_why, fields) => {
  expect(contradictsItself(beacon(fields))).toBe(true);
});

test("stations among themselves beacon under a BSSID that is none of theirs", () => {
  expect(contradictsItself(beacon({ transmitter: STATION, bssid: 0x0211_2233_4455, capability: 2 }))).toBe(false);
  expect(contradictsItself(beacon({ transmitter: STATION, bssid: 0x506f_9a01_0a0b }))).toBe(false);
});
