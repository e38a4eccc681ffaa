import { expect, test } from "vitest";
import { managementFrame } from "../detectors/frame-for-tests.ts";
import { BROADCAST } from "../dot11/address.ts";
import type { Frame } from "../dot11/frame.ts";
import { FrameKind } from "../dot11/frame-kind.ts";
import { DamageShare } from "./damage-share.ts";

const AP = 0x000c_4399_afe1;
const OLD = { hasTsf: true, tsfHigh: 200 };
const beacon = (fields: Partial<Frame> = {}): Frame =>
  managementFrame(FrameKind.beacon, { transmitter: AP, bssid: AP, receiver: BROADCAST, ...OLD, ...fields }, "x");
/** Two addresses that have nothing in common. */
const split = (index: number): Frame =>
  beacon({ transmitter: 0x0257_3fa1_0000 + index * 977, bssid: 0x9c01_c85e_7000 + index * 131 });
const nobody = (): boolean => false;

test("what does not contradict itself is judged", () => {
  expect(new DamageShare().isJudged(beacon(), nobody, 100)).toBe(true);
});

test("what contradicts itself now and then is damage", () => {
  const share = new DamageShare();
  const judged: boolean[] = [];
  for (let index = 0; index < 2_000; index++) {
    for (let whole = 0; whole < 9; whole++) share.isJudged(beacon(), nobody, 100 + index / 10);
    judged.push(share.isJudged(split(index), nobody, 100 + index / 10));
  }
  expect(judged).not.toContain(true);
});

test("where a fifth contradicts itself, it was sent so, and is judged; a minute later it has to show so again", () => {
  const share = new DamageShare();
  const judged: boolean[] = [];
  for (let index = 0; index < 200; index++) {
    share.isJudged(beacon(), nobody, 100 + index / 10);
    judged.push(share.isJudged(split(index), nobody, 100 + index / 10));
  }
  expect(judged.indexOf(true)).toBe(23);
  expect(judged.slice(23)).not.toContain(false);
  for (let index = 0; index < 5_000; index++) share.isJudged(beacon(), nobody, 120 + index / 20);
  expect(share.isJudged(split(0), nobody, 371)).toBe(false);
});

test("one of the two addresses is a well-known access point's, or they are nearly one: however many, it is damage", () => {
  const share = new DamageShare();
  for (let index = 0; index < 500; index++) {
    expect(share.isJudged(split(index), (address) => address >= 0x9000_0000_0000, 100)).toBe(false);
    expect(share.isJudged(beacon({ transmitter: AP + 0x1_0000 * (index % 7) + 3 }), nobody, 100)).toBe(false);
  }
});

test("the clock of an access point that starts anew is on its damaged beacons, too; another young one is not", () => {
  const share = new DamageShare();
  const isKnown = (address: number): boolean => address === AP;
  for (let index = 0; index < 40; index++) {
    const young = { tsfHigh: 0, tsfLow: 100_000 * index };
    expect(share.isJudged(beacon(young), isKnown, 100 + index / 10)).toBe(true);
    if (index % 9 > 0) continue;
    expect(share.isJudged({ ...split(index), ...young }, isKnown, 100 + index / 10)).toBe(false);
  }
  expect(share.isJudged({ ...split(50), tsfHigh: 0, tsfLow: 0 }, isKnown, 104)).toBe(true);
});

test("a clock that has only just started is nobody's whose frame this could be", () => {
  expect(new DamageShare().isJudged(beacon({ transmitter: AP + 1, tsfHigh: 0, tsfLow: 4_000 }), nobody, 100)).toBe(
    true,
  );
});
