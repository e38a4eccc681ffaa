import { PRIOR_DB } from "@probewarden/contract";
import { expect, test } from "vitest";
import { BROADCAST } from "../../dot11/address.ts";
import { FrameKind } from "../../dot11/frame-kind.ts";
import { managementFrame, TestContext } from "../frame-for-tests.ts";
import { weightsOf } from "../weights.ts";
import { ManyNames } from "./detector.ts";

const AP = 0x001f7ae26c98;
const STATION = 0x262371_06e6ef;
const WATCH = -10;
const RATES = [1, 4, 0x82, 0x84, 0x8b, 0x96] as const;

/** A made-up channel on which stations ask, and access points beacon and answer, 20 ms apart. */
class Street {
  readonly context = new TestContext();
  readonly #detector = new ManyNames();

  beacon(bssid: number, name: string, more: readonly number[] = RATES): void {
    this.#hear(managementFrame(FrameKind.beacon, { transmitter: bssid, bssid, receiver: BROADCAST }, name, more));
  }

  /** A station asks for a name, and is answered under `told`. */
  asked(bssid: number, name: string, told: string, more: readonly number[] = RATES, station = STATION): void {
    const question = managementFrame(
      FrameKind.probeRequest,
      { transmitter: station, receiver: BROADCAST },
      name,
      RATES,
    );
    this.context.atSeconds += 0.02;
    this.context.askedNames.hear(question, this.context.atSeconds);
    this.#hear(managementFrame(FrameKind.probeResponse, { transmitter: bssid, bssid, receiver: station }, told, more));
  }

  get scoreDb(): number {
    const weights = this.context.codes.flatMap((code) => weightsOf(code as never)).map(({ usedDb }) => usedDb);
    return PRIOR_DB["probe-box"] + Math.max(0, ...weights);
  }

  #hear(frame: ReturnType<typeof managementFrame>): void {
    this.context.atSeconds += 0.02;
    this.context.accessPoints.advertised(frame, this.context.atSeconds, frame.kind === FrameKind.beacon);
    this.#detector.onFrame(frame, this.context);
    this.#detector.onTick(this.context);
  }
}

/** A Multiple BSSID element (9.4.2.45): MaxBSSID Indicator, and a nontransmitted profile with capability, name and index for each name. */
function multipleBssid(names: readonly string[]): number[] {
  const profiles = names.flatMap((name, index) => {
    const octets = [...Buffer.from(name)];
    const profile = [83, 2, 0x11, 0x04, 0, octets.length, ...octets, 85, 1, index + 1];
    return [0, profile.length, ...profile];
  });
  return [...RATES, 71, profiles.length + 1, 4, ...profiles];
}

const TENANTS = ["guest", "staff", "voice", "scanner", "signage", "iot"] as const;

test("one radio with Multiple BSSID: whichever nontransmitted network is asked for, the transmitted one answers, with the others in its profiles", () => {
  const street = new Street();
  const element = multipleBssid(TENANTS);
  for (let round = 0; round < 40; round++) {
    street.beacon(AP, "hall", element);
    for (const name of TENANTS) street.asked(AP, name, "hall", element);
  }
  expect(street.context.codes).toEqual([]);
});

test("a radio whose nontransmitted networks turn to beacons of their own after an update keeps one name an address", () => {
  const street = new Street();
  const element = multipleBssid(TENANTS);
  for (let round = 0; round < 20; round++) street.beacon(AP, "hall", element);
  for (let round = 0; round < 20; round++)
    for (const [index, name] of ["hall", ...TENANTS].entries()) {
      street.beacon(AP + index, name);
      street.asked(AP + index, name, name);
    }
  expect(street.context.codes).toEqual([]);
});

test("sixteen networks of an enterprise radio, half of them hidden, each asked for by name, are quiet", () => {
  const street = new Street();
  for (let round = 0; round < 20; round++)
    for (let index = 0; index < 16; index++) {
      const name = `network ${index * 7_919}`;
      street.beacon(AP + index, index % 2 === 0 ? name : "\0".repeat(name.length));
      street.asked(AP + index, name, name);
    }
  expect(street.context.codes).toEqual([]);
});

test("an owner of Wi-Fi Direct groups that come and go beside its own network is quiet", () => {
  const street = new Street();
  for (let round = 0; round < 60; round++) {
    street.asked(AP, "DIRECT-", "DIRECT-");
    street.asked(AP, `DIRECT-${round}-TV`, `DIRECT-${round}-TV`);
    street.beacon(AP, "living room");
  }
  expect(street.context.codes).toEqual([]);
});

test("a person who renames a phone's hotspot twice, with stations that still ask for the older names, is quiet", () => {
  const street = new Street();
  for (const name of ["phone", "phone of the shop", "shop"])
    for (let round = 0; round < 60; round++) {
      street.beacon(AP, name);
      street.asked(AP, name, name);
    }
  expect(street.scoreDb).toBeLessThan(WATCH);
});

test("who hides behind a Multiple BSSID element and answers under each name that is asked for is told all the same", () => {
  const street = new Street();
  const element = multipleBssid(TENANTS);
  for (let round = 0; round < 4; round++)
    for (const name of TENANTS) street.asked(AP, name, name, element, STATION + TENANTS.indexOf(name));
  expect(street.context.codes).toContain("five-names");
});
