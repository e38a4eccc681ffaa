import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { calibrate } from "../../agent/src/evaluate/calibration.ts";
import { isSimulated } from "../../agent/src/evaluate/simulated-capture.ts";
import { FileCapture } from "../../agent/src/radio/capture/file-capture.ts";
import { meanLevelDbm } from "../../agent/src/radio/capture/path-loss.ts";
import { spellAddress } from "../../agent/src/radio/dot11/address.ts";
import { FrameKind } from "../../agent/src/radio/dot11/frame-kind.ts";
import { FrameReader } from "../../agent/src/radio/dot11/frame-reader.ts";
import { readScene } from "./read-scene.ts";
import { simulate, type Simulated } from "./simulate.ts";
import type { TrueTransmitter } from "./truth.ts";

const SCENE = `
seed: 11
seconds: 20
floor: { widthMetres: 60, heightMetres: 40 }
shadowDb: 0
sensors:
  - { name: clean, at: { x: 30, y: 20 }, loss: 0, sensitivityDbm: -110, clockPpm: 7, capture: { damage: dropped } }
  - { name: poor, at: { x: 5, y: 5 }, loss: 0.1, stampSeconds: 0.001, capture: { radiotap: none, fcs: cut, damage: unflagged } }
  - { name: hops, at: { x: 55, y: 5 }, channels: [1, 6, 11], dwellSeconds: 0.5 }
accessPoints:
  - { make: home, channel: 6, at: { x: 10, y: 10 } }
  - { make: wifi6, channel: 6, security: transition, networks: 4, multipleBssid: true }
  - { make: wifi7, channel: 6, security: wpa3 }
  - { make: enterprise, channel: 6, networks: 4, security: enterprise }
  - { make: old, channel: 6, security: open }
  - { make: hotspot, channel: 6, at: { x: 0, y: 20 }, movesTo: { x: 60, y: 20 }, metresPerSecond: 3 }
  - { make: set-up, channel: 6 }
  - { make: home, channel: 6, ppm: 12.5, count: 2 }
phones:
  - { count: 40, joined: 0.8, burstSeconds: 8, names: [Tea] }
`;

const folder = mkdtempSync(join(tmpdir(), "probewarden-air-"));
afterAll(() => rmSync(folder, { recursive: true }));
const made: Simulated = simulate(readScene(SCENE), folder);
const truth = (JSON.parse(readFileSync(made.truth, "utf8")) as { transmitters: TrueTransmitter[] }).transmitters;

interface HeardBeacon {
  sequence: number;
  tsf: number;
  tsft: number;
  levelDbm: number;
}

/** Beacons of the clean sensor's capture by BSSID, and what could not be read. */
async function hear(): Promise<{ beacons: Map<string, HeardBeacon[]>; skipped: string[]; damaged: number }> {
  const beacons = new Map<string, HeardBeacon[]>();
  const skipped: string[] = [];
  let damaged = 0;
  const reader = new FrameReader();
  await new FileCapture(made.captures[0] ?? "").run((captured) => {
    const frame = reader.read(captured);
    if (typeof frame === "string") return void skipped.push(frame);
    if (frame.damage !== undefined) damaged++;
    if (frame.kind !== FrameKind.beacon) return;
    const { sequence, tsftMicroseconds: tsft, rssiDbm: levelDbm } = frame;
    const tsf = frame.tsfHigh * 2 ** 32 + frame.tsfLow;
    const of = spellAddress(frame.bssid);
    beacons.set(of, [...(beacons.get(of) ?? []), { sequence, tsf, tsft, levelDbm }]);
  });
  return { beacons, skipped, damaged };
}
const heard = await hear();
const accessPoints = truth.filter(({ role }) => role === "access-point");

test("every frame can be read, and a sensor that drops damaged ones hands none over", () => {
  expect(heard.skipped).toEqual([]);
  expect(heard.damaged).toBe(0);
});

test("the same scene gives the same octets, and another seed gives others", () => {
  const octets = (text: string, name: string): Buffer[] => {
    const { captures, truth } = simulate(readScene(text), join(folder, name));
    return [...captures, truth].map((file) => readFileSync(file));
  };
  const short = SCENE.replace("seconds: 20", "seconds: 3");
  const [once, again, other] = [octets(short, "a"), octets(short, "b"), octets(short.replace("11", "12"), "c")];
  expect(again.every((file, index) => file.equals(once[index] ?? Buffer.alloc(0)))).toBe(true);
  expect(other.some((file, index) => file.equals(once[index] ?? Buffer.alloc(0)))).toBe(false);
});

test("every access point of the truth is heard, and nobody else beacons", () => {
  expect([...heard.beacons.keys()].sort()).toEqual(accessPoints.flatMap(({ addresses }) => addresses).sort());
});

test("levels are those of the true place, to what fading and a card's rounding take", () => {
  for (const { addresses, place, movesTo, powerDbm } of accessPoints) {
    if (movesTo !== undefined) continue;
    const levels = addresses.flatMap((address) => heard.beacons.get(address) ?? []).map(({ levelDbm }) => levelDbm);
    const mean = levels.reduce((sum, level) => sum + level, 0) / levels.length;
    const expected = meanLevelDbm({ powerAtOneMetreDbm: powerDbm, pathLossExponent: 3 }, place, { x: 30, y: 20 });
    expect(Math.abs(mean - expected)).toBeLessThan(1.5);
  }
});

test("who moves is louder the nearer it is", () => {
  const [moving] = accessPoints.filter(({ movesTo }) => movesTo !== undefined);
  const levels = (heard.beacons.get(moving?.addresses[0] ?? "") ?? []).map(({ levelDbm }) => levelDbm);
  const mean = (part: number[]): number => part.reduce((sum, level) => sum + level, 0) / part.length;
  // It passes the sensor in the middle of the scene.
  const middle = Math.floor(levels.length / 2);
  expect(mean(levels.slice(middle - 10, middle + 10))).toBeGreaterThan(mean(levels.slice(0, 20)) + 10);
});

test("what an oscillator runs too fast can be read from time stamps, to the sensor's own error", () => {
  for (const { addresses, ppm } of accessPoints)
    for (const address of addresses) {
      const stamps = heard.beacons.get(address) ?? [];
      const [first, last] = [stamps[0], stamps.at(-1)];
      if (first === undefined || last === undefined) throw new Error("not heard");
      const skew = ((last.tsf - first.tsf) / (last.tsft - first.tsft) - 1) * 1e6;
      expect(Math.abs(skew - (ppm - 7))).toBeLessThan(0.5);
    }
});

test("beacons leave at their target times or later, as those do that wait for others", () => {
  for (const { addresses } of accessPoints) {
    const interval = 102_400;
    const step = Math.round(interval / addresses.length);
    for (const [index, address] of addresses.entries())
      for (const { tsf } of heard.beacons.get(address) ?? []) {
        const late = (tsf - index * step + interval) % interval;
        expect(late).toBeLessThan(25_000);
      }
  }
});

test("the beacons of one radio come by one counter, in which nothing is missing but other frames of it", () => {
  const [shared] = accessPoints.filter(({ addresses }) => addresses.length === 4);
  const beacons = (shared?.addresses ?? []).flatMap((address) => heard.beacons.get(address) ?? []);
  beacons.sort((left, right) => left.tsf - right.tsf);
  const steps = beacons.slice(1).map(({ sequence }, index) => (sequence - (beacons[index]?.sequence ?? 0)) & 4095);
  expect(Math.min(...steps)).toBeGreaterThan(0);
  expect(Math.max(...steps)).toBeLessThan(100);
});

test("the truth tells what each did, and how often", () => {
  const phones = truth.filter(({ role }) => role === "phone");
  expect(phones).toHaveLength(40);
  expect(phones.some(({ did }) => (did["data"]?.frames ?? 0) > 0)).toBe(true);
  for (const { did } of accessPoints) expect(did["beacon"]?.frames).toBeGreaterThan(190);
});

test("who no sensor can hear is counted, and costs no octets", () => {
  const far = `
seconds: 4
floor: { widthMetres: 4000, heightMetres: 4000 }
sensors: [{ name: corner, at: { x: 0, y: 0 } }]
accessPoints: [{ count: 2000, networks: 2 }]
phones: [{ count: 2000, old: 0 }]
`;
  const { transmitters, heard, truth } = simulate(readScene(far), join(folder, "far"));
  const told = (JSON.parse(readFileSync(truth, "utf8")) as { transmitters: TrueTransmitter[] }).transmitters;
  const beacons = told.reduce((sum, { did }) => sum + (did["beacon"]?.frames ?? 0), 0);
  expect(transmitters).toBe(told.length);
  expect(told.filter(({ role }) => role === "access-point")).toHaveLength(2_000);
  expect(beacons / (2_000 * 2)).toBeCloseTo(4 / 0.1024, 0);
  expect(heard).toBeLessThan(beacons / 100);
});

test("no weight may rest on it: its captures say that they are simulated, and calibrate refuses them", async () => {
  for (const capture of made.captures) expect(await isSimulated(capture)).toBe(true);
  expect(await isSimulated(new URL("../fixtures/lab/benign.pcap", import.meta.url).pathname)).toBe(false);
  await expect(calibrate([folder])).rejects.toThrow("is simulated, and no weight may rest on it");
});
