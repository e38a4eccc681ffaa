import { describe, expect, test } from "vitest";
import { BROADCAST } from "../../dot11/address.ts";
import { FrameKind } from "../../dot11/frame-kind.ts";
import { Air, AP, oneOf, type Hearing } from "./air-for-tests.ts";

const SUSPECTED = 10;
const STATIONS = [0x5a13fe_cec128, 0x32f775_552896, 0xbeb060_f3e91b, 0x66aa31_020304];
const REASONS = [1, 3, 4, 7, 8];
const SECONDS = 340;
const WHOLE = { mayBeDamaged: false };

/** Data that are protected, both ways, from one time to another. */
function uses(air: Air, station: number, from: number, until: number): void {
  for (let at = from + air.random() * 0.2; at < until; at += 0.4) {
    air.data(at, station, AP, { protected: true });
    air.data(at + 0.004, AP, station, { protected: true });
  }
}

/** A station is let in, and shakes hands. */
function joins(air: Air, at: number, station: number): void {
  const toNetwork = { transmitter: station, receiver: AP, bssid: AP };
  const fromNetwork = { transmitter: AP, receiver: station, bssid: AP };
  air.send(at, FrameKind.authentication, toNetwork);
  air.send(at + 0.003, FrameKind.authentication, fromNetwork);
  air.send(at + 0.006, FrameKind.associationRequest, toNetwork);
  air.send(at + 0.01, FrameKind.associationResponse, fromNetwork);
  for (let step = 0; step < 4; step++)
    air.data(at + 0.02 + step * 0.01, step % 2 === 0 ? AP : station, step % 2 === 0 ? station : AP);
}

/** A good-bye every so often, to one station after the other; those who obey come back within half a second. */
function parted(
  air: Air,
  every: number,
  obeys: boolean,
  send: (at: number, station: number, reason: number) => void,
): void {
  air.beacons(0, SECONDS);
  for (const [index, station] of STATIONS.entries()) {
    let from = 1;
    for (let at = 20 + index * every; at < SECONDS - 10; at += every * STATIONS.length) {
      send(at, station, oneOf(REASONS, Math.floor(at / every)));
      if (!obeys) continue;
      uses(air, station, from, at - 0.01);
      from = at + 0.5;
      joins(air, at + 0.3, station);
    }
    uses(air, station, from, SECONDS);
  }
}

describe("good-byes that nobody keeps, because those of the network are protected,", () => {
  test.each([5, 13, 30])("are told, one in %i seconds, where their level is foreign", (every) => {
    for (const kind of [FrameKind.deauthentication, FrameKind.disassociation])
      for (const receiver of [undefined, BROADCAST]) {
        const air = new Air();
        parted(air, every, false, (at, station, reasonCode) => {
          const addresses = { transmitter: AP, receiver: receiver ?? station, bssid: AP };
          air.send(at, kind, { ...addresses, reasonCode, rssiDbm: -36, ...WHOLE });
        });
        expect(air.play()).toBeGreaterThanOrEqual(SUSPECTED);
        expect(air.context.codes).toContain("foreign-in-two-ways");
        for (const { transmitters, targets } of air.context.observations)
          expect([transmitters, targets]).toEqual([[], [AP]]);
      }
  });

  test("are told where one second in three is heard, and where a fifth of all frames is lost", () => {
    for (const hearing of [{ hopSeconds: 3 }, { loss: 0.2, seed: 3 }]) {
      const air = new Air(hearing);
      parted(air, 3.3, false, (at, station, reason) =>
        air.goodBye(at, AP, station, reason, { ...WHOLE, rssiDbm: -36 }),
      );
      expect(air.play()).toBeGreaterThanOrEqual(SUSPECTED);
    }
  });
});

const HEARINGS: Record<string, Hearing> = {
  "heard well": {},
  "with a third lost": { loss: 0.33, seed: 7 },
  "heard one second in two": { hopSeconds: 2 },
  "heard one second in five": { hopSeconds: 5 },
  "stations unheard": { hearsStations: false },
};

describe.each(Object.entries(HEARINGS))("innocent, %s:", (_, hearing) => {
  test("an access point that sends stations away one by one, which come back", () => {
    for (const every of [3, 7.3, 30]) {
      const air = new Air(hearing);
      parted(air, every, true, (at, station, reason) => air.goodBye(at, AP, station, reason, WHOLE));
      expect(air.play()).toBeLessThan(SUSPECTED);
    }
  });

  test("one that steers stations which take no notice, and goes on serving them", () => {
    for (const every of [0.7, 5, 13]) {
      const air = new Air(hearing);
      parted(air, every, false, (at, station) => air.goodBye(at, AP, station, 5, WHOLE));
      expect(air.play()).toBeLessThan(SUSPECTED);
    }
  });

  test("one that sends everybody away, now and then", () => {
    const air = new Air(hearing);
    air.beacons(0, SECONDS);
    let from = 1;
    for (let at = 20; at < SECONDS - 10; at += 21) {
      for (const station of STATIONS) uses(air, station, from, at - 0.01);
      air.goodBye(at, AP, BROADCAST, 3, WHOLE);
      for (const [index, station] of STATIONS.entries()) joins(air, at + 0.2 + index * 0.1, station);
      from = at + 0.8;
    }
    expect(air.play()).toBeLessThan(SUSPECTED);
  });

  test("stations that go on sending to an access point that does not know them any more, and it to who has gone", () => {
    const air = new Air(hearing);
    air.beacons(0, SECONDS);
    for (let at = 20; at < SECONDS - 10; at += 9) {
      const [first = -1, second = -1] = STATIONS;
      air.goodBye(at, AP, first, 6, WHOLE);
      air.goodBye(at + 4, second, AP, 8, WHOLE);
      for (let late = 0.02; late < 1.5; late += 0.1) {
        air.data(at + late, first, AP, { protected: true });
        if (late < 0.3) air.data(at + 4 + late, AP, second, { protected: true });
      }
    }
    expect(air.play()).toBeLessThan(SUSPECTED);
  });

  test("an open network", () => {
    const air = new Air(hearing);
    air.beacons(0, SECONDS);
    for (let at = 20; at < SECONDS - 10; at += 9) {
      air.goodBye(at, AP, oneOf(STATIONS, Math.floor(at)), 3, WHOLE);
      for (let later = 0.05; later < 3; later += 0.1) {
        air.data(at + later, oneOf(STATIONS, Math.floor(at)), AP);
        air.data(at + later + 0.01, AP, oneOf(STATIONS, Math.floor(at)));
      }
    }
    expect(air.play()).toBeLessThan(SUSPECTED);
  });
});

test("QoS Null frames that a wrong bit turned into good-byes are held against nobody", () => {
  const air = new Air();
  parted(air, 7.3, false, (at, station) => air.goodBye(at, station, AP, 0, { mayBeDamaged: true, rssiDbm: -36 }));
  expect(air.play()).toBeLessThan(SUSPECTED);
});

describe("good-byes that are obeyed, one in twenty seconds,", () => {
  const slow = (rssiDbm: number | undefined, isItsOwn: boolean): Air => {
    const air = new Air();
    // In the order of time, in which the access point's frames are numbered.
    for (let at = 0; at < SECONDS; at++) {
      air.beacons(at, at + 0.93);
      air.send(at + 0.95, FrameKind.authentication, { transmitter: AP, receiver: STATIONS[3] ?? -1, bssid: AP });
      if (at % 20 !== 10) continue;
      air.goodBye(at + 0.97, AP, oneOf(STATIONS, Math.floor(at / 20)), 3, {
        ...WHOLE,
        ...(rssiDbm === undefined ? {} : { rssiDbm }),
        ...(isItsOwn ? {} : { sequence: Math.floor(air.random() * 4_096) }),
      });
    }
    return air;
  };

  test("are told when they have another level and other numbers than the access point, and not for one of these", () => {
    for (const [rssiDbm, isItsOwn, isTold] of [
      [-36, false, true],
      [-36, true, false],
      [undefined, false, false],
    ] as const) {
      const air = slow(rssiDbm, isItsOwn);
      expect(air.play() >= SUSPECTED).toBe(isTold);
      expect(air.context.codes.includes("foreign-in-two-ways")).toBe(isTold);
    }
  });
});

test("what is off the counter, or of an impossible sender, once in ten minutes adds up to nothing in a day", () => {
  const air = new Air();
  for (let at = 0; at < 7_200; at += 40) {
    air.goodBye(at, AP, oneOf(STATIONS, at / 40), 3, WHOLE);
    if (at % 640 === 0) air.goodBye(at + 1, 0x33_3300_000016, AP, 3, WHOLE);
  }
  expect(air.play()).toBeLessThan(SUSPECTED);
  expect(air.context.codes).toEqual([]);
});
