import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { replayFile } from "../agent/src/replay/replay.ts";
import { radioVariants } from "./radio-variants.ts";
import { ROOT } from "./road/sandbox.ts";

const CAPTURES = `${ROOT}../shared/captures`;

/** Files of captures.tsv that are labelled benign. */
function benignFiles(): string[] {
  if (!existsSync(`${CAPTURES}/captures.tsv`)) return [];
  const [header = "", ...lines] = readFileSync(`${CAPTURES}/captures.tsv`, "utf8").trimEnd().split("\n");
  const columns = header.split("\t");
  const cells = lines.map((line) => line.split("\t"));
  return cells
    .filter((row) => row[columns.indexOf("label")] === "benign")
    .map((row) => row[columns.indexOf("file")] ?? "");
}

describe.skipIf(!existsSync(CAPTURES))(
  "who is innocent is so however the radio hands the air over (skipped where ../shared/captures is absent)",
  () => {
    const folder = mkdtempSync(path.join(tmpdir(), "variants-"));
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    const accused = async (file: string): Promise<string[]> => {
      const { suspects } = await replayFile({ path: file, jsonl: true, out: () => undefined });
      return suspects
        .filter(({ band }) => band === "suspected" || band === "strong")
        .map(({ suspicion, evidence }) => `${suspicion}: ${evidence.map(({ code }) => code).join(" ")}`);
    };

    test.each(benignFiles())("%s", { timeout: 30_000 }, async (file) => {
      expect(await accused(`${CAPTURES}/${file}`), "as recorded").toEqual([]);
      for (const [form, octets] of radioVariants(readFileSync(`${CAPTURES}/${file}`))) {
        const written = path.join(folder, `${form}.pcap`);
        writeFileSync(written, octets);
        expect(await accused(written), form).toEqual([]);
      }
    });
  },
);
