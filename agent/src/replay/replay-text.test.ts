import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { replayFile } from "./replay.ts";
import { languageOf, type ReplayLanguage } from "./replay-words.ts";

/** The demo's recording: a box that answers for every name and invents addresses, and one beside it. */
const DEMO = fileURLToPath(new URL("../../../configs/demo/mall.pcap", import.meta.url));

async function replayed(language: ReplayLanguage): Promise<string> {
  let text = "";
  await replayFile({ path: DEMO, jsonl: false, language, out: (line) => void (text += line) });
  return text;
}

/** The entries of the summary, each as its lines. */
const entriesOf = (text: string): string[][] =>
  text
    .split("\n\n")
    .filter((part) => /^\d+\. /.test(part))
    .map((part) => part.split("\n"));

/** The figures in front of the lines that count. */
function sumOf(lines: readonly string[], total: string): { lines: number[]; total: number } {
  const end = lines.findIndex((line) => line.includes(`= ${total}`));
  const figures = lines.slice(0, end + 1).flatMap((line) => {
    const [, figure] = /^ +([+-]?\d+) {2}/.exec(line) ?? [];
    return figure === undefined ? [] : [Number(figure)];
  });
  return { lines: figures.slice(0, -1), total: figures.at(-1) ?? Number.NaN };
}

test.each<[ReplayLanguage, string, string]>([
  ["en", "Score", "Innocent if:"],
  ["zh", "合计", "也可能并无问题，如果："],
])("a suspect is argued in words that add up, with its innocent causes: %s", async (language, total, innocent) => {
  const entries = entriesOf(await replayed(language));
  expect(entries.length).toBeGreaterThan(2);
  for (const lines of entries) {
    const sum = sumOf(lines, total);
    expect(sum.lines.length).toBeGreaterThan(1);
    expect(sum.lines.reduce((a, b) => a + b, 0)).toBe(sum.total);
    expect(lines.findIndex((line) => line.includes(innocent))).toBeLessThan(lines.length - 1);
  }
});

test("no line says of a suspect what its line before said", async () => {
  const lines = (await replayed("en")).split("\n").filter((line) => /^\d{4}-/.test(line));
  expect(lines.length).toBeGreaterThan(5);
  const told = lines.map((line) => line.slice(25));
  expect(told.filter((line, at) => told.lastIndexOf(line, at - 1) >= 0 && at > 0)).toEqual([]);
});

test("the words are those of the screens, and one box is said to be one", async () => {
  const [zh, en] = [await replayed("zh"), await replayed("en")];
  expect(zh).toContain("十分钟内以五个以上不同的网络名出现 [five-names]");
  expect(en).toContain("Appeared under five or more network names within ten minutes [five-names]");
  expect(zh).toContain("与第 1 条是同一设备");
  expect(zh).not.toMatch(/Innocent|Score|Suspected|evidence/);
  expect(en).not.toMatch(/[\u4e00-\u9fff]/);
});

test.each<[Record<string, string>, ReplayLanguage]>([
  [{ LANG: "zh_CN.UTF-8" }, "zh"],
  [{ LANG: "C.UTF-8" }, "en"],
  [{ LANG: "zh_CN.UTF-8", LC_ALL: "en_GB.UTF-8" }, "en"],
  [{ LC_ALL: "", LC_MESSAGES: "zh_TW", LANG: "en" }, "zh"],
  [{}, "en"],
])("the language is that of the environment: %o", (environment, language) => {
  expect(languageOf(environment)).toBe(language);
});
