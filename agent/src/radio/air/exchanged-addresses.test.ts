import { expect, test } from "vitest";
import { AccessPoints } from "./access-points.ts";
import { ExchangedAddresses } from "./exchanged-addresses.ts";
import { managementFrame } from "../detectors/frame-for-tests.ts";
import { FrameKind } from "../dot11/frame-kind.ts";

const AP = 0x001f7a_e26c98;
const GROUP = 0x010000_000000;

/** An access point beacons so often; each beacon is late by up to so many microseconds. */
function beaconing(address: number, beacons: number, lateMicroseconds = 0): boolean {
  const accessPoints = new AccessPoints();
  const exchanged = new ExchangedAddresses();
  let random = 1;
  for (let index = 0; index < beacons; index++) {
    random = (Math.imul(random, 1_664_525) + 1_013_904_223) >>> 0;
    const tsfLow = index * 102_400 + Math.floor((random / 2 ** 32) * lateMicroseconds);
    const clock = { hasTsf: true, tsfHigh: 7, tsfLow, beaconIntervalTu: 100 };
    const frame = managementFrame(FrameKind.beacon, {
      transmitter: address,
      bssid: address,
      sequence: index,
      ...clock,
    });
    exchanged.hear(accessPoints.advertised(frame, 100 + tsfLow / 1e6, true), 100 + tsfLow / 1e6);
  }
  return exchanged.wereExchanged(100 + beacons / 10);
}

test("a group address whose beacons keep the beat is an access point's that was exchanged", () => {
  expect(beaconing(GROUP + AP, 60, 4_000)).toBe(true);
});

test("an individual address says nothing, nor do a few beacons, nor those that a program sends at any time", () => {
  expect(beaconing(AP, 60)).toBe(false);
  expect(beaconing(GROUP + AP, 40)).toBe(false);
  expect(beaconing(GROUP + AP, 200, 102_400)).toBe(false);
});

test("it is over ten minutes after the last of them", () => {
  const exchanged = new ExchangedAddresses();
  expect(exchanged.wereExchanged(100)).toBe(false);
  const { beat } = { beat: { isKept: true } as never };
  exchanged.hear({ bssid: GROUP + AP, beat }, 100);
  expect([exchanged.wereExchanged(690), exchanged.wereExchanged(710)]).toEqual([true, false]);
});
