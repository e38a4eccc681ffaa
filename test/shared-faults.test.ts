import { existsSync, readFileSync } from "node:fs";
import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { describe, expect, test, vi } from "vitest";
import { dissectFile } from "../agent/src/dissect/dissect.ts";
import { runCommandLine } from "../agent/src/main/command-line.ts";
import { replayFile } from "../agent/src/replay/replay.ts";
import type { ReplaySummary } from "../agent/src/replay/replay-summary.ts";
import { ROOT } from "./road/sandbox.ts";

/** Small recordings that were judged wrongly once, and what must be true of each: see the README beside them. */
const FAULTS = `${ROOT}../shared/faults`;

/** Lines that are not yet as the table says. */
const NOT_YET: ReadonlySet<string> = new Set();

interface Fault {
  file: string;
  expect: string;
  what: string;
}

function table(): Fault[] {
  if (!existsSync(FAULTS)) return [];
  const [header = "", ...lines] = readFileSync(`${FAULTS}/faults.tsv`, "utf8").trimEnd().split("\n");
  const columns = header.split("\t");
  return lines.map((line) => {
    const cells = line.split("\t");
    const cell = (name: string): string => cells[columns.indexOf(name)] ?? "";
    return { file: cell("file"), expect: cell("expect"), what: cell("what") };
  });
}

const summaryOf = (file: string): Promise<ReplaySummary> =>
  replayFile({ path: `${FAULTS}/${file}`, jsonl: true, out: () => undefined });

const accused = ({ suspects }: ReplaySummary) =>
  suspects.filter(({ band }) => band === "suspected" || band === "strong");

async function isSilent(file: string): Promise<void> {
  expect(accused(await summaryOf(file))).toEqual([]);
}

async function isFound(file: string, suspicion: string): Promise<void> {
  const suspects = accused(await summaryOf(file));
  expect(suspects.map((it) => it.suspicion)).toContain(suspicion);
  const innocents = new Set(readFileSync(`${FAULTS}/innocents.txt`, "utf8").trim().split("\n"));
  expect(suspects.flatMap(({ transmitters }) => transmitters).filter((address) => innocents.has(address))).toEqual([]);
}

async function isSaid(file: string, what: string): Promise<void> {
  const said: string[] = [];
  const write = vi.spyOn(process.stdout, "write").mockImplementation((chunk) => said.push(String(chunk)) > 0);
  const code = await runCommandLine(["replay", `${FAULTS}/${file}`], (line) => said.push(line)).finally(() =>
    write.mockRestore(),
  );
  const [, mustSay = ""] = /must say: (.+)$/.exec(what) ?? [];
  const [, exitCode] = /exit code (\d)/.exec(what) ?? [];
  expect(said.join("\n")).toMatch(new RegExp(mustSay));
  expect(said.join("\n")).not.toContain("Nobody is suspected");
  if (exitCode !== undefined) expect(code).toBe(Number(exitCode));
}

async function isDissected(file: string): Promise<void> {
  const out = new PassThrough();
  const printed = text(out);
  await dissectFile(`${FAULTS}/${file}`, { jsonl: true, out });
  out.end();
  const expectedFile = `${FAULTS}/${file.replace(/\.pcapng$|\.pcap$/, "")}.expected.jsonl`;
  const expected = readFileSync(expectedFile, "utf8").trim().split("\n");
  const lines = (await printed).trim().split("\n");
  for (const [index, line] of expected.entries()) {
    const ours = JSON.parse(lines[index] ?? "{}") as Record<string, unknown>;
    for (const [key, value] of Object.entries(JSON.parse(line) as Record<string, unknown>))
      expect(Array.isArray(value) ? value : [value], `frame ${index + 1}, ${key}`).toContainEqual(ours[key]);
  }
}

function check({ file, expect: kind, what }: Fault): Promise<void> {
  if (kind === "silent") return isSilent(file);
  if (kind === "health") return isSaid(file, what);
  if (kind === "frames") return isDissected(file);
  return isFound(file, kind);
}

describe.skipIf(!existsSync(FAULTS))(
  "inputs that were judged wrongly (skipped where ../shared/faults is absent)",
  () => {
    const all = table();
    const done = all.filter(({ file }) => !NOT_YET.has(file));
    test.each(done.map((fault) => [fault.file, fault.expect, fault] as const))("%s: %s", (_file, _kind, fault) =>
      check(fault),
    );
    test.skip.each([...NOT_YET])("not yet: %s", () => undefined);
    test("what is not yet so stands in the table", () => {
      for (const file of NOT_YET) expect(all.map((fault) => fault.file)).toContain(file);
    });
  },
);
