import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { CameraCategory } from "@probewarden/contract";
import { climb, type ReadAnswer, type Verdict } from "./classify/ladder.ts";
import { readScopes } from "./classify/scopes.ts";
import { CATEGORIES_OF_MODELS, CATEGORIES_OF_NAMES } from "./classify/signal-table.ts";
import { readProbeMatches } from "./discover/probe-matches.ts";
import { readAnswer } from "./read-answer.ts";

/** What the recorded answers of one device before login prove. */
export interface Judged {
  verdict: Verdict;
  /** Categories that an answer which was read could have named. */
  lookedFor: ReadonlySet<CameraCategory>;
  /** Calls whose answers were read. */
  answers: string[];
  /** Files that could not be read, and why. */
  unreadable: string[];
}

const CALL_OF_FILE = [
  [/^GetServices(-again)?\.xml$/, "get-services"],
  [/^GetCapabilities(-again)?\.xml$/, "get-capabilities"],
  [/^GetServiceCapabilities(-\w+)?(-again)?\.xml$/, "get-service-capabilities"],
] as const;

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

/** Judges one device as a visit would: of what it answers to anybody, by the code that reads a live camera. */
export function judgeFolder(folder: string, device: string): Judged {
  const needLogin = new Set(
    readTable(join(folder, "recorded.tsv")).flatMap((row) => (row["needs_auth"] === "yes" ? [row["file"]] : [])),
  );
  const answers: ReadAnswer[] = [];
  const scopes: string[] = [];
  const calls = new Set<string>();
  const unreadable: string[] = [];
  const lookedFor = new Set<CameraCategory>();
  const lookFor = (categories: ReadonlySet<CameraCategory>, call: string): void => {
    calls.add(call);
    for (const category of categories) lookedFor.add(category);
  };
  for (const name of readdirSync(join(folder, "recorded", device)).toSorted()) {
    if (needLogin.has(`${device}/${name}`)) continue;
    const raw = readFileSync(join(folder, "recorded", device, name));
    if (/^ProbeMatch.*\.xml$/.test(name)) {
      const found = readProbeMatches(raw);
      scopes.push(...found.matches.flatMap((match) => match.scopes));
      if (found.matches.length > 0) lookFor(CATEGORIES_OF_NAMES, "probe");
    }
    if (name.startsWith("DHIP-")) {
      scopes.push(`onvif://www.onvif.org/hardware/${encodeURIComponent(dhipModel(raw))}`);
      lookFor(CATEGORIES_OF_MODELS, "probe");
    }
    const call = CALL_OF_FILE.find(([pattern]) => pattern.test(name))?.[1];
    if (call === undefined) continue;
    const read = readAnswer({ raw, status: 200, contentType: "" });
    if (read.facts !== undefined) {
      answers.push({ call, facts: read.facts, kept: read.kept });
      lookFor(CATEGORIES_OF_NAMES, call);
    } else if (!read.soap) unreadable.push(`${name}: ${read.outcome}`);
  }
  return { verdict: climb(readScopes(scopes), answers), lookedFor, answers: [...calls], unreadable };
}

/** Model in a recorded answer of Dahua's discovery (a header of 32 octets, then JSON): a model name like one in a hardware scope. */
function dhipModel(frame: Buffer): string {
  return /"DeviceType":"([^"]{1,128})"/.exec(frame.toString("latin1", 32))?.[1] ?? "";
}
