// npm run detector-tables: writes the rows of the table of weights into docs/detectors.md
import { readFileSync, writeFileSync } from "node:fs";
import { detectorsInForce } from "../agent/src/radio/detectors/detectors.ts";
import { boundDb, WEIGHTS } from "../agent/src/radio/detectors/weights.ts";

const PAGE = new URL("../docs/detectors.md", import.meta.url);
const isRow = (line: string): boolean => /^\| `[a-z0-9-]+` \| (probe-box|impostor|disruption) /.test(line);

const sections = readFileSync(PAGE, "utf8").split(/\n(?=## )/);
for (const { id, evidence } of detectorsInForce()) {
  const index = sections.findIndex((section) => section.startsWith(`## ${id} (`));
  const lines = sections[index]?.split("\n") ?? [];
  const at = lines.findIndex(isRow);
  if (at < 0) throw new Error(`docs/detectors.md has no table of weights of ${id}`);
  const rows = WEIGHTS.filter(({ code }) => evidence.some((it) => it.code === code)).map(
    (it) =>
      `| \`${it.code}\` | ${it.suspicion} | ${it.family} | ${boundDb(it.code) ?? "–"} | ${it.usedDb} | ${it.basis} | ${it.argument} |`,
  );
  const kept = lines.filter((line) => !isRow(line));
  kept.splice(at, 0, ...rows);
  sections[index] = kept.join("\n");
}
writeFileSync(PAGE, sections.join("\n"));
