// npm run detector-tables: writes what is counted and measured into docs/detectors.md: rows of weights, and with folders of captures the lines "Measured"
import { readFileSync, writeFileSync } from "node:fs";
import { measuredLine, weightRow } from "../agent/src/evaluate/detector-rows.ts";
import { emptySummary, evaluateFolder } from "../agent/src/evaluate/evaluation.ts";
import { detectorsInForce } from "../agent/src/radio/detectors/detectors.ts";
import { WEIGHTS } from "../agent/src/radio/detectors/weights.ts";

const PAGE = new URL("../docs/detectors.md", import.meta.url);
const isRow = (line: string): boolean => /^\| `[a-z0-9-]+` \| (probe-box|impostor|disruption) /.test(line);

const folders = process.argv.slice(2);
const summary = emptySummary();
for (const folder of folders) await evaluateFolder(folder, () => undefined, summary);

const sections = readFileSync(PAGE, "utf8").split(/\n(?=## )/);
for (const { id, evidence } of detectorsInForce()) {
  const index = sections.findIndex((section) => section.startsWith(`## ${id} (`));
  const lines = sections[index]?.split("\n") ?? [];
  const at = lines.findIndex(isRow);
  const measuredAt = lines.findIndex((line) => line.startsWith("**Measured.**"));
  if (at < 0 || measuredAt < 0)
    throw new Error(`docs/detectors.md has no table of weights, or no line "Measured", of ${id}`);
  if (folders.length > 0) lines[measuredAt] = measuredLine(id, summary);
  const rows = WEIGHTS.filter(({ code }) => evidence.some((it) => it.code === code)).map(weightRow);
  const kept = lines.filter((line) => !isRow(line));
  kept.splice(at, 0, ...rows);
  sections[index] = kept.join("\n");
}
writeFileSync(PAGE, sections.join("\n"));
