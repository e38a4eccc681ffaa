import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { codesIn, MadeAir, ordinary } from "../../made-air-for-tests.ts";
import { readFingerprintList } from "./fingerprint-list.ts";
import { FINGERPRINTS, matchFingerprint } from "./fingerprints.ts";

const BOX = 0x146b9c_f40f9a;

/** What is found when one access point is heard under a name for some seconds. */
const heard = (address: number, name: string, seconds = 5): MadeAir => {
  const air = new MadeAir();
  air.beacons(0, seconds, { transmitter: address, elements: ordinary(name) });
  return air;
};

test("an access point with the documented name of a probe box and its own last octets is accused within a second", () => {
  const accused = heard(BOX, "DataSky_f40f9a", 1).accused();
  expect(accused).toMatchObject([{ suspicion: "probe-box", transmitters: ["14:6b:9c:f4:0f:9a"] }]);
  expect(accused.map(codesIn)).toEqual([["product-bound-name"]]);
  expect(accused[0]?.evidence[0]?.names).toEqual([Buffer.from("DataSky_f40f9a").toString("hex")]);
});

test("the same name in other letters is the same name", () => {
  expect(heard(BOX, "DATASKY_F40F9A").accused()).toHaveLength(1);
});

test("the octets of another address are a name that somebody chose: watched at most", () => {
  expect(heard(BOX, "DataSky_000000").findings().map(codesIn)).toEqual([["product-name"]]);
  expect(heard(BOX, "DataSky_000000").accused()).toEqual([]);
});

test("words that say what it does accuse nobody, however they carry the address", () => {
  for (const name of ["TanZhen_f40f9a", "wifi-probe-0f9a", "客流统计-f40f9a", "Footfall_f40f9a"]) {
    expect(heard(BOX, name).findings().map(codesIn), name).toEqual([["product-bound-wording"]]);
    expect(heard(BOX, name).accused(), name).toEqual([]);
  }
});

test.each([
  "ESP_F40F9A",
  "AI-THINKER_F40F9A",
  "TP-LINK_0F9A",
  "MERCURY_F40F9A",
  "HI-LINK_0F9A",
  "SmartLife-0F9A",
  "OpenWrt",
  "probe",
  "Probe Coffee",
  "wanda 客流",
  "DIRECT-9A-HP",
  "Pineapple Bar",
  "Pineapple_0F9A",
])("%s is no probe box's name, though makers of modules and routers bind names to addresses too", (name) => {
  expect(heard(BOX, name).findings()).toEqual([]);
});

test("a maker's prefix without a name says nothing, and a name of a maker's product is his only with his prefix", () => {
  const pineapple = 0x001337_a50f9a;
  expect(heard(pineapple, "Tea-Pavilion").findings()).toEqual([]);
  expect(heard(pineapple, "Pineapple_0F9A").findings().map(codesIn)).toEqual([["product-bound-wording"]]);
});

test("a name heard once or twice, as damage or somebody's forgery has it, is not looked at", () => {
  const air = new MadeAir();
  for (let at = 0; at < 3; at++)
    air.send(at, { transmitter: BOX, sequence: at, tsfSeconds: 500 + at, elements: ordinary("DataSky_f40f9a") });
  expect(air.findings()).toEqual([]);
});

test("a name that a visitor asked for does not leave, whoever carries it", () => {
  const air = heard(BOX, "DataSky_f40f9a");
  air.ask(0.05, 0x026e21_000001, "DataSky_f40f9a");
  expect(air.accused().map(({ evidence }) => evidence.map(({ names }) => names))).toEqual([[[]]]);
});

test("every rule has its source and its confidence, and rules that are none stop the build", () => {
  expect(FINGERPRINTS.length).toBeGreaterThan(3);
  for (const { source } of FINGERPRINTS) expect(source.length).toBeGreaterThan(20);
  expect(matchFingerprint(FINGERPRINTS, "DataSky_f40f9a", 0x146b_9cf4_0f9a)).toMatchObject({ octets: 3 });
});

let folder: string;
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), "fingerprints-"))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each([
  ["no YAML", "- id: [", /cannot be read as YAML/],
  ["a rule without a source", "- {id: a, product: b, name: c, confidence: documented}", /no list of rules/],
  [
    "a name that is no regular expression",
    "- {id: a, product: b, name: '(', source: written on the box itself, confidence: reported}",
    /rule a: \/name/,
  ],
])("%s is said with its place", (_, text, message) => {
  const file = join(folder, "rules.yaml");
  writeFileSync(file, text);
  expect(() => readFingerprintList(file)).toThrow(message);
});
