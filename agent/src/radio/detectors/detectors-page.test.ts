import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { measuredLine, weightRow } from "../../evaluate/detector-rows.ts";
import { emptySummary, evaluateFolder } from "../../evaluate/evaluation.ts";
import { labelledCaptures } from "../../evaluate/labelled-capture.ts";
import { replayFile } from "../../replay/replay.ts";
import { detectorsInForce } from "./detectors.ts";
import { AUTHENTICATION_FLOOD } from "./authentication-flood/figures.ts";
import { CANARY } from "./canary/figures.ts";
import { EVIL_TWIN } from "./evil-twin/figures.ts";
import { FORCED_DISCONNECT } from "./forced-disconnect/figures.ts";
import { MANY_NAMES } from "./many-names/figures.ts";
import { IMPOSSIBLE_BEACON } from "./impossible-beacon/figures.ts";
import { ONE_RADIO } from "./one-radio/figures.ts";
import { NEW_TRANSMITTER } from "./new-transmitter/figures.ts";
import { PUBLIC_NAME_LURE } from "./public-name-lure/figures.ts";
import { PRESENCE_SOLICITATION } from "./presence-solicitation/figures.ts";
import { PRODUCT_FINGERPRINT } from "./product-fingerprint/figures.ts";
import { boundDb, WEIGHTS } from "./weights.ts";

const PAGE = readFileSync(new URL("../../../../docs/detectors.md", import.meta.url), "utf8");
const LAB = fileURLToPath(new URL("../../../../test/fixtures/lab/", import.meta.url));

const FIGURES: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  "many-names": MANY_NAMES,
  "impossible-beacon": IMPOSSIBLE_BEACON,
  "forced-disconnect": FORCED_DISCONNECT,
  "authentication-flood": AUTHENTICATION_FLOOD,
  "presence-solicitation": PRESENCE_SOLICITATION,
  "product-fingerprint": PRODUCT_FINGERPRINT,
  "evil-twin": EVIL_TWIN,
  "one-radio": ONE_RADIO,
  "public-name-lure": PUBLIC_NAME_LURE,
  canary: CANARY,
};

const detectorOf = (code: string): string | undefined =>
  detectorsInForce().find(({ evidence }) => evidence.some((it) => it.code === code))?.id;

/** The part of the page below a detector's heading. */
function sectionOf(id: string, version: number): string {
  const [, after] = PAGE.split(`\n## ${id} (version ${version})\n`);
  if (after === undefined) throw new Error(`docs/detectors.md has no heading "## ${id} (version ${version})"`);
  return after.split("\n## ")[0] ?? "";
}

/** Windows and thresholds of a section's table. */
const statedIn = (section: string): Record<string, number> =>
  Object.fromEntries(
    [...section.matchAll(/^\| `(\w+)` \| (-?[\d.]+) \|/gm)].map(([, name = "", value]) => [name, Number(value)]),
  );

/** Recordings of the lab that a line of a section names. */
function recordingsIn(section: string, line: string): string[] {
  const [, after = ""] = section.split(`**${line}**`);
  const sentence = after.split("**")[0] ?? "";
  return [...sentence.matchAll(/`([a-z0-9_]+)`/g)].map(([, name]) => name ?? "");
}

const codesOf = async (recording: string, id: string): Promise<string[]> => {
  const codes = new Set<string>();
  const known = (await labelledCaptures(LAB)).find(({ path }) => path.endsWith(`/${recording}.pcap`));
  await replayFile({
    path: `${LAB}${recording}.pcap`,
    networks: known?.networks ?? [],
    canaries: known?.canaries ?? [],
    jsonl: true,
    out: () => undefined,
    onObservation: (detector, { code }) => void (detector.id === id && codes.add(code)),
  });
  return [...codes];
};

describe.each(detectorsInForce().map((it) => [it.id, it] as const))("docs/detectors.md on %s", (id, detector) => {
  const section = sectionOf(id, detector.version);

  test("says what it looks for and every innocent cause in the detector's own words", () => {
    expect(section).toContain(`**Looks for.** ${detector.looksFor}`);
    expect([...section.matchAll(/^- (.*)$/gm)].map(([, cause]) => cause)).toEqual(detector.innocentCauses);
  });

  test("states every window and threshold as the code has it", () => {
    expect(statedIn(section)).toEqual(FIGURES[id]);
  });

  test("has the rows of the table of weights, and no others", () => {
    const expected = WEIGHTS.filter(({ code }) => detector.evidence.some((it) => it.code === code)).map(weightRow);
    expect(
      section.split("\n").filter((line) => /^\| `[a-z-]+` \| (probe-box|impostor|disruption) /.test(line)),
    ).toEqual(expected);
  });

  test("names recordings that set it off, and innocent ones that do not", async () => {
    const guilty = recordingsIn(section, "Sets it off.");
    const innocent = recordingsIn(section, "Does not.");
    expect(guilty.length).toBeGreaterThan(0);
    expect(innocent.length).toBeGreaterThan(0);
    for (const name of [...guilty, ...innocent]) expect(existsSync(`${LAB}${name}.pcap`), name).toBe(true);
    for (const name of guilty) expect(await codesOf(name, id), name).not.toEqual([]);
    for (const name of innocent) expect(await codesOf(name, id), name).toEqual([]);
  });
});

const CAPTURES = fileURLToPath(new URL("../../../../../shared/captures", import.meta.url));

test.skipIf(!existsSync(CAPTURES))(
  "docs/detectors.md says of each detector what it found and alarmed wrongly in the recordings (skipped where ../shared is absent)",
  { timeout: 60_000 },
  async () => {
    const summary = emptySummary();
    for (const folder of [LAB, CAPTURES]) await evaluateFolder(folder, () => undefined, summary);
    expect(summary.captures).toBeGreaterThan(50);
    for (const { id, version } of detectorsInForce())
      expect(sectionOf(id, version)).toContain(`\n${measuredLine(id, summary)}\n`);
  },
);

test("docs/detectors.md states the figures of the work list, which weighs nothing, as the code has them", () => {
  expect(statedIn(sectionOf("new-transmitter", 1))).toEqual(NEW_TRANSMITTER);
});

test.each([...Object.keys(FIGURES), "new-transmitter"])("each figure of %s is explained where it stands", (id) => {
  const source = readFileSync(new URL(`${id}/figures.ts`, import.meta.url), "utf8");
  const figures = [...source.matchAll(/^ {2}(\w+): /gm)].map(([, name]) => name ?? "");
  expect(figures.toSorted()).toEqual(Object.keys(FIGURES[id] ?? NEW_TRANSMITTER).toSorted());
  const explained = [...source.matchAll(/\*\/\n {2}(\w+): /g)].map(([, name]) => name ?? "");
  expect(explained).toEqual(figures);
});

test("nothing that is only heard weighs more than fifty: that is for what could not have been sent by chance or by mistake", () => {
  for (const { code, usedDb } of WEIGHTS) {
    expect(usedDb, code).toBeGreaterThan(0);
    expect(usedDb, code).toBeLessThanOrEqual(50);
    if (detectorOf(code) !== "canary") expect(usedDb, code).toBeLessThan(50);
  }
});

test("a figure that the recordings are said to support is not above what they support", () => {
  for (const { code, basis, usedDb } of WEIGHTS)
    if (basis === "measured") expect(usedDb, code).toBeLessThanOrEqual(boundDb(code) ?? -Infinity);
});
