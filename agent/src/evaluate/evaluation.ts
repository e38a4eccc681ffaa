import { BAND_FROM_DB, type Band, type Suspicion } from "@probewarden/contract";
import { detectorsInForce } from "../radio/detectors/detectors.ts";
import { replayFile } from "../replay/replay.ts";
import type { SuspectSummary } from "../replay/suspect-summary.ts";
import { answersTo, captureName, isPlumbing, labelledCaptures, type LabelledCapture } from "./labelled-capture.ts";
import { isThereToFind } from "./what-detectors-find.ts";

/** What came of one labelled capture. */
export interface CaptureResult {
  type: "capture";
  capture: string;
  labels: string[];
  /** Made to try the plumbing: told, and not counted. */
  plumbing?: true;
  /** Seconds from the first frame to the last. */
  seconds: number;
  /** Of these, seconds in which an access point was around. */
  airSeconds: number;
  /** Whether a suspect from `suspected` up answers a label; null for a benign capture. */
  found: boolean | null;
  /** Capture second of the finding, and seconds since the attack began. */
  firstAtSeconds: number | null;
  afterSeconds: number | null;
  /** Suspects from `suspected` up that answer a label, the first one first. */
  suspected: SuspectedAs[];
  /** Detectors behind the answer. */
  detectors: string[];
  /** Suspects from `suspected` up that answer no label, or that accuse an access point of the venue. */
  falseAlarms: SuspectedAs[];
  /** Suspects at `watch` that answer no label: nobody is told, but they stand in the list. */
  watched: number;
}

/** One suspect, in short. */
export interface SuspectedAs {
  suspicion: Suspicion;
  /** Highest score reached, in decibans, and its band. */
  scoreDb: number;
  band: Band;
  detectors: string[];
}

/** What one detector came to. */
export interface DetectorCount {
  /** Attacks that it has a part in the answer to. */
  found: number;
  /** Attacks that it is there to find, and those of them that it has a part in. */
  toFind: number;
  ofThem: number;
  /** Wrong alarms in which it has a part: in all, and in benign captures. */
  falseAlarms: number;
  falseAlarmsInBenign: number;
}

/** Found and wrong, in all and per detector. Plumbing is not in it. */
export interface EvaluationSummary {
  type: "summary";
  captures: number;
  attacks: number;
  found: number;
  falseAlarms: number;
  watched: number;
  /** Captures that were made to try the plumbing. */
  plumbing: number;
  /** Seconds of recordings without an attack. */
  benignSeconds: number;
  /** Of these, seconds in which an access point was around: what wrong alarms are held against. Recordings of questions alone accuse nobody. */
  benignAirSeconds: number;
  /** Seconds from the attack's beginning to the first finding, of each attack whose beginning is known, in order of the captures. */
  afterSeconds: number[];
  perDetector: Record<string, DetectorCount>;
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
    plumbing: 0,
    benignSeconds: 0,
    benignAirSeconds: 0,
    afterSeconds: [],
    perDetector: Object.fromEntries(detectorsInForce().map(({ id }) => [id, emptyCount()])),
  };
}

/** Judges every labelled capture of a folder, as a sensor that knows the venue's own networks and its own bait would, and adds them up. Returns their number. */
export async function evaluateFolder(
  folder: string,
  tell: (result: CaptureResult) => void,
  summary: EvaluationSummary = emptySummary(),
): Promise<number> {
  const captures = await labelledCaptures(folder);
  for (const capture of captures) {
    const result = await evaluateCapture(capture);
    add(summary, result);
    tell(result);
  }
  return captures.length;
}

function add(summary: EvaluationSummary, result: CaptureResult): void {
  if (result.plumbing) {
    summary.plumbing++;
    return;
  }
  const isBenign = result.found === null;
  summary.captures++;
  if (isBenign) {
    summary.benignSeconds += result.seconds;
    summary.benignAirSeconds += result.airSeconds;
  } else summary.attacks++;
  if (result.found) summary.found++;
  if (result.afterSeconds !== null) summary.afterSeconds.push(result.afterSeconds);
  summary.falseAlarms += result.falseAlarms.length;
  summary.watched += result.watched;
  for (const [id, row] of Object.entries(summary.perDetector)) {
    const isIn = result.detectors.includes(id);
    if (isIn) row.found++;
    if (isThereToFind(id, result.labels)) {
      row.toFind++;
      if (isIn) row.ofThem++;
    }
    const wrong = result.falseAlarms.filter(({ detectors }) => detectors.includes(id)).length;
    row.falseAlarms += wrong;
    if (isBenign) row.falseAlarmsInBenign += wrong;
  }
}

async function evaluateCapture(capture: LabelledCapture): Promise<CaptureResult> {
  let airSeconds = 0;
  const { suspects, seconds } = await replayFile({
    path: capture.path,
    networks: capture.networks,
    canaries: capture.canaries,
    jsonl: true,
    out: () => undefined,
    onAir: (heard) => (airSeconds = heard),
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
    ...(isPlumbing(capture) ? { plumbing: true } : {}),
    seconds,
    airSeconds,
    found: capture.labels.length === 0 ? null : right.length > 0,
    firstAtSeconds,
    afterSeconds:
      firstAtSeconds === null || attackStartSeconds === undefined
        ? null
        : Math.round((firstAtSeconds - attackStartSeconds) * 10) / 10,
    suspected: right.map(inShort),
    detectors: [...new Set(right.flatMap(detectorsOf))],
    falseAlarms: told.filter(isWrong).map(inShort),
    watched: suspects.filter((it) => it.scoreDb < BAND_FROM_DB.suspected && isWrong(it)).length,
  };
}

function detectorsOf(suspect: SuspectSummary): string[] {
  return [...new Set(suspect.evidence.map(({ detector }) => detector))];
}

function inShort(suspect: SuspectSummary): SuspectedAs {
  const { suspicion, scoreDb, band } = suspect;
  return { suspicion, scoreDb, band, detectors: detectorsOf(suspect) };
}

const emptyCount = (): DetectorCount => ({
  found: 0,
  toFind: 0,
  ofThem: 0,
  falseAlarms: 0,
  falseAlarmsInBenign: 0,
});
