import { FileCapture } from "../radio/capture/file-capture.ts";
import { detectorsInForce } from "../radio/detectors/detectors.ts";
import type { Observation } from "../radio/detectors/detector.ts";
import { EVIDENCE_CODES, type EvidenceCode } from "../radio/detectors/weights.ts";
import { parseAddress } from "../radio/dot11/address.ts";
import { Pipeline } from "../radio/pipeline.ts";
import { listOfCaptures, sha256Of, type CalibrationCapture } from "./calibration-captures.ts";
import { isSimulated } from "./simulated-capture.ts";
import { isThereToFind } from "./what-detectors-find.ts";
import { likelyShare, lowerBound, upperBound } from "./binomial-bound.ts";
import { captureName, isPlumbing, labelledCaptures, type LabelledCapture } from "./labelled-capture.ts";

interface Tally {
  innocent: Set<number>;
  innocentWith: Map<EvidenceCode, Set<number>>;
  guilty: Map<EvidenceCode, number>;
  guiltyWith: Map<EvidenceCode, number>;
}

/** What a calibration comes to, as the texts of the files that are checked in. */
export interface Calibration {
  /** `agent/src/radio/detectors/bounds.ts`, with the day that it is of. */
  bounds: (day: string) => string;
  /** `docs/calibration.tsv`: the captures, by their hashes. */
  captures: string;
}

/**
 * Counts, over labelled captures, how many innocent access points and how many attacks showed each observation. The unit is one transmitter:
 * an access point counts once however many captures it is in; an attack counts per capture. Captures that were made to try the plumbing
 * are left out.
 */
export async function calibrate(folders: readonly string[]): Promise<Calibration> {
  const tally: Tally = { innocent: new Set(), innocentWith: new Map(), guilty: new Map(), guiltyWith: new Map() };
  const captures: CalibrationCapture[] = [];
  for (const folder of folders)
    for (const capture of await labelledCaptures(folder))
      if (!isPlumbing(capture)) captures.push(await count(capture, tally));
  const rows = EVIDENCE_CODES.map((code) => {
    const innocentWith = tally.innocentWith.get(code)?.size ?? 0;
    const guilty = tally.guilty.get(code) ?? 0;
    const guiltyWith = tally.guiltyWith.get(code) ?? 0;
    const innocent = tally.innocent.size;
    // Of what no attack showed, the prior alone would speak.
    const ratioDb =
      guiltyWith > 0 ? decibans(likelyShare(guiltyWith, guilty) / likelyShare(innocentWith, innocent)) : "null";
    const bound = lowerBound(guiltyWith, guilty) / upperBound(innocentWith, innocent);
    const boundDb = bound > 0 ? decibans(bound) : "null";
    return `  ${code.includes("-") ? `"${code}"` : code}: { innocentWith: ${innocentWith}, guilty: ${guilty}, guiltyWith: ${guiltyWith}, ratioDb: ${ratioDb}, boundDb: ${boundDb} },\n`;
  });
  return {
    bounds: (day) => `${header(day, captures.length, tally.innocent.size)}${rows.join("")}};\n`,
    captures: listOfCaptures(captures),
  };
}

const decibans = (ratio: number): string => (Math.round(100 * Math.log10(ratio)) / 10).toString();

const header = (
  day: string,
  captures: number,
  innocent: number,
): string => `/** Made by \`npm run calibrate -- test/fixtures/lab ../shared/captures\`; do not edit. */
export interface Bound {
  /** Of the innocent access points, how many showed the observation. */
  innocentWith: number;
  /** Attacks that the detector is there to find, and how many of them showed it. */
  guilty: number;
  guiltyWith: number;
  /** Likelihood ratio in decibans, with half a hit and half a miss added to both counts (Jeffreys' prior); null where no attack showed it. */
  ratioDb: number | null;
  /** Decibans that these counts alone support (both shares at their 95 % bounds); null where they support none. */
  boundDb: number | null;
}

/** Innocent access points in the recordings. */
export const INNOCENT = ${innocent};

/** What labelled recordings alone support, per evidence code: of ${captures} captures, by their hashes in docs/calibration.tsv; ${day}. */
export const BOUNDS: Readonly<Record<string, Bound>> = {
`;

async function count(capture: LabelledCapture, tally: Tally): Promise<CalibrationCapture> {
  if (await isSimulated(capture.path))
    throw new Error(`${capture.path}: is simulated, and no weight may rest on it (leave its folder out)`);
  const seen: Observation[] = [];
  const pipeline = new Pipeline({
    detectors: detectorsInForce(),
    venueSalt: "calibrate",
    onlyFindings: true,
    networks: capture.networks,
    canaries: capture.canaries,
    emit: () => undefined,
    onObservation: (_, observation) => void seen.push(observation),
  });
  await new FileCapture(capture.path).run((captured) => pipeline.consume(captured));
  pipeline.flush();
  const innocent = innocentOf(capture, pipeline);
  for (const bssid of innocent) tally.innocent.add(bssid);
  for (const observation of seen) {
    const shown = tally.innocentWith.get(observation.code) ?? new Set();
    // A frame in an innocent access point's name counts against it in benign captures only: elsewhere it is the victim.
    const named =
      capture.labels.length === 0 ? [...observation.transmitters, ...observation.targets] : observation.transmitters;
    for (const address of named) if (innocent.has(address)) shown.add(address);
    tally.innocentWith.set(observation.code, shown);
  }
  const codes = new Set(seen.map(({ code }) => code));
  for (const detector of detectorsInForce()) {
    if (!isThereToFind(detector.id, capture.labels)) continue;
    for (const { code } of detector.evidence as readonly { code: EvidenceCode }[]) {
      tally.guilty.set(code, (tally.guilty.get(code) ?? 0) + 1);
      if (codes.has(code)) tally.guiltyWith.set(code, (tally.guiltyWith.get(code) ?? 0) + 1);
    }
  }
  return {
    name: captureName(capture),
    sha256: await sha256Of(capture.path),
    labels: capture.labels,
    innocent: innocent.size,
  };
}

/** In a benign capture everybody who advertises; in an attack those that its label names as the venue's. */
function innocentOf(capture: LabelledCapture, pipeline: Pipeline): Set<number> {
  const innocent = new Set<number>();
  for (const { bssid } of capture.networks) innocent.add(parseAddress(bssid) ?? -1);
  if (capture.labels.length === 0) for (const [bssid] of pipeline.accessPoints) innocent.add(bssid);
  return innocent;
}
