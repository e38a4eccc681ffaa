import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { CameraCategory, CameraStep } from "@probewarden/contract";
import { CATEGORIES } from "./classify/signal-table.ts";
import { devicesOf, judgeFolder, readTable, type Judged } from "./recorded-cameras.ts";

/** What the classifier said of one device and category, beside what the label allows. */
export interface EvaluationRow {
  device: string;
  category: string;
  said: CameraStep;
  label: string;
  neverAbove: string;
}

/** One line of `--jsonl`. A category that no answer of the device could have named has no line: it was not looked for. */
export interface EvaluationLine {
  device: string;
  category: CameraCategory;
  beforeLogin: CameraStep;
  /** The highest step of all answers that were looked at. None that needs a login is looked at yet, so it is that before login. */
  withLogin: CameraStep;
  why: string[];
}

/** Result of holding the classifier against a folder of recorded cameras. */
export interface Evaluation {
  devices: number;
  lines: EvaluationLine[];
  /** Empty where the folder has no labels. */
  rows: EvaluationRow[];
  /** Rows above the line that must not be crossed: an accusation beyond the evidence. */
  violations: EvaluationRow[];
  /** Rows below the label before login. */
  below: EvaluationRow[];
  kindUnknown: string[];
  unreadable: string[];
}

const STEPS: readonly string[] = ["unknown", "claimed", "advertised", "supported", "configured", "enabled", "observed"];

/** Judges `recorded/` of a folder before login, and holds it against `labels.tsv` where there is one. */
export function evaluate(folder: string): Evaluation {
  const result: Evaluation = {
    devices: 0,
    lines: [],
    rows: [],
    violations: [],
    below: [],
    kindUnknown: [],
    unreadable: [],
  };
  const labels = readTable(join(folder, "labels.tsv"));
  for (const device of devicesOf(folder)) {
    const judged = judgeFolder(folder, device);
    result.devices++;
    result.unreadable.push(...judged.unreadable.map((each) => `${device}/${each}`));
    if (judged.verdict.analytics === "kind-unknown") result.kindUnknown.push(device);
    result.lines.push(...linesOf(device, judged));
    for (const row of labels.filter((each) => each["device"] === device)) {
      const category = row["category"] ?? "";
      const said = judged.verdict.ladder.find((each) => each.category === category)?.step ?? "unknown";
      const line = { device, category, said, label: row["before_login"] ?? "", neverAbove: row["never_above"] ?? "" };
      result.rows.push(line);
      if (STEPS.indexOf(said) > STEPS.indexOf(line.neverAbove)) result.violations.push(line);
      if (STEPS.indexOf(said) < STEPS.indexOf(line.label)) result.below.push(line);
    }
  }
  return result;
}

function linesOf(device: string, { verdict, lookedFor, answers }: Judged): EvaluationLine[] {
  return CATEGORIES.filter((category) => lookedFor.has(category)).map((category) => {
    const row = verdict.ladder.find((each) => each.category === category);
    const step = row?.step ?? "unknown";
    const why =
      row?.proofs.map(({ call, quote }) => `${call}: ${quote}`) ??
      answers.map((answer) =>
        verdict.analytics === "kind-unknown"
          ? `${answer}: does not name it; analytics, kind unknown`
          : `${answer}: does not name it`,
      );
    return { device, category, beforeLogin: step, withLogin: step, why };
  });
}

function print(result: Evaluation): void {
  const table = (title: string, rows: readonly EvaluationRow[]): void => {
    console.log(`\n${title}: ${rows.length}`);
    for (const row of rows)
      console.log(
        `  ${row.device}  ${row.category}: said ${row.said}, label ${row.label}, never above ${row.neverAbove}`,
      );
  };
  console.log(`${result.devices} devices, ${result.rows.length} labels, before login`);
  if (result.rows.length > 0) {
    table("above the line (must be 0)", result.violations);
    table("below the label", result.below);
  }
  const named = result.lines.filter((line) => line.beforeLogin !== "unknown");
  console.log(`\nnamed: ${named.length}`);
  for (const { device, category, beforeLogin, why } of named)
    console.log(`  ${device}  ${category}: ${beforeLogin} (${why.join("; ")})`);
  console.log(`\nanalytics, kind unknown: ${result.kindUnknown.join(", ")}`);
  console.log(`not readable, and said so: ${result.unreadable.join(", ") || "none"}`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const given = process.argv.slice(2);
  const [folder, ...others] = given.filter((each) => each !== "--jsonl");
  const isWrong = others.length > 0 || folder === undefined || folder.startsWith("-");
  if (isWrong || !existsSync(join(folder, "recorded"))) {
    console.error(
      "usage: npm run evaluate:cameras -- DIR [--jsonl] (a folder with recorded/, and labels.tsv if there are labels)",
    );
    process.exitCode = 2;
  } else {
    const result = evaluate(folder);
    if (given.includes("--jsonl")) for (const line of result.lines) console.log(JSON.stringify(line));
    else print(result);
    process.exitCode = result.violations.length > 0 ? 1 : 0;
  }
}
