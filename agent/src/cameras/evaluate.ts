import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { CameraCategory, CameraStep } from "@probewarden/contract";
import { keepAnswer } from "./classify/kept-answer.ts";
import { climb, type ReadAnswer, type Verdict } from "./classify/ladder.ts";
import { readScopes } from "./classify/scopes.ts";
import { readProbeMatches } from "./discover/probe-matches.ts";
import { readEnvelope } from "./interrogate/soap-envelope.ts";
import { parseXml, XmlRefused } from "./interrogate/xml.ts";

/** What the classifier said of one device and category, beside what the label allows. */
export interface EvaluationRow {
  device: string;
  category: string;
  said: CameraStep;
  label: string;
  neverAbove: string;
}

/** Result of holding the classifier against a folder of recorded cameras. */
export interface Evaluation {
  devices: number;
  rows: EvaluationRow[];
  /** Rows above the line that must not be crossed: an accusation beyond the evidence. */
  violations: EvaluationRow[];
  /** Rows below the label before login. */
  below: EvaluationRow[];
  kindUnknown: string[];
  unreadable: string[];
}

const STEPS: readonly string[] = ["unknown", "claimed", "advertised", "supported", "configured", "enabled", "observed"];
const PRE_LOGIN_FILE = /^(GetServices|GetCapabilities|GetServiceCapabilities(-\w+)?)(-again)?\.xml$/;

/** A tab-separated table as rows by column name. */
function readTable(path: string): Record<string, string>[] {
  const [head, ...lines] = readFileSync(path, "utf8").trimEnd().split("\n");
  const names = (head ?? "").split("\t");
  return lines.map((line) => {
    const cells = line.split("\t");
    return Object.fromEntries(names.map((name, index) => [name, cells[index] ?? ""]));
  });
}

/** Model in a recorded answer of Dahua's discovery (a header of 32 octets, then JSON): a model name like one in a hardware scope. */
function dhipModel(frame: Buffer): string {
  return /"DeviceType":"([^"]{1,128})"/.exec(frame.toString("latin1", 32))?.[1] ?? "";
}

/** Judges the answers before login of one device folder. Names of unreadable files go to `unreadable`. */
function judgeFolder(folder: string, unreadable: string[] = []): Verdict {
  const answers: ReadAnswer[] = [];
  const scopes: string[] = [];
  for (const name of readdirSync(folder).toSorted()) {
    const raw = readFileSync(join(folder, name));
    if (name === "ProbeMatch.xml") scopes.push(...readProbeMatches(raw).matches.flatMap((match) => match.scopes));
    if (name.startsWith("DHIP-")) scopes.push(`onvif://www.onvif.org/hardware/${encodeURIComponent(dhipModel(raw))}`);
    if (!PRE_LOGIN_FILE.test(name)) continue;
    try {
      const body = readEnvelope(parseXml(raw).root);
      const call = name.startsWith("GetServices")
        ? "get-services"
        : name.startsWith("GetCapabilities")
          ? "get-capabilities"
          : "get-service-capabilities";
      if (body?.kind === "answer") answers.push({ call, body: body.element, kept: keepAnswer(raw) });
    } catch (error) {
      if (!(error instanceof XmlRefused)) throw error;
      unreadable.push(`${name}: ${error.reason}`);
    }
  }
  return climb(readScopes(scopes), answers);
}

/** Holds the classifier against `recorded/` and `labels.tsv` of a folder, before login. */
export function evaluate(folder: string): Evaluation {
  const result: Evaluation = { devices: 0, rows: [], violations: [], below: [], kindUnknown: [], unreadable: [] };
  const labels = readTable(join(folder, "labels.tsv"));
  for (const device of new Set(labels.map((row) => row["device"] ?? ""))) {
    const rows = labels.filter((row) => row["device"] === device);
    const path = join(folder, "recorded", device);
    if (!existsSync(path)) continue;
    result.devices++;
    const unreadable: string[] = [];
    const verdict = judgeFolder(path, unreadable);
    result.unreadable.push(...unreadable.map((each) => `${device}/${each}`));
    if (verdict.analytics === "kind-unknown") result.kindUnknown.push(device);
    for (const row of rows) {
      const category = row["category"] as CameraCategory;
      const said = verdict.ladder.find((each) => each.category === category)?.step ?? "unknown";
      const line = { device, category, said, label: row["before_login"] ?? "", neverAbove: row["never_above"] ?? "" };
      result.rows.push(line);
      if (STEPS.indexOf(said) > STEPS.indexOf(line.neverAbove)) result.violations.push(line);
      if (STEPS.indexOf(said) < STEPS.indexOf(line.label)) result.below.push(line);
    }
  }
  return result;
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
  table("above the line (must be 0)", result.violations);
  table("below the label", result.below);
  table(
    "named",
    result.rows.filter((row) => row.said !== "unknown"),
  );
  console.log(`\nanalytics, kind unknown: ${result.kindUnknown.join(", ")}`);
  console.log(`not readable, and said so: ${result.unreadable.join(", ") || "none"}`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const folder = process.argv[2];
  if (folder === undefined || !existsSync(join(folder, "labels.tsv"))) {
    console.error("usage: npm run evaluate:cameras -- DIR (a folder with labels.tsv and recorded/)");
    process.exitCode = 2;
  } else {
    const result = evaluate(folder);
    print(result);
    process.exitCode = result.violations.length > 0 ? 1 : 0;
  }
}
