import type { InventoryEntry } from "@probewarden/contract";
import { expect, test } from "vitest";
import {
  COUNTRY,
  element,
  HT,
  MadeAir,
  MORE_RATES,
  nameOf,
  ordinary,
  RATES,
  TIM,
  WMM,
} from "../../made-air-for-tests.ts";

const NAME = "Tea-Pavilion";
const REAL = 0x001f7ae26c98;
/** AKM suites (Table 9-188): PSK, FT over PSK, SAE, FT over SAE. */
const [PSK, FT_PSK, SAE, FT_SAE] = [2, 4, 8, 9];
const suite = (type: number): number[] => [0x00, 0x0f, 0xac, type];

/** RSN with CCMP and these AKMs; protected management frames are possible. */
const rsnOf = (...akms: number[]): Buffer =>
  element(48, 1, 0, ...suite(4), 1, 0, ...suite(4), akms.length, 0, ...akms.flatMap(suite), 0x80, 0);
const secured = (rsn: Buffer, ...more: Buffer[]): Buffer =>
  Buffer.concat([nameOf(NAME), RATES, TIM, COUNTRY, MORE_RATES, rsn, ...HT, WMM, ...more]);
const HE = [element(255, 35, ...new Uint8Array(22)), element(255, 36, ...new Uint8Array(9))];
const EHT = [element(255, 108, ...new Uint8Array(12)), element(255, 106, ...new Uint8Array(5))];
/** Mobility Domain (9.4.2.46), and a Basic Multi-Link element (9.4.2.312) of a device with this address. */
const MOBILITY_DOMAIN = element(54, 0x11, 0x22, 1);
const multiLink = (address: number): Buffer => {
  const octets = Buffer.alloc(6);
  octets.writeUIntBE(address, 0, 6);
  return element(255, 107, 0x30, 0x00, 9, ...octets, 0, 1);
};
/** Channel Switch Announcement (9.4.2.18): to channel 132, after so many beacons. */
const switchIn = (beacons: number): Buffer => element(37, 1, 132, beacons);

const venue = (security: "wpa2" | "wpa3", ...bssids: string[]): InventoryEntry[] =>
  bssids.map((bssid) => ({
    bssid,
    ssid: Buffer.from(NAME).toString("hex"),
    security: security as NonNullable<InventoryEntry["security"]>,
  }));
const LISTED = "00:1f:7a:e2:6c:98";

test("the nodes of a mesh, of which the list has one, and an extender under a name of its own are quiet", () => {
  const air = new MadeAir();
  air.networks = venue("wpa2", LISTED);
  for (let node = 0; node < 5; node++)
    air.beacons(0.007 * node, 60, {
      transmitter: REAL + 0x3100 * node,
      age: 40_000 + 777 * node,
      elements: secured(rsnOf(PSK)),
    });
  air.beacons(0.05, 60, { transmitter: 0x5c628b_000101, elements: ordinary(`${NAME}_EXT`) });
  expect(air.findings()).toEqual([]);
});

test("access points between which devices roam fast (802.11r) are quiet, whether or not the list has the other one", () => {
  for (const bssids of [[LISTED], [LISTED, "00:1f:7a:e2:70:10"]]) {
    const air = new MadeAir();
    air.networks = venue("wpa2", ...bssids);
    for (const [index, transmitter] of [REAL, 0x001f7ae27010].entries())
      air.beacons(0.03 * index, 60, {
        transmitter,
        age: 9_000 + 51 * index,
        elements: secured(rsnOf(PSK, FT_PSK), MOBILITY_DOMAIN),
      });
    expect(air.findings()).toEqual([]);
  }
});

test("an access point that finds a radar and moves (DFS) goes on with its clock on another channel, and is quiet", () => {
  const air = new MadeAir();
  air.networks = venue("wpa2", LISTED);
  for (let beacon = 0; beacon < 600; beacon++) {
    const at = beacon * 0.1024;
    const announces = beacon >= 290 && beacon < 300 ? [switchIn(300 - beacon)] : [];
    air.send(at, {
      transmitter: REAL,
      sequence: beacon,
      tsfSeconds: 512_000 + at,
      elements: secured(rsnOf(PSK), ...announces),
      channelMhz: beacon < 300 ? 5_260 : 5_660,
      levelDbm: beacon < 300 ? -55 : -63,
    });
  }
  expect(air.findings()).toEqual([]);
});

test("a network that goes over from WPA2 to WPA3 has both for years, and is quiet whatever the list says", () => {
  for (const security of ["wpa2", "wpa3"] as const)
    for (const akms of [[PSK], [PSK, SAE], [SAE], [SAE, FT_SAE]]) {
      const air = new MadeAir();
      air.networks = venue(security, LISTED);
      air.beacons(0, 30, { transmitter: REAL, elements: secured(rsnOf(PSK, SAE)) });
      air.beacons(0.04, 30, { transmitter: REAL + 0x5500, age: 77_000, elements: secured(rsnOf(...akms)) });
      expect(air.findings()).toEqual([]);
    }
});

test("the links of one Wi-Fi 7 access point, each with an address of its own and one of them listed, are quiet", () => {
  const air = new MadeAir();
  air.networks = venue("wpa3", LISTED);
  for (const [index, channelMhz] of [2_437, 5_180, 6_135].entries())
    air.beacons(0.011 * index, 60, {
      transmitter: REAL + (index === 0 ? 0 : 0x020000000000 + 0x100 * index),
      age: 30_000,
      channelMhz,
      elements: secured(rsnOf(SAE), ...HE, ...EHT, multiLink(REAL)),
    });
  expect(air.findings()).toEqual([]);
});

test("firmware that is updated changes elements and begins the clock anew, once, and is quiet", () => {
  const air = new MadeAir();
  air.networks = venue("wpa2", LISTED);
  air.beacons(0, 40, { transmitter: REAL, elements: secured(rsnOf(PSK)) });
  air.beacons(130, 200, { transmitter: REAL, age: -129, sequence: 0, elements: secured(rsnOf(PSK, SAE), ...HE) });
  expect(air.findings()).toEqual([]);
});
