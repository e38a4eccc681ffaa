import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import type { InventoryEntry, Suspicion } from "@probewarden/contract";
import type { Canary } from "../radio/venue/venue.ts";
import { canariesFrom, networksFrom } from "../replay/replay-inputs.ts";

const CAPTURE = /\.(pcap|pcapng|cap)$/;

/** Labels that are not judged: dissector tests, and replayed traffic for throughput. */
const NOT_JUDGED = new Set(["parse", "replay"]);

/** Made to try the plumbing, as their names say: of no air, or of another's. What comes of them is told, and nothing is counted on it. */
const PLUMBING = /^(synthetic|relabelled)/;

/** Which suspicions answer a label; the first is the one that should. `-` stands for `_` too. */
const ANSWERS: Readonly<Record<string, readonly Suspicion[]>> = {
  karma: ["probe-box", "impostor"],
  "mana-loud": ["probe-box", "impostor"],
  "known-beacons": ["probe-box", "impostor"],
  "presence-ping": ["probe-box"],
  "probe-box": ["probe-box"],
  "popular-lure": ["impostor", "probe-box"],
  "evil-twin": ["impostor"],
  "ap-spoof": ["impostor", "disruption"],
  deauth: ["disruption"],
  "deauth-flood": ["disruption"],
  disassoc: ["disruption"],
  "auth-dos": ["disruption"],
  "beacon-flood": ["disruption", "probe-box"],
  mixed: ["disruption", "probe-box", "impostor"],
};

/** A capture with what is known to be in it. */
export interface LabelledCapture {
  path: string;
  /** Labels with hyphens; empty when it is benign. */
  labels: string[];
  /** Seconds after the first frame at which the attack began, where that is known. */
  attackStartSeconds: number | undefined;
  /** Addresses of the attack, where they are known. */
  attackers: readonly string[];
  networks: InventoryEntry[];
  canaries: Canary[];
}

/** Suspicions that answer these labels. */
export function answersTo(labels: readonly string[]): Set<Suspicion> {
  return new Set(labels.flatMap((label) => ANSWERS[label] ?? []));
}

/** Every labelled capture in a folder and below, by name: labels from the `.json` beside it, or from a `captures.tsv` above it. */
export async function labelledCaptures(folder: string): Promise<LabelledCapture[]> {
  const names = await readdir(folder, { recursive: true }).catch((cause: unknown) => {
    throw new Error(`${folder}: cannot be read as a folder of captures`, { cause });
  });
  const files = names.filter((name) => CAPTURE.test(name)).sort();
  const table = await readTable(resolve(folder));
  const captures: LabelledCapture[] = [];
  for (const name of files) {
    const path = join(folder, name);
    const capture = (await fromJson(path)) ?? table.get(resolve(path));
    if (capture !== undefined && !capture.labels.some((label) => NOT_JUDGED.has(label)))
      captures.push({ ...capture, path });
  }
  return captures;
}

async function fromJson(path: string): Promise<LabelledCapture | undefined> {
  const labelFile = path.replace(CAPTURE, ".json");
  if (!existsSync(labelFile)) return undefined;
  const label = JSON.parse(await readFile(labelFile, "utf8")) as Record<string, unknown>;
  const list = (key: string): unknown[] => (Array.isArray(label[key]) ? label[key] : []);
  const start = label["attackStartSeconds"];
  return {
    path,
    labels: list("kinds").map((kind) => String(kind).replaceAll("_", "-")),
    attackStartSeconds: typeof start === "number" ? start : undefined,
    attackers: list("attackers").map(String),
    networks: networksFrom(list("accessPoints"), labelFile),
    canaries: canariesFrom(list("canaries"), labelFile),
  };
}

async function readTable(folder: string): Promise<Map<string, LabelledCapture>> {
  const captures = new Map<string, LabelledCapture>();
  const root = [folder, dirname(folder)].find((it) => existsSync(join(it, "captures.tsv")));
  if (root === undefined) return captures;
  const [header = "", ...lines] = (await readFile(join(root, "captures.tsv"), "utf8")).trimEnd().split("\n");
  const columns = header.split("\t");
  for (const line of lines) {
    const cells = line.split("\t");
    const cell = (name: string): string => cells[columns.indexOf(name)] ?? "";
    const path = join(root, cell("file"));
    const label = cell("label").replaceAll("_", "-");
    captures.set(resolve(path), {
      path,
      labels: label === "benign" ? [] : [label],
      attackStartSeconds: cell("attack_start_s") === "" ? undefined : Number(cell("attack_start_s")),
      attackers: [],
      networks: [],
      canaries: [],
    });
  }
  return captures;
}

/** Name of a capture in tables. */
export function captureName(capture: LabelledCapture): string {
  return basename(capture.path);
}

/** Whether a capture was made to try the plumbing: nothing is counted on it. */
export function isPlumbing(capture: LabelledCapture): boolean {
  return PLUMBING.test(captureName(capture));
}
