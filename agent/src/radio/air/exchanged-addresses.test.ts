import { expect, test } from "vitest";
import { AccessPoints } from "./access-points.ts";
import { ExchangedAddresses } from "./exchanged-addresses.ts";
import { managementFrame } from "../detectors/frame-for-tests.ts";
import { FrameKind } from "../dot11/frame-kind.ts";

const AP = 0x001f7a_e26c98;
const GROUP = 0x010000_000000;

/** Air of access points that beacon so often, each by its own clock; each beacon is late by up to so many microseconds. */
function beaconing(addresses: readonly number[], beacons: number, lateMicroseconds = 0): boolean {
  const accessPoints = new AccessPoints();
  const exchanged = new ExchangedAddresses(accessPoints);
  let random = 1;
  for (let index = 0; index < beacons; index++)
    for (const address of addresses) {
      random = (Math.imul(random, 1_664_525) + 1_013_904_223) >>> 0;
      const tsfLow = index * 102_400 + Math.floor((random / 2 ** 32) * lateMicroseconds);
      const clock = { hasTsf: true, tsfHigh: 7, tsfLow, beaconIntervalTu: 100 };
      const fields = { transmitter: address, bssid: address, sequence: index, ...clock };
      const at = 100 + tsfLow / 1e6;
      exchanged.hear(accessPoints.advertised(managementFrame(FrameKind.beacon, fields), at, true), at);
    }
  return exchanged.wereExchanged(100 + beacons / 10);
}

const individual = (count: number): number[] => Array.from({ length: count }, (_, index) => AP + 0x100 * index);

test("a group address whose beacons keep the beat is an access point's that was exchanged", () => {
  expect(beaconing([GROUP + AP], 60, 4_000)).toBe(true);
  expect(beaconing([GROUP + AP, ...individual(3)], 60, 4_000)).toBe(true);
});

test("an individual address says nothing, nor do a few beacons, nor those that a program sends at any time", () => {
  expect(beaconing([AP], 60)).toBe(false);
  expect(beaconing([GROUP + AP], 40)).toBe(false);
  expect(beaconing([GROUP + AP], 200, 102_400)).toBe(false);
});

test("whoever forges one that keeps the beat among access points that have addresses of their own exchanges nobody's", () => {
  expect(beaconing([GROUP + AP, ...individual(4)], 60)).toBe(false);
});

test("it is over ten minutes after the last of them", () => {
  const { beat } = { beat: { isKept: true } as never };
  const known = { bssid: GROUP + AP, beat, lastAt: 100 };
  const exchanged = new ExchangedAddresses([[known.bssid, known]]);
  expect(exchanged.wereExchanged(100)).toBe(false);
  exchanged.hear(known, 100);
  expect([exchanged.wereExchanged(690), exchanged.wereExchanged(710)]).toEqual([true, false]);
});

test("stations that look about, of which a quarter and more have a group address, were exchanged as well; a damaged one was not", () => {
  const looking = (groupEvery: number, stations: number, isGroup = true): ExchangedAddresses => {
    const beat = { isKept: false, isPunctual: true } as never;
    const bssid = isGroup ? GROUP + AP : AP;
    const exchanged = new ExchangedAddresses([[bssid, { bssid, beat, lastAt: 100 + stations }]]);
    for (let index = 0; index < stations; index++)
      for (let again = 0; again < 3; again++)
        exchanged.hearStation((index % groupEvery === 1 ? GROUP : 0) + AP + index, 100 + index);
    return exchanged;
  };
  expect(looking(2, 10).wereExchanged(110)).toBe(true);
  expect(looking(2, 1_000).wereExchanged(1_110)).toBe(true);
  expect(looking(2, 4).wereExchanged(110)).toBe(false);
  expect(looking(6, 60).wereExchanged(160)).toBe(false);
  expect(looking(6, 1_000).wereExchanged(1_110)).toBe(false);
  expect(looking(2, 10).wereExchanged(711)).toBe(false);
  // A forger asks under as many as he likes: those whose beacons are due when they come have other addresses.
  expect(looking(1, 1_000, false).wereExchanged(1_110)).toBe(false);
});
