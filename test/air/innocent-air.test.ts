import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { judgeCapture } from "./judge-captures.ts";
import { readScene } from "./read-scene.ts";
import { simulate } from "./simulate.ts";

/** Seconds of the mall that a test plays: each phone of 2,000 has scanned, and hundreds have joined. */
const SECONDS = 8;

/** The same mall through radios, drivers and clocks of every kind. */
const SENSORS = `
sensors:
  - { name: full, at: { x: 40, y: 30 }, clockPpm: 9, clockOffsetSeconds: 0.4 }
  - { name: unflagged, at: { x: 120, y: 70 }, capture: { damage: unflagged } }
  - { name: lean, at: { x: 80, y: 50 }, capture: { radiotap: lean, fcs: cut, damage: unflagged } }
  - { name: bare, at: { x: 40, y: 80 }, capture: { radiotap: none, fcs: cut, damage: unflagged } }
  - { name: coarse, at: { x: 120, y: 20 }, stampSeconds: 1, loss: 0.2, capture: { retries: first } }
  - { name: hops, at: { x: 80, y: 20 }, channels: [6, 1, 11, 3, 9], capture: { radiotap: lean, fcs: cut, damage: dropped } }
`;

const folder = mkdtempSync(join(tmpdir(), "probewarden-mall-"));
afterAll(() => rmSync(folder, { recursive: true }));
const text = readFileSync(new URL("scenes/mall.yaml", import.meta.url), "utf8");
const scene = text
  .replace(/^seconds: .*$/m, `seconds: ${SECONDS}`)
  .replace(/^sensors:\n(?: {2}- .*\n)+/m, SENSORS.slice(1));
const { captures, networks } = simulate(readScene(scene), folder);

test.each(captures.map((capture) => [capture.split("/").at(-1)?.replace(".pcapng", ""), capture] as const))(
  "of 200 access points and 2,000 phones nobody is suspected by the sensor `%s`",
  async (_, capture) => {
    const { accused, summary } = await judgeCapture(capture, networks);
    expect(accused).toEqual([]);
    expect(summary.frames).toBeGreaterThan(2_000);
  },
);

/** Years ago: old access points, and many networks of notebooks without one, by radios that say nothing of damage. */
const YEARS_AGO = `
seconds: 90
seed: 3
floor: { widthMetres: 90, heightMetres: 60 }
channels: [6]
sensors:
  - { name: far, at: { x: 85, y: 55 }, sensitivityDbm: -88, capture: { radiotap: none, fcs: cut, damage: unflagged } }
  - { name: hops-among, at: { x: 45, y: 30 }, channels: [6, 1, 11], capture: { radiotap: lean, fcs: cut, damage: unflagged } }
accessPoints:
  - { count: 12, make: old, security: open }
adHoc:
  - { stations: 12, ssid: adhoc }
  - { stations: 24, ssid: Free Public WiFi }
  - { stations: 5, ssid: hpsetup }
phones:
  - { count: 40, old: 1, names: [linksys, default, Free Public WiFi, hpsetup] }
`;
const before = simulate(readScene(YEARS_AGO), mkdtempSync(join(folder, "years-ago-")));

test.each(before.captures)(
  "of stations among themselves and old access points nobody is suspected: %s",
  async (capture) => {
    const { accused, summary } = await judgeCapture(capture);
    expect(accused).toEqual([]);
    expect(summary.frames).toBeGreaterThan(500);
  },
);
