import { expect, test } from "vitest";
import { BROADCAST } from "../../dot11/address.ts";
import { FrameKind } from "../../dot11/frame-kind.ts";
import { Air, AP } from "./air-for-tests.ts";

/** An access point that sends everybody away when it starts, more often than most, before its first beacon is heard. */
function restarted(after: (air: Air) => void): Air {
  const air = new Air();
  air.beacons(0, 18);
  air.restart(AP);
  for (let at = 20; at < 22.6; at += 0.5) air.goodBye(at, AP, BROADCAST, 2);
  after(air);
  air.play();
  return air;
}

test("good-byes that were told before the first beacon of an access point that starts anew are taken back when its new clock runs on", () => {
  const air = restarted((it) => it.beacons(23.5, 60, 21.3));
  expect(air.context.codes).toEqual(["repeated-broadcast"]);
  expect(air.context.withdrawn).toEqual(["repeated-broadcast: restarted"]);
});

test("a single beacon with a young clock, or one beside the old clock, explains nothing", () => {
  const young = (it: Air, at: number): void =>
    it.send(at, FrameKind.beacon, {
      transmitter: AP,
      bssid: AP,
      receiver: BROADCAST,
      hasTsf: true,
      tsfLow: Math.round((at - 21.3) * 1e6),
      tsfHigh: 0,
    });
  const single = restarted((it) => {
    young(it, 23);
    it.beacons(23.5, 60);
  });
  const beside = restarted((it) => {
    it.beacons(23.5, 60);
    it.beacons(23.55, 60, 21.3);
  });
  const alone = restarted((it) => {
    young(it, 23);
    for (let at = 24; at < 60; at++) it.data(at, AP, 0x262371_06e6ef);
  });
  for (const air of [single, beside, alone]) {
    expect(air.context.codes).toContain("repeated-broadcast");
    expect(air.context.withdrawn).toEqual([]);
  }
});
