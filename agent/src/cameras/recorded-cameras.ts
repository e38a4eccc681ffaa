import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { treeOfJson } from "./classify/answer-tree.ts";
import { factsOf } from "./classify/answer-facts.ts";
import { keepAnswer } from "./classify/kept-answer.ts";
import { climb, type ReadAnswer, type Verdict } from "./classify/ladder.ts";
import { readScopes } from "./classify/scopes.ts";
import {
  fit,
  provenBy,
  provenByLines,
  type ProvenByCall,
  type ProvenOfDevice,
  type TreeOfAnswer,
} from "./classify/proven.ts";
import { readProbeMatches } from "./discover/probe-matches.ts";
import { parseXml } from "./interrogate/xml.ts";
import { readAnswer } from "./read-answer.ts";

/** What the recorded answers of one device prove. */
export interface Judged {
  verdict: Verdict;
  /** Functions that the device says it lacks: never "no", but shown. */
  denied: ProvenOfDevice["denied"];
  /** Files that were looked at. */
  answers: string[];
  /** Files that could not be read, and why. */
  unreadable: string[];
}

const CALL_OF_FILE = [
  [/^GetServices(-again)?\.(?:xml|json)$/, "get-services"],
  [/^GetCapabilities(-again)?\.(?:xml|json)$/, "get-capabilities"],
  [/^GetServiceCapabilities(-[\w-]+)?\.(?:xml|json)$/, "get-service-capabilities"],
] as const;

/** Answers that a device gives to anybody, where no table says so: discovery and ONVIF's class PRE_AUTH. */
const OPEN =
  /^(?:ProbeMatch|DHIP-|SADP-|GetServices|GetCapabilities|GetServiceCapabilities|GetSystemDateAndTime|GetHostname|VIID-)/;

/** A tab-separated table as rows by column name; none where the file is missing. */
export function readTable(path: string): Record<string, string>[] {
  if (!existsSync(path)) return [];
  const [head, ...lines] = readFileSync(path, "utf8").trimEnd().split(/\r?\n/);
  const names = (head ?? "").split("\t");
  return lines.map((line) => {
    const cells = line.split("\t");
    return Object.fromEntries(names.map((name, index) => [name, cells[index] ?? ""]));
  });
}

/** Names of the devices with recorded answers. */
export function devicesOf(folder: string): string[] {
  return readdirSync(join(folder, "recorded"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .toSorted();
}

/** Judges one device by the code that reads a live camera: of what it answers to anybody, or of all that was recorded of it. */
export function judgeFolder(folder: string, device: string, login: "before" | "with"): Judged {
  const auth = new Map(readTable(join(folder, "recorded.tsv")).map((row) => [row["file"], row["needs_auth"]]));
  const needsLogin = (name: string): boolean =>
    (auth.get(`${device}/${name}`) ?? (OPEN.test(name) ? "no" : "yes")) !== "no";
  const heard: Heard = { answers: [], scopes: [], trees: [], proven: [], unreadable: [] };
  const calls: string[] = [];
  for (const name of readdirSync(join(folder, "recorded", device)).toSorted()) {
    if (login === "before" && needsLogin(name)) continue;
    calls.push(name);
    readFile(join(folder, "recorded", device, name), name, heard);
  }
  const { proven, denied, scopes, models } = provenBy(heard.trees);
  const named = readScopes([...heard.scopes, ...scopes]);
  named.hardware ??= models.map(fit).find((model) => model !== "");
  return {
    verdict: climb(named, heard.answers, [...heard.proven, ...proven]),
    denied,
    answers: calls,
    unreadable: heard.unreadable,
  };
}

interface Heard {
  answers: ReadAnswer[];
  scopes: string[];
  trees: TreeOfAnswer[];
  proven: ProvenByCall[];
  unreadable: string[];
}

function readFile(path: string, name: string, heard: Heard): void {
  const raw = readFileSync(path);
  if (name.startsWith("DHIP-")) {
    heard.scopes.push(`onvif://www.onvif.org/hardware/${encodeURIComponent(dhipModel(raw))}`);
    return;
  }
  if (/^ProbeMatch.*\.xml$/.test(name))
    heard.scopes.push(...readProbeMatches(raw).matches.flatMap((match) => match.scopes));
  if (name.endsWith(".txt")) {
    const call = name.replace(/\.txt$/, "");
    heard.proven.push(...provenByLines(call, raw.toString("utf8")));
    return;
  }
  const call = CALL_OF_FILE.find(([pattern]) => pattern.test(name))?.[1];
  if (call !== undefined && !name.endsWith(".json")) {
    const read = readAnswer({ raw, status: 200, contentType: "" });
    if (read.facts !== undefined) heard.answers.push({ call, facts: read.facts, kept: read.kept });
    // Whoever wrote an answer down may have left its envelope out.
    if (read.soap || read.outcome !== "not-soap") {
      if (!read.soap) heard.unreadable.push(`${name}: ${read.outcome}`);
      return;
    }
  }
  try {
    const tree = name.endsWith(".json") ? treeOfJson(JSON.parse(raw.toString("utf8"))) : parseXml(raw).root;
    heard.trees.push({ call: name.replace(/\.\w+$/, ""), tree });
    if (call !== undefined) heard.answers.push({ call, facts: factsOf(tree), kept: keepAnswer(raw) });
  } catch (error) {
    heard.unreadable.push(`${name}: ${error instanceof Error ? error.message : "not readable"}`);
  }
}

/** Model in a recorded answer of Dahua's discovery (a header of 32 octets, then JSON): a model name like one in a hardware scope. */
function dhipModel(frame: Buffer): string {
  return /"DeviceType":"([^"]{1,128})"/.exec(frame.toString("latin1", 32))?.[1] ?? "";
}
