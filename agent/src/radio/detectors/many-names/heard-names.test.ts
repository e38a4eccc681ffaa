import { expect, test } from "vitest";
import { FrameKind } from "../../dot11/frame-kind.ts";
import { managementFrame } from "../frame-for-tests.ts";
import type { Frame } from "../../dot11/frame.ts";
import { Heard, HeardNames, NAMES_IN_FULL, NAMES_PER_BSSID, NONE } from "./heard-names.ts";

const [ONE, OTHER] = [0, 1];

/** A name that was heard at a time. */
function hear(names: HeardNames, bssid: number, key: number, atSeconds: number, speakable?: string): number {
  const cell = names.add(bssid, key, speakable);
  names.at[cell] = atSeconds;
  names.times[cell] = 1;
  return cell;
}

const keep = (names: HeardNames, bssid: number, cell: number, { captured, ssidStart, ssidLength }: Frame): void =>
  names.keepOctets(bssid, cell, captured, ssidStart, ssidLength);

const keysOf = (names: HeardNames, bssid: number): number[] => [
  ...names.keys.subarray(names.first(bssid), names.first(bssid) + names.size(bssid)),
];

const octetsOf = (names: HeardNames, bssid: number, key: number): string => {
  const cell = names.find(bssid, key);
  const start = names.octetsStart(bssid, cell);
  return Buffer.from(names.octets.subarray(start, start + names.octetsKept(bssid, cell))).toString();
};

test("the oldest go first, the others keep their order, and another BSSID's names are not touched", () => {
  const names = new HeardNames(2);
  for (const [key, at] of [
    [11, 5],
    [12, 1],
    [13, 4],
    [14, 1],
    [15, 3],
  ] as const)
    hear(names, ONE, key, at);
  hear(names, OTHER, 12, 0);
  names.forgetOldest(ONE, 3);
  expect([keysOf(names, ONE), keysOf(names, OTHER)]).toEqual([[11, 13], [12]]);
  expect([names.find(ONE, 12), names.find(ONE, 13)]).toEqual([NONE, names.first(ONE) + 1]);
});

test("what is older than the window goes, and what seems to come from the future", () => {
  const names = new HeardNames(1);
  hear(names, ONE, 11, 1_000);
  hear(names, ONE, 12, 2_000);
  hear(names, ONE, 13, 3_000);
  names.forgetOld(ONE, 2_000);
  expect(keysOf(names, ONE)).toEqual([12]);
});

test("a name that moves up takes with it what is known of it, and what is forgotten leaves nothing to the next", () => {
  const names = new HeardNames(1);
  const frame = (name: string) => managementFrame(FrameKind.beacon, { channelMhz: 2_437, rssiDbm: -50 }, name);
  for (const [key, name] of [
    [11, "gone"],
    [12, "stays"],
  ] as const) {
    const cell = hear(names, ONE, key, key, name);
    keep(names, ONE, cell, frame(name));
    names.followClock(ONE, cell, frame(name), true, key);
    names.heard[cell] = Heard.speakable | Heard.echoed;
  }
  names.forgetOldest(ONE, 1);
  const stays = names.find(ONE, 12);
  expect([octetsOf(names, ONE, 12), names.speakable(stays), names.isInFull(stays)]).toEqual(["stays", "stays", true]);
  expect(names.heard[stays]).toBe(Heard.speakable | Heard.echoed);
  const next = hear(names, ONE, 13, 13);
  expect([names.octetsKept(ONE, next), names.speakable(next), names.isInFull(next)]).toEqual([NONE, undefined, false]);
  names.followClock(ONE, next, frame("new"), true, 13);
  expect([octetsOf(names, ONE, 12), names.octetsKept(ONE, next)]).toEqual(["stays", NONE]);
});

test("as many names as there is room for are kept in full, again and again, and none takes another's octets", () => {
  const names = new HeardNames(2);
  const name = (key: number): string => `name-${key}`;
  const add = (key: number): void => {
    const isKept = names.keepsInFull(ONE);
    const cell = hear(names, ONE, key, key);
    if (isKept) keep(names, ONE, cell, managementFrame(FrameKind.beacon, {}, name(key)));
  };
  let key = 1;
  for (let round = 0; round < 20; round++) {
    while (names.size(ONE) < NAMES_PER_BSSID) add(key++);
    const inFull = keysOf(names, ONE).filter((it) => names.octetsKept(ONE, names.find(ONE, it)) >= 0);
    expect(inFull.length).toBeLessThanOrEqual(NAMES_IN_FULL);
    for (const it of inFull) expect(octetsOf(names, ONE, it)).toBe(name(it));
    names.forgetOldest(ONE, NAMES_PER_BSSID - 1 - (round % NAMES_IN_FULL));
  }
  expect(names.octets.subarray(names.octets.length / 2).every((it) => it === 0)).toBe(true);
});

test("of all BSSIDs together only so many are kept before each keeps a few, and those that go make room", () => {
  const bssids = 1_000;
  const names = new HeardNames(bssids);
  let kept = 0;
  for (let bssid = 0; bssid < bssids; bssid++)
    for (let key = 1; key <= NAMES_PER_BSSID && !names.areTooMany; key++, kept++) hear(names, bssid, key, key);
  expect([kept, names.areTooMany]).toEqual([32_768, true]);
  names.forgetAll(ONE);
  expect([names.size(ONE), names.areTooMany]).toEqual([0, false]);
});
