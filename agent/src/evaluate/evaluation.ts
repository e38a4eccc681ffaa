import { BAND_FROM_DB } from "@probewarden/contract";
import { detectorsInForce } from "../radio/detectors/detectors.ts";
import { replayFile } from "../replay/replay.ts";
import type { SuspectSummary } from "../replay/suspect-summary.ts";
import { answersTo, captureName, labelledCaptures, type LabelledCapture } from "./labelled-capture.ts";

/** What came of one labelled capture. */
export interface CaptureResult {
  type: "capture";
  capture: string;
  labels: string[];
  /** Whether a suspect from `suspected` up answers a label; null for a benign capture. */
  found: boolean | null;
  /** Capture second of the finding, and seconds since the attack began. */
  firstAtSeconds: number | null;
  afterSeconds: number | null;
  /** Detectors behind the answer. */
  detectors: string[];
  /** Suspects from `suspected` up that answer no label, or that accuse an access point of the venue. */
  falseAlarms: { suspicion: string; scoreDb: number; detectors: string[] }[];
  /** Suspects at `watch` that answer no label: nobody is told, but they stand in the list. */
  watched: number;
}

/** Found and wrong, per detector. */
export interface EvaluationSummary {
  type: "summary";
  captures: number;
  attacks: number;
  found: number;
  falseAlarms: number;
  watched: number;
  perDetector: Record<string, { found: number; falseAlarms: number }>;
}

/** Of nothing yet: each detector in force has a row. */
export function emptySummary(): EvaluationSummary {
  return {
    type: "summary",
    captures: 0,
    attacks: 0,
    found: 0,
    falseAlarms: 0,
    watched: 0,
    perDetector: Object.fromEntries(detectorsInForce().map(({ id }) => [id, { found: 0, falseAlarms: 0 }])),
  };
}

/** Adds what came of one folder to what came of others. */
export function addSummary(total: EvaluationSummary, folder: EvaluationSummary): void {
  for (const what of ["captures", "attacks", "found", "falseAlarms", "watched"] as const) total[what] += folder[what];
  for (const [id, { found, falseAlarms }] of Object.entries(folder.perDetector)) {
    const row = (total.perDetector[id] ??= { found: 0, falseAlarms: 0 });
    row.found += found;
    row.falseAlarms += falseAlarms;
  }
}

/** Judges every labelled capture of a folder, as a sensor that knows the venue's own networks and its own bait would. */
export async function evaluateFolder(
  folder: string,
  tell: (result: CaptureResult) => void,
): Promise<EvaluationSummary> {
  const summary = emptySummary();
  const { perDetector } = summary;
  for (const capture of await labelledCaptures(folder)) {
    const result = await evaluateCapture(capture);
    summary.captures++;
    if (result.found !== null) summary.attacks++;
    if (result.found === true) summary.found++;
    summary.falseAlarms += result.falseAlarms.length;
    summary.watched += result.watched;
    for (const id of result.detectors) count(perDetector, id, "found");
    for (const alarm of result.falseAlarms) for (const id of alarm.detectors) count(perDetector, id, "falseAlarms");
    tell(result);
  }
  return summary;
}

async function evaluateCapture(capture: LabelledCapture): Promise<CaptureResult> {
  const { suspects } = await replayFile({
    path: capture.path,
    networks: capture.networks,
    canaries: capture.canaries,
    jsonl: true,
    out: () => undefined,
  });
  const answers = answersTo(capture.labels);
  const own = new Set(capture.networks.map(({ bssid }) => bssid));
  const isWrong = (it: SuspectSummary): boolean =>
    !answers.has(it.suspicion) || it.transmitters.some((address) => own.has(address));
  const told = suspects.filter((it) => it.scoreDb >= BAND_FROM_DB.suspected);
  const right = told.filter((it) => !isWrong(it)).sort((left, right) => left.firstAtSeconds - right.firstAtSeconds);
  const firstAtSeconds = right[0]?.firstAtSeconds ?? null;
  const { attackStartSeconds } = capture;
  return {
    type: "capture",
    capture: captureName(capture),
    labels: capture.labels,
    found: capture.labels.length === 0 ? null : right.length > 0,
    firstAtSeconds,
    afterSeconds:
      firstAtSeconds === null || attackStartSeconds === undefined
        ? null
        : Math.round((firstAtSeconds - attackStartSeconds) * 10) / 10,
    detectors: [...new Set(right.flatMap(detectorsOf))],
    falseAlarms: told
      .filter(isWrong)
      .map((it) => ({ suspicion: it.suspicion, scoreDb: it.scoreDb, detectors: detectorsOf(it) })),
    watched: suspects.filter((it) => it.scoreDb < BAND_FROM_DB.suspected && isWrong(it)).length,
  };
}

function detectorsOf(suspect: SuspectSummary): string[] {
  return [...new Set(suspect.evidence.map(({ detector }) => detector))];
}

function count(perDetector: EvaluationSummary["perDetector"], id: string, what: "found" | "falseAlarms"): void {
  const row = (perDetector[id] ??= { found: 0, falseAlarms: 0 });
  row[what]++;
}
