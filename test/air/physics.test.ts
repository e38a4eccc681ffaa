import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { FileCapture } from "../../agent/src/radio/capture/file-capture.ts";
import { FrameKind } from "../../agent/src/radio/dot11/frame-kind.ts";
import { FrameReader } from "../../agent/src/radio/dot11/frame-reader.ts";
import { readScene } from "./read-scene.ts";
import { simulate } from "./simulate.ts";

/** One access point between sensors that stand equally far from it, and what keeps them apart. */
const scene = (more = ""): string => `
seed: 7
seconds: 60
floor: { widthMetres: 80, heightMetres: 80 }
shadowDb: 0
channelLoad: 0
walls:
  - { from: { x: 50, y: 30 }, to: { x: 50, y: 50 }, lossDb: 12 }
  - { from: { x: 30, y: 30 }, to: { x: 30, y: 50 }, lossDb: 40 }
  - { from: { x: 29, y: 30 }, to: { x: 29, y: 50 }, lossDb: 40 }
sensors:
  - { name: open, at: { x: 40, y: 55 }, loss: 0, capture: { damage: dropped } }
  - { name: wall, at: { x: 55, y: 40 }, loss: 0, capture: { damage: dropped } }
  - { name: walls, at: { x: 25, y: 40 }, loss: 0, sensitivityDbm: -109, capture: { damage: dropped } }
  - { name: poor, at: { x: 40, y: 55 }, loss: 0.3, capture: { damage: dropped } }
  - { name: ahead, at: { x: 40, y: 55 }, loss: 0, clockOffsetSeconds: 2.5, capture: { damage: dropped } }
  - { name: hops, at: { x: 40, y: 55 }, loss: 0, channels: [1, 6, 11], dwellSeconds: 0.5, capture: { damage: dropped } }
accessPoints:
  - { make: home, channel: 6, ppm: 5, ppmPerHour: 360, at: { x: 40, y: 40 } }
${more}`;

/** When a scene begins that does not say it. */
const START = Date.parse("2026-03-02T10:00:00Z") / 1000;

interface Beacon {
  atSeconds: number;
  tsf: number;
  tsft: number;
  levelDbm: number;
  channelMhz: number;
}

const folder = mkdtempSync(join(tmpdir(), "probewarden-physics-"));
afterAll(() => rmSync(folder, { recursive: true }));

async function beaconsOf(text: string, name: string): Promise<Map<string, Beacon[]>> {
  const heard = new Map<string, Beacon[]>();
  for (const path of simulate(readScene(text), join(folder, name)).captures) {
    const beacons: Beacon[] = [];
    const reader = new FrameReader();
    await new FileCapture(path).run((captured) => {
      const frame = reader.read(captured);
      if (typeof frame === "string" || frame.kind !== FrameKind.beacon) return;
      const { tsftMicroseconds: tsft, rssiDbm: levelDbm, channelMhz } = frame;
      const tsf = frame.tsfHigh * 2 ** 32 + frame.tsfLow;
      beacons.push({ atSeconds: captured.atSeconds, tsf, tsft, levelDbm, channelMhz });
    });
    heard.set(path.split("/").at(-1)?.replace(".pcapng", "") ?? "", beacons);
  }
  return heard;
}
const heard = await beaconsOf(scene(), "still");
const of = (name: string): Beacon[] => heard.get(name) ?? [];
/** Which half second of the scene, from 0. */
const halfSecond = (atSeconds: number): number => Math.floor((atSeconds - START) * 2);
const mean = (values: readonly number[]): number => values.reduce((sum, it) => sum + it, 0) / values.length;
const levelAt = (name: string): number => mean(of(name).map(({ levelDbm }) => levelDbm));

test("a wall takes what it is said to take, less what finds its way round, and many take thirty decibels at most", () => {
  // 30 · (1 − exp(−12/30)), and of eighty decibels nearly all thirty.
  expect(Math.abs(levelAt("open") - levelAt("wall") - 9.9)).toBeLessThan(1);
  const many = levelAt("open") - levelAt("walls");
  expect(many).toBeGreaterThan(26);
  expect(many).toBeLessThan(30.5);
});

test("levels fade as widely as the scene says, half a second at a time", async () => {
  const spreadOf = (beacons: readonly Beacon[]): number => {
    const levels = beacons.map(({ levelDbm }) => levelDbm);
    return Math.sqrt(mean(levels.map((it) => (it - mean(levels)) ** 2)));
  };
  const still = await beaconsOf(scene("fadingDb: 0"), "no-fading");
  const wide = await beaconsOf(scene("fadingDb: 6"), "fading");
  expect(spreadOf(still.get("open") ?? [])).toBeLessThan(0.8);
  expect(spreadOf(wide.get("open") ?? [])).toBeGreaterThan(4);
  expect(spreadOf(wide.get("open") ?? [])).toBeLessThan(8);
  const [within, across] = [[] as number[], [] as number[]];
  for (const [index, { atSeconds, levelDbm }] of (wide.get("open") ?? []).entries()) {
    const before = wide.get("open")?.[index - 1];
    if (before === undefined) continue;
    (halfSecond(before.atSeconds) === halfSecond(atSeconds) ? within : across).push(levelDbm - before.levelDbm);
  }
  // A card reads whole decibels, and one more or less.
  expect(Math.max(...within.map(Math.abs))).toBeLessThanOrEqual(2);
  expect(Math.max(...across.map(Math.abs))).toBeGreaterThan(5);
});

test("an oscillator that drifts runs faster at the end than at the beginning, by what the scene says", () => {
  const skewOf = (beacons: readonly Beacon[]): number => {
    const [first, last] = [beacons[0], beacons.at(-1)];
    if (first === undefined || last === undefined) throw new Error("not heard");
    return ((last.tsf - first.tsf) / (last.tsft - first.tsft) - 1) * 1e6;
  };
  const beacons = of("open");
  const middle = Math.floor(beacons.length / 2);
  // 360 millionths an hour are a tenth a second: three more in half a minute.
  expect(skewOf(beacons.slice(middle)) - skewOf(beacons.slice(0, middle))).toBeCloseTo(3, 0);
});

test("a sensor loses the share of frames that the scene says, and stamps them by a clock that is as far ahead", () => {
  expect(Math.abs(of("poor").length / of("open").length - 0.7)).toBeLessThan(0.06);
  const byTsf = new Map(of("ahead").map(({ tsf, atSeconds }) => [tsf, atSeconds]));
  const ahead = of("open").map(({ tsf, atSeconds }) => (byTsf.get(tsf) ?? Number.NaN) - atSeconds);
  expect(ahead).toHaveLength(of("open").length);
  for (const seconds of ahead) expect(seconds).toBeCloseTo(2.5, 4);
});

test("a sensor that hops hears a third of what one hears that stays, in the half seconds in which it is on the channel", () => {
  const hopped = of("hops").filter(({ channelMhz }) => channelMhz === 2_437);
  expect(Math.abs(hopped.length / of("open").length - 1 / 3)).toBeLessThan(0.05);
  for (const { atSeconds } of hopped) expect(halfSecond(atSeconds) % 3).toBe(1);
});
