import { createHash } from "node:crypto";
import type { CameraLadder } from "@probewarden/contract";
import type { RoundBegun, RoundEnded, SearchEntry, SentEntry } from "../accountability/log-entry.ts";
import type { Destination } from "../classify/destinations.ts";

/** First entry of a bundle: what made it, and when. */
export interface BundleHead {
  kind: "bundle";
  version: 1;
  /** Version of the tool. */
  tool: string;
  madeAt: string;
}

/** What was found of one camera. */
export interface BundleCamera {
  kind: "camera";
  address: string;
  port: number;
  model?: string;
  manufacturer?: string;
  /** Who made it, whatever is printed on it. */
  maker?: { name: string; why: string };
  firmware?: string;
  at: string;
  /** It was read with an account that its operator gave. */
  withAccount: boolean;
  sentInClear: boolean;
  ladder: CameraLadder[];
  sendsTo: Destination[];
  asked: { call: string; outcome: string; why?: string }[];
  /** What became of the account, as `audit/account-state.ts` names it; absent in bundles of before it was told. */
  account?: string;
  denied: { category: string; call: string; quote: string }[];
}

/** One answer as it may be kept: credentials and digests are cut out. */
export interface BundleAnswer {
  kind: "answer";
  address: string;
  port: number;
  call: string;
  /** SHA-256 of the answer as it came over the wire. */
  answerSha256: string;
  /** SHA-256 of what is kept. */
  keptSha256: string;
  /** Base64. */
  kept: string;
}

/** One thing that was sent, as the accountability log has it; a bundle of before does not say whether by TLS. */
export interface BundleSent extends Omit<SentEntry, "tls"> {
  kind: "sent";
  tls?: boolean;
}

/** What a round asked altogether, as the accountability log has it: networks and ranges with counts, and no address that was only found. */
export interface BundleRound {
  kind: "round";
  entry: SearchEntry | RoundBegun | RoundEnded;
}

export type BundleEntry = BundleHead | BundleCamera | BundleAnswer | BundleSent | BundleRound;

/** Last entry: how many stand before it. */
interface BundleEnd {
  kind: "end";
  entries: number;
}

const sha256 = (text: string | Uint8Array): string => createHash("sha256").update(text).digest("hex");

/**
 * A bundle: one line for each entry, `HASH JSON`, where HASH is SHA-256 of the hash before and the JSON. So each line vouches for itself and
 * for all before it, and the hash of the last, the *seal*, for the whole: who writes the seal down can show later that nothing was changed.
 */
export class BundleLines {
  #seal = "";
  #entries = 0;

  /** @returns the entry's line */
  line(entry: BundleEntry): string {
    this.#entries++;
    return this.#write(entry);
  }

  /** @returns the last line, and the seal of all */
  end(): { line: string; seal: string } {
    const line = this.#write({ kind: "end", entries: this.#entries });
    return { line, seal: this.#seal };
  }

  #write(entry: BundleEntry | BundleEnd): string {
    const json = JSON.stringify(entry);
    this.#seal = sha256(`${this.#seal}${json}`);
    return `${this.#seal} ${json}\n`;
  }
}

/** What a bundle was found to be. */
export interface ReadBundle {
  entries: BundleEntry[];
  seal: string;
  /** What is wrong with it, by line; empty when it is whole. */
  problems: string[];
}

const LINE = /^([\da-f]{64}) (\{.*\})$/;
/** A problem more says nothing more. */
const PROBLEMS = 16;

/**
 * Reads and verifies a bundle, with nothing but its octets. A changed octet is named by its line and by what stands there. The line after it
 * is held against the hash that stands there and the one that should, so that one change is one problem.
 */
export function readBundle(octets: Uint8Array): ReadBundle {
  const found: ReadBundle = { entries: [], seal: "", problems: [] };
  // One octet is one character: a changed octet must not become another that is read alike.
  const lines = Buffer.from(octets).toString("latin1").split("\n");
  const rest = lines.pop();
  if (lines.length > 0 && !lines.some((line) => LINE.test(line)))
    return { ...found, problems: ["this is no bundle: no line of it is one that an audit wrote"] };
  /** What may stand before the next line; nothing is known of it after a line that cannot be read. */
  let before: readonly string[] = [""];
  let isEnded = false;
  for (const [at, line] of lines.entries()) {
    if (found.problems.length >= PROBLEMS) return found;
    const tell = (problem: string): void => void found.problems.push(`line ${at + 1}: ${problem}`);
    const [, hash, latin] = LINE.exec(line) ?? [];
    if (hash === undefined || latin === undefined) {
      tell("is no entry of a bundle");
      before = [];
      continue;
    }
    const json = Buffer.from(latin, "latin1");
    const entry = parseEntry(json.toString("utf8"));
    const right = before.map((seal) => sha256(Buffer.concat([Buffer.from(seal), json])));
    const isWhole = right.length === 0 || right.includes(hash);
    if (!isWhole) tell(`${nameOf(entry)} is not what was written`);
    else if (isEnded) tell("stands behind the end");
    else if (entry === undefined) tell("is of a kind that this version does not know");
    else if (entry.kind === "answer" && sha256(Buffer.from(entry.kept, "base64")) !== entry.keptSha256)
      tell(`${nameOf(entry)} is not what its hash says`);
    before = [...new Set([hash, ...right])];
    found.seal = hash;
    if (entry === undefined) continue;
    if (entry.kind !== "end") found.entries.push(entry);
    else {
      isEnded = true;
      if (entry.entries !== at && found.problems.length === 0)
        tell(`${entry.entries} entries were written, ${at} are there`);
    }
  }
  if (!isEnded && found.problems.length === 0) found.problems.push("the end is missing");
  if (rest !== "") found.problems.push(`line ${lines.length + 1}: is no entry of a bundle`);
  return found;
}

const KINDS = new Set(["bundle", "camera", "answer", "sent", "round", "end"]);

function parseEntry(json: string): BundleEntry | BundleEnd | undefined {
  try {
    const entry = JSON.parse(json) as { kind?: unknown; kept?: unknown; entry?: unknown };
    if (!KINDS.has(String(entry.kind)) || (entry.kind === "answer" && typeof entry.kept !== "string")) return undefined;
    if (entry.kind === "round" && (typeof entry.entry !== "object" || entry.entry === null)) return undefined;
    return entry as BundleEntry | BundleEnd;
  } catch {
    // The line is named; what it may have been is not guessed.
    return undefined;
  }
}

function nameOf(entry: BundleEntry | BundleEnd | undefined): string {
  switch (entry?.kind) {
    case "answer":
      return `the answer of ${entry.address}:${entry.port} to ${entry.call}`;
    case "camera":
      return `what was found of ${entry.address}:${entry.port}`;
    case "sent":
      return `what was sent to ${entry.address}:${entry.port} at ${entry.at}`;
    case "round":
      return `what a round asked at ${entry.entry.at}`;
    case "bundle":
      return "the head";
    case "end":
      return "the end";
    case undefined:
      return "an entry";
  }
}
