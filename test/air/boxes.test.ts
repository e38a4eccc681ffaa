import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bandOf, type Finding, type Suspicion } from "@probewarden/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { labelledCaptures } from "../../agent/src/evaluate/labelled-capture.ts";
import { openState } from "../../collector/src/store/state/open-state.ts";
import { forgetFindings, judgeMessage } from "../../collector/src/suspects/test-judge.ts";
import { judgeCapture } from "./judge-captures.ts";
import { readScene } from "./read-scene.ts";
import type { BoxKind } from "./scene.ts";
import { simulate } from "./simulate.ts";
import type { TrueTransmitter } from "./truth.ts";

/** The scene with every kind of box, shorter; one sensor's radio says nothing of damage. */
const SCENE = readFileSync(new URL("scenes/boxes.yaml", import.meta.url), "utf8")
  .replace("seconds: 60", "seconds: 32")
  .replace("clockPpm: -11", "clockPpm: -11, capture: { radiotap: lean, fcs: cut, damage: unflagged }");

/** What each kind of box is to be suspected of. */
const SUSPECTED: Readonly<Record<BoxKind, Suspicion>> = {
  karma: "probe-box",
  "mana-loud": "probe-box",
  "known-beacons": "impostor",
  "presence-rts": "probe-box",
  "presence-null": "probe-box",
  "presence-gas": "probe-box",
  deauthentication: "disruption",
  "evil-twin": "impostor",
};
const KINDS = Object.entries(SUSPECTED) as [BoxKind, Suspicion][];
const RANK = ["watch", "suspected", "strong"];

interface Suspect {
  suspicion: string;
  band: string;
  addresses: Set<string>;
}

const folder = mkdtempSync(join(tmpdir(), "probewarden-boxes-"));
/** Findings from `suspected` up, sensor by sensor. */
const accused = new Map<string, Finding[]>();
let truth: TrueTransmitter[] = [];
let suspects: Suspect[] = [];

beforeAll(async () => {
  const scene = readScene(SCENE);
  const { captures, networks, truth: truthFile } = simulate(scene, folder);
  truth = (JSON.parse(readFileSync(truthFile, "utf8")) as { transmitters: TrueTransmitter[] }).transmitters;
  for (const [index, capture] of captures.entries())
    accused.set(scene.sensors[index]?.name ?? "", (await judgeCapture(capture, networks)).accused);
  suspects = await fuse();
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What the collector makes of what its sensors found. */
async function fuse(): Promise<Suspect[]> {
  const state = await openState("sqlite:", folder);
  await forgetFindings(state);
  let seq = 0;
  for (const [sensorId, findings] of accused)
    for (const finding of findings)
      await judgeMessage(state, { sensorId, finding, at: Date.parse(finding.lastHeardAt), seq: seq++ });
  const rows = await state.db.selectFrom("suspects").selectAll().execute();
  const named = await state.db.selectFrom("suspect_transmitters").selectAll().execute();
  const hit = await state.db.selectFrom("suspect_targets").selectAll().execute();
  await state.close();
  return rows
    .filter(({ state }) => state !== "merged")
    .map(({ suspect_id, suspicion, band }) => ({
      suspicion,
      band,
      addresses: new Set([
        ...named.flatMap((row) => (row.suspect_id === suspect_id ? [row.transmitter] : [])),
        ...hit.flatMap((row) => (row.suspect_id === suspect_id && suspicion === "disruption" ? [row.target] : [])),
      ]),
    }));
}

/** The addresses by which a box is known: its own, or those it hides behind. */
function addressesOf(kind: BoxKind): Set<string> {
  const box = truth.find(({ role }) => role === kind);
  return new Set([...(box?.addresses ?? []), ...(box?.forged ?? [])]);
}

/** How strongly a sensor suspects a box. */
function bandAt(sensor: string, kind: BoxKind, suspicion: Suspicion): number {
  const addresses = addressesOf(kind);
  const about = (accused.get(sensor) ?? []).filter(
    (finding) =>
      finding.suspicion === suspicion &&
      [...finding.transmitters, ...(suspicion === "disruption" ? finding.targets : [])].some((it) => addresses.has(it)),
  );
  return Math.max(-1, ...about.map(({ highestDb }) => RANK.indexOf(bandOf(highestDb) ?? "")));
}

test.each(KINDS)("a box of the kind %s is found as %s by each sensor that stays on its channel", (kind, suspicion) => {
  expect(bandAt("west", kind, suspicion)).toBeGreaterThan(0);
  expect(bandAt("east", kind, suspicion)).toBeGreaterThan(0);
});

test.each(KINDS)(
  "a sensor that hears a box of the kind %s one second in five finds nothing stronger",
  (kind, suspicion) => {
    const stays = Math.max(bandAt("west", kind, suspicion), bandAt("east", kind, suspicion));
    expect(bandAt("hops", kind, suspicion)).toBeLessThanOrEqual(stays);
  },
);

test.each(KINDS)(
  "a box of the kind %s is one suspect to the collector, however many sensors found it",
  (kind, suspicion) => {
    const addresses = addressesOf(kind);
    const its = suspects.filter(
      (it) => it.suspicion === suspicion && [...it.addresses].some((one) => addresses.has(one)),
    );
    expect(its).toHaveLength(1);
  },
);

test("what lies beside a capture says the same of the venue as the sensors were told", async () => {
  const [capture] = await labelledCaptures(folder);
  expect(capture?.networks.map(({ ssid }) => Buffer.from(ssid ?? "", "hex").toString())).toContain("Tea-Pavilion");
  expect(capture?.labels).toContain("evil-twin");
});

test("no two boxes are one suspect", () => {
  for (const { addresses } of suspects) {
    const boxes = truth.filter((it) => it.guilty && it.addresses.some((address) => addresses.has(address)));
    expect(boxes.length, boxes.map(({ role }) => role).join()).toBeLessThan(2);
  }
});

test("nobody innocent is accused for them", () => {
  const guilty = new Set(truth.flatMap((it) => (it.guilty ? it.addresses : [])));
  const named = [...accused.values()].flat().flatMap(({ transmitters }) => transmitters);
  expect(named.filter((address) => !guilty.has(address))).toEqual([]);
});
