import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { LIMITS } from "../../contract/src/index.ts";
import { EXCERPTS } from "../../agent/src/radio/excerpts/figures.ts";
import { checkCapture } from "../../collector/src/excerpts/check-capture.ts";
import { replayFile } from "../../agent/src/replay/replay.ts";
import { hear, LAB } from "./lab-excerpts.ts";
import { addressNeedles, found, nameNeedles } from "../privacy/needles.ts";
import { innocentsOf } from "../privacy/stations.ts";
import { PUBLIC_NETWORKS } from "../../agent/src/radio/venue/public-networks.ts";

const folder = mkdtempSync(join(tmpdir(), "pw-excerpts-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** What `replay` says of a capture: the codes of all lines, each with its weight. */
async function replayed(scenario: string, octets: Buffer): Promise<Set<string>> {
  const path = join(folder, `${scenario}.pcapng`);
  writeFileSync(path, octets);
  const { suspects, skipped } = await replayFile({ path, jsonl: true, out: () => undefined });
  expect(skipped).toEqual({});
  return new Set(suspects.flatMap(({ evidence }) => evidence.map(({ code, weightDb }) => `${code} ${weightDb}`)));
}

/** Recordings of attack tools that somebody is suspected in, and what comes out of the excerpt besides the lines that were held. */
const ATTACKS = {
  auth_dos_mdk4: [],
  // Of those that are gone the first is known before the second.
  beacon_flood_mdk4: ["group-bit-bssid"],
  beacon_flood_slow: [],
  canary_answer: [],
  datasky_like: [],
  // Questions of others, which are not in it, were as many before.
  deauth_aireplay: ["probing-follows"],
  deauth_mdk4: [],
  gas_ping: [],
  karma_airbase: [],
  karma_onebssid: [],
  known_beacons: [],
  mana_loud: [],
  popular_lure: [],
  presence_ping_null: [],
  presence_ping_rts: [],
} as const;

describe.each(Object.entries(ATTACKS))("the excerpt of %s", (scenario, beyond) => {
  test("gives all its lines to replay, weight for weight, and holds nobody", async () => {
    const { excerpts, findings } = await hear(scenario);
    expect(excerpts).toHaveLength(1);
    const [excerpt] = excerpts;
    if (excerpt === undefined) throw new Error("no excerpt");
    const octets = Buffer.from(excerpt.capture, "base64");
    expect(createHash("sha256").update(octets).digest("hex")).toBe(excerpt.sha256);
    expect(octets.length).toBeLessThanOrEqual(EXCERPTS.fileOctets);
    expect(excerpt.capture.length).toBeLessThanOrEqual(LIMITS.captureCharacters);

    const held = excerpt.findingIds.flatMap((id) => findings.get(id)?.evidence ?? []);
    expect(held.length).toBeGreaterThan(0);
    expect([excerpt.notReproduced, excerpt.beyond]).toEqual([[], [...beyond]]);
    expect(excerpt.reproduced).toEqual([...new Set(held.map(({ code }) => code))].toSorted());
    const lines = await replayed(scenario, octets);
    for (const { code, weightDb } of held) expect(lines).toContain(`${code} ${weightDb}`);

    // As a stranger's the collector takes it.
    const mayStand = {
      addresses: new Set([...excerpt.transmitters, ...excerpt.targets]),
      names: new Set(excerpt.names),
    };
    expect(checkCapture(octets, mayStand)).toBe(excerpt.frames);

    const { stations, askedNames } = innocentsOf(`${LAB}/${scenario}.pcap`, new Set(excerpt.transmitters));
    const open = new Set(PUBLIC_NETWORKS.spelled.map((name) => Buffer.from(name).toString("hex")));
    const said = new Set([...open, ...excerpt.names]);
    const names = [...askedNames].filter(([hex]) => !said.has(hex)).map(([, name]) => name);
    expect(stations.size).toBeGreaterThan(0);
    const needles = [...[...stations].flatMap(addressNeedles), ...names.flatMap(nameNeedles)];
    expect(found(needles, { message: Buffer.from(JSON.stringify(excerpt)), capture: octets })).toEqual([]);
  });
});

test("innocent air leaves no frame, and neither does a sensor that is to keep none: its findings are the same", async () => {
  expect((await hear("benign_hop")).excerpts).toEqual([]);
  const [without, withFrames] = [await hear("karma_onebssid", false), await hear("karma_onebssid")];
  expect(without.excerpts).toEqual([]);
  expect(without.findings).toEqual(withFrames.findings);
});
