import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { LIMITS } from "../../contract/src/index.ts";
import { EXCERPTS } from "../../agent/src/radio/excerpts/figures.ts";
import { replayFile } from "../../agent/src/replay/replay.ts";
import { hear, LAB } from "./lab-excerpts.ts";
import { addressNeedles, found, nameNeedles } from "../privacy/needles.ts";
import { innocentsOf } from "../privacy/stations.ts";
import { PUBLIC_NETWORKS } from "../../agent/src/radio/venue/public-networks.ts";

const folder = mkdtempSync(join(tmpdir(), "pw-excerpts-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** What `replay` says of a capture: the codes of all lines, with their weights. */
async function replayed(scenario: string, octets: Buffer): Promise<Map<string, number>> {
  const path = join(folder, `${scenario}.pcapng`);
  writeFileSync(path, octets);
  const { suspects, skipped } = await replayFile({ path, jsonl: true, out: () => undefined });
  expect(skipped).toEqual({});
  return new Map(suspects.flatMap(({ evidence }) => evidence.map(({ code, weightDb }) => [code, weightDb])));
}

/** What a recording of each attack comes to again out of the excerpt alone. */
const REPRODUCED = {
  karma_onebssid: ["five-names", "three-names", "unadvertised-names"],
  canary_answer: ["echoed-names", "five-names", "unadvertised-names"],
  deauth_aireplay: ["burst", "foreign-level", "parted-twice", "sustained"],
  gas_ping: ["addresses-some-who-asked", "addresses-who-asked"],
  datasky_like: ["product-bound-name"],
  auth_dos_mdk4: ["impossible-applicants", "lone-applicants"],
} as const;

describe.each(Object.entries(REPRODUCED))("the excerpt of %s", (scenario, codes) => {
  test("gives the same lines to replay, holds nobody, and says what it does not show", async () => {
    const { excerpts, findings } = await hear(scenario);
    expect(excerpts).toHaveLength(1);
    const [excerpt] = excerpts;
    if (excerpt === undefined) throw new Error("no excerpt");
    const octets = Buffer.from(excerpt.capture, "base64");
    expect(createHash("sha256").update(octets).digest("hex")).toBe(excerpt.sha256);
    expect(octets.length).toBeLessThanOrEqual(EXCERPTS.fileOctets);
    expect(excerpt.capture.length).toBeLessThanOrEqual(LIMITS.captureCharacters);

    const lines = await replayed(scenario, octets);
    expect(excerpt.reproduced).toEqual(expect.arrayContaining([...codes]));
    const held = excerpt.findingIds.flatMap((id) => findings.get(id)?.evidence ?? []);
    for (const code of excerpt.reproduced) {
      expect([code, lines.get(code)]).toEqual([code, held.find((line) => line.code === code)?.weightDb]);
    }
    for (const code of excerpt.notReproduced) expect([code, lines.has(code)]).toEqual([code, false]);
    expect([...excerpt.reproduced, ...excerpt.notReproduced].toSorted()).toEqual(
      [...new Set(held.map(({ code }) => code))].toSorted(),
    );

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
