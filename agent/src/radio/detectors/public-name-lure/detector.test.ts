import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import {
  codesIn,
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
import { readPublicNetworkList } from "../../venue/public-network-list.ts";
import { PUBLIC_NETWORKS } from "../../venue/public-networks.ts";

const BOX = 0xd63a19ae03d0;
const OPERATORS = 0x001f7ae26c00;
const OPEN = 0x0421;
const OTHER = 0xd807b62fc868;

/** What a program on a computer writes into beacons, and what an access point that is for sale does. */
const plain = (name: string): Buffer => Buffer.concat([nameOf(name), RATES, TIM, MORE_RATES, ...HT, WMM]);
const rich = (name: string): Buffer =>
  Buffer.concat([
    nameOf(name),
    RATES,
    TIM,
    element(7, 0x43, 0x4e, 0x20, 1, 13, 20),
    MORE_RATES,
    ...HT,
    WMM,
    element(221, 0x00, 0x0f, 0xe2, 1, 2, 3),
  ]);

interface Wears {
  address?: number;
  from?: number;
  age?: number;
  elements?: (name: string) => Buffer;
  capability?: number;
}

/** One radio with some names, beside an access point that was heard from the beginning. */
function radio(
  names: readonly string[],
  { address = BOX, from = 15, age = 180_000, elements = plain, capability = OPEN }: Wears = {},
): MadeAir {
  const air = new MadeAir();
  air.beacons(0, 40, { transmitter: OTHER, elements: ordinary("Jade Court 3F"), age: 77_000 });
  for (const [index, name] of names.entries())
    air.beacons(from + 0.002 * index, 40, { transmitter: address + index, elements: elements(name), capability, age });
  return air;
}

const THREE = ["ChinaUnicom-WLAN", "ChinaNet-Free", "CMCC-FREE"];

test("three owners' open networks on a computer's radio that was just switched on are a lure, for both suspicions", () => {
  const accused = radio(THREE).accused();
  expect(accused.map(({ suspicion }) => suspicion).sort()).toEqual(["impostor", "probe-box"]);
  expect(accused.map(codesIn)).toEqual([["lure-of-one-radio"], ["lure-of-one-radio"]]);
  expect(accused[0]?.transmitters).toEqual(["d6:3a:19:ae:03:d0", "d6:3a:19:ae:03:d1", "d6:3a:19:ae:03:d2"]);
});

test("with a maker's address it is one all the same", () => {
  expect(radio(["Starbucks", "CMCC", "Hilton Honors"], { address: 0x00c0ca_112230 }).accused()).toHaveLength(2);
});

test("an access point that operators share is watched at most, also when it was just restarted or brought in", () => {
  for (const wears of [{ from: 0 }, { from: 15 }, { from: 0, age: 5 }]) {
    const air = radio(["CMCC", "ChinaNet", "ChinaUnicom"], { address: OPERATORS, elements: rich, ...wears });
    expect(air.accused()).toEqual([]);
  }
});

/** Some names that a program beacons when it comes to it, on one clock that has run for long; beside it somebody keeps his beat. */
function programmed(names: readonly string[], { address = BOX, age = 180_000, from = 0 }: Wears = {}): MadeAir {
  const air = new MadeAir();
  air.beacons(0, 40, { transmitter: OTHER, elements: ordinary("Jade Court 3F"), age: 750_000 * 0.1024 });
  for (const [index, name] of names.entries())
    for (let at = from + 0.01 * index; at < 40; at += 0.1 + 0.01 * Math.sin(at * 7))
      air.send(at, { transmitter: address + index, elements: plain(name), capability: OPEN, tsfSeconds: age + at });
  return air;
}

test("that a program beacons them is one more reason", () => {
  const codes = (air: MadeAir): string[] => air.accused().flatMap(codesIn);
  const [three, two] = [THREE, THREE.slice(0, 2)];
  const makers = 0x00c0ca_112230;
  expect(codes(programmed(three, { address: makers }))).toContain("lure-of-one-radio");
  expect(codes(radio(three, { address: makers, from: 0 }))).toEqual([]);
  expect(codes(programmed(two))).toContain("lure-of-one-radio");
  expect(codes(radio(two, { from: 0 }))).toEqual([]);
});

test("a radio has networks of one city: with two, three owners' names are a lure, however well it is made and how long it runs", () => {
  const names = ["Starbucks", "i-Shanghai", "MyBeijing"];
  const accused = radio(names, { address: OPERATORS, elements: rich, from: 0 }).accused();
  expect(accused.map(codesIn)).toEqual([["lure-of-one-radio"], ["lure-of-one-radio"]]);
  const ofOneCity = radio(["Starbucks", "i-Shanghai", "CMCC"], { address: OPERATORS, elements: rich, from: 0 });
  expect(ofOneCity.accused()).toEqual([]);
  expect(radio(names.slice(1), { address: OPERATORS, elements: rich, from: 0 }).accused()).toEqual([]);
});

test("one public name on a radio that is new and poor is suspected when a program beacons it, whoever's address it has, and not shown by itself", () => {
  const wears = { age: 20, from: 15 };
  const suspected = programmed(["CMCC"], wears).accused();
  expect(suspected.map(({ suspicion }) => suspicion)).toEqual(["impostor"]);
  expect(suspected.map(codesIn)).toEqual([["no-beat-of-a-public-name", "public-name-of-a-newcomer"]]);
  expect(radio(["CMCC"], wears).findings()).toEqual([]);
  const makers = { address: 0x00c0ca_112230 };
  expect(
    programmed(["CMCC"], { ...wears, ...makers })
      .accused()
      .map(codesIn),
  ).toEqual(suspected.map(codesIn));
  expect(radio(["CMCC"], { ...wears, ...makers }).findings()).toEqual([]);
  expect(programmed(["CMCC"], makers).accused()).toEqual([]);
});

test("one operator's networks, however many access points there are, are not even looked at", () => {
  const air = new MadeAir();
  for (let index = 0; index < 30; index++)
    air.beacons(0.003 * index, 30, {
      transmitter: OPERATORS + 0x100 * index,
      elements: rich(index % 2 === 0 ? "CMCC" : "ChinaNet"),
      capability: OPEN,
      age: 1_000 + 97.3 * index,
    });
  expect(air.findings()).toEqual([]);
  expect(radio(["CMCC", "CMCC-WEB", "CMCC-EDU"]).findings()).toEqual([]);
});

test("a phone's hotspot or a router that is named after a chain wears one name", () => {
  expect(radio(["Starbucks WiFi"]).findings()).toEqual([]);
});

test("what is encrypted, what is the venue's own, and names of homes that begin like an operator's are no lure", () => {
  expect(radio(THREE, { elements: ordinary, capability: 0x0431 }).findings()).toEqual([]);
  expect(radio(["ChinaNet-kQ4d", "CMCC-7f3a", "TP-LINK", "Free WiFi"]).findings()).toEqual([]);
  const own = radio(THREE);
  own.networks = THREE.map((name, index) => ({
    bssid: `d6:3a:19:ae:03:d${index}`,
    ssid: Buffer.from(name).toString("hex"),
  }));
  expect(own.findings()).toEqual([]);
});

test("three shops' access points have three clocks, and are three", () => {
  const air = new MadeAir();
  for (const [index, name] of ["Starbucks", "KFC FREE WIFI", "McDonald's Free WiFi"].entries())
    air.beacons(0.002 * index, 30, {
      transmitter: BOX + 0x1000 * index,
      elements: plain(name),
      capability: OPEN,
      age: 20 + 0.9 * index,
    });
  expect(air.findings()).toEqual([]);
});

test("every public network has an owner and a source, and a list that is none stops the build", () => {
  expect(PUBLIC_NETWORKS.owners.size).toBeGreaterThan(60);
  const folder = mkdtempSync(join(tmpdir(), "public-networks-"));
  const file = join(folder, "list.yaml");
  writeFileSync(file, "- {owner: a, kind: chain, names: [A]}");
  expect(() => readPublicNetworkList(file)).toThrow(/no list of entries/);
  writeFileSync(file, "- owner: [");
  expect(() => readPublicNetworkList(file)).toThrow(/cannot be read as YAML/);
  rmSync(folder, { recursive: true });
});
