import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { CaptureWriter } from "../radio/capture/capture-files-for-tests.ts";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
const LAB = join(ROOT, "test/fixtures/lab");

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "evaluate-"));
  for (const [place, name] of [
    ["attacks", "canary_answer"],
    ["quiet", "benign_hop"],
    ["quiet", "crowd"],
  ] as const) {
    mkdirSync(join(folder, place), { recursive: true });
    for (const end of [".pcap", ".json"]) copyFileSync(join(LAB, name + end), join(folder, place, name + end));
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function evaluate(...args: string[]): { status: number | null; lines: string[]; stderr: string } {
  const script = [join(ROOT, "scripts/run-ts.mjs"), join(ROOT, "agent/src/evaluate/evaluate.ts")];
  const { status, stdout, stderr } = spawnSync(process.execPath, [...script, ...args], { cwd: ROOT, encoding: "utf8" });
  return { status, lines: stdout.trim().split("\n"), stderr };
}

test("several folders are judged one after the other, and one summary adds them up", () => {
  const { status, lines } = evaluate(join(folder, "attacks"), join(folder, "quiet"), "--jsonl");
  expect(status).toBe(0);
  const results = lines.map((line) => JSON.parse(line) as { type: string; capture?: string });
  expect(results.map((it) => it.capture ?? it.type)).toEqual([
    "canary_answer.pcap",
    "benign_hop.pcap",
    "crowd.pcap",
    "summary",
  ]);
  expect(results.at(-1)).toMatchObject({ captures: 3, attacks: 1, found: 1, falseAlarms: 0, plumbing: 0 });
  expect(results[0]).toMatchObject({ suspected: [{ suspicion: "probe-box", band: "strong" }] });
});

test("a person reads what was suspected, how strongly and when, and of each detector its recall, its rate of wrong alarms and its weights", () => {
  const text = evaluate(folder).lines.join("\n");
  expect(text).toMatch(/canary_answer\.pcap +karma +found: probe-box strong \+\d+ dB by canary, many-names, 5 s after/);
  expect(text).toMatch(/^detector +recall +part in +wrong alarms +per hour of benign air +weight$/m);
  // 0 alarms in a few minutes of air bound the rate at 3 in that time (Garwood), which is much an hour.
  expect(text).toMatch(/^many-names +1 of 1 +1 +0 +0 \(≤ \d+(\.\d+)?\) +\+6 to \+46 dB$/m);
});

test("recordings in which no access point was heard bound no rate: nobody could be accused in them", () => {
  const questions = join(folder, "questions");
  mkdirSync(questions);
  // A phone asks every ten seconds for an hour, and nobody answers.
  const writer = new CaptureWriter(true);
  const question = Buffer.from("40000000ffffffffffff262371000001ffffffffffff1000000001010282", "hex");
  const records = Array.from({ length: 361 }, (_, index) => writer.pcapRecord(1_790_000_000 + 10 * index, 0, question));
  writeFileSync(join(questions, "questions.pcap"), Buffer.concat([writer.pcapHeader(0xa1b2_c3d4), ...records]));
  writeFileSync(join(questions, "questions.json"), JSON.stringify({ labels: [] }));
  const lines = evaluate(questions, "--jsonl").lines.map((line) => JSON.parse(line) as object);
  const text = evaluate(questions, join(folder, "quiet")).lines.join("\n");
  rmSync(questions, { recursive: true });
  expect(lines).toEqual([
    expect.objectContaining({ found: null, seconds: 3_600, airSeconds: 0 }),
    expect.objectContaining({ benignSeconds: 3_600, benignAirSeconds: 0 }),
  ]);
  expect(text).toMatch(/^1\.\d min of air without an attack; the rate in brackets is the upper 95 % bound$/m);
  expect(text).toMatch(/^\(of 1\.0 h of such recordings: in the rest no access point was heard/m);
});

test("what was made to try the plumbing is told and not counted", () => {
  const made = join(folder, "made");
  mkdirSync(made);
  for (const end of [".pcap", ".json"])
    copyFileSync(join(LAB, `canary_answer${end}`), join(made, `synthetic-answer${end}`));
  const { lines } = evaluate(made, "--jsonl");
  rmSync(made, { recursive: true });
  expect(lines.map((line) => JSON.parse(line) as object)).toEqual([
    expect.objectContaining({ capture: "synthetic-answer.pcap", found: true, plumbing: true }),
    expect.objectContaining({ captures: 0, attacks: 0, found: 0, plumbing: 1 }),
  ]);
});

test("a folder without labelled captures fails, and the others are judged all the same", () => {
  const { status, lines, stderr } = evaluate(folder, join(ROOT, "docs"));
  expect(status).toBe(1);
  expect(stderr).toContain("docs: it holds no labelled capture");
  expect(lines.join("\n")).toContain("3 captures: 1 of 1 attacks found");
});

test("no folder, and an option that there is not, are wrong usage", () => {
  expect(evaluate()).toMatchObject({ status: 2, stderr: "usage: npm run evaluate -- DIR… [--jsonl]\n" });
  expect(evaluate(folder, "--json")).toMatchObject({ status: 2 });
});
