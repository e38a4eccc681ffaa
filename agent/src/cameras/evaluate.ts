import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { CameraCategory, CameraStep } from "@probewarden/contract";
import { rankOf } from "./classify/signal.ts";
import { CATEGORIES } from "./classify/signal-table.ts";
import type { Evaluation, EvaluationLine, Login } from "./evaluation.ts";
import { printEvaluation } from "./evaluate-print.ts";
import { devicesOf, judgeFolder, readTable, type Judged } from "./recorded-cameras.ts";

/** Judges `recorded/` of a folder before and with login, and holds both against `labels.tsv` where there is one. */
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
    const judged = { before: judgeFolder(folder, device, "before"), with: judgeFolder(folder, device, "with") };
    result.devices++;
    result.unreadable.push(...judged.with.unreadable.map((each) => `${device}/${each}`));
    if (judged.before.verdict.analytics === "kind-unknown") result.kindUnknown.push(device);
    result.lines.push(...CATEGORIES.map((category) => lineOf(device, category, judged)));
    for (const row of labels.filter((each) => each["device"] === device))
      for (const login of ["before", "with"] as const) hold(result, row, login, judged[login]);
  }
  return result;
}

const ladderOf = ({ verdict }: Judged, category: string): Judged["verdict"]["ladder"][number] | undefined =>
  verdict.ladder.find((each) => each.category === category);

function hold(result: Evaluation, row: Record<string, string>, login: Login, judged: Judged): void {
  const category = row["category"] ?? "";
  const said = ladderOf(judged, category)?.step ?? "unknown";
  const label = row[`${login}_login`] ?? "";
  const neverAbove = row["never_above"] ?? "";
  const rank = (step: string): number => rankOf(step as CameraStep);
  const isAccepted = login === "with" && (row["also_acceptable"] ?? "").split(",").includes(said);
  const reached = rank(said) >= rank(label) || isAccepted;
  const line = { device: row["device"] ?? "", category, login, said, label, reached, neverAbove };
  result.rows.push(line);
  if (rank(said) > rank(neverAbove)) result.violations.push(line);
  if (!reached) result.below.push(line);
}

function lineOf(device: string, category: CameraCategory, judged: Record<Login, Judged>): EvaluationLine {
  const row = ladderOf(judged.with, category);
  const denied = judged.with.denied.filter((each) => each.category === category);
  const said = [...new Set(denied.map(({ call, quote }) => `${call}: ${quote}`))].slice(0, 4);
  const why = row?.proofs.map(({ call, quote }) => `${call}: ${quote}`) ?? [
    judged.with.verdict.analytics === "kind-unknown"
      ? "no recorded answer names it; analytics, kind unknown"
      : "no recorded answer names it",
  ];
  if (category === "gait" && row === undefined) why.push("ONVIF has no word for gait");
  return {
    device,
    category,
    beforeLogin: ladderOf(judged.before, category)?.step ?? "unknown",
    withLogin: row?.step ?? "unknown",
    why: [
      ...why,
      ...said.map((words) => (row === undefined ? `the device says ${words}` : `but the device says ${words}`)),
    ],
  };
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
    else printEvaluation(result);
    process.exitCode = result.violations.length > 0 ? 1 : 0;
  }
}
