import { readdirSync, readFileSync } from "node:fs";
import { canariesFrom, networksFrom } from "../../agent/src/replay/replay-inputs.ts";
import { detectorsInForce } from "../../agent/src/radio/detectors/detectors.ts";
import type { Observation } from "../../agent/src/radio/detectors/detector.ts";
import { Pipeline, type PipelineReport } from "../../agent/src/radio/pipeline.ts";
import { readReport } from "../../agent/src/supervisor/reports.ts";
import { ROOT } from "../road/sandbox.ts";
import { mutatedAir, recordedFrames } from "./mutated-air.ts";

const LAB = `${ROOT}test/fixtures/lab/`;
/** Frames that one sensor hears before another one starts with nothing in its memory. */
const FRAMES_OF_A_SENSOR = 5_000;

/** What came of mutated air. */
export interface FuzzResult {
  frames: number;
  findings: number;
  /** What our own schema refuses, each kind of reason once, with the report. */
  refused: string[];
}

/**
 * Lets sensors hear `frames` mutated frames, and holds every report that leaves the radio process, and every figure that a detector gives,
 * against what the supervisor takes: the schemas of the contract, after the JSON that is between them.
 */
export function reportsOfMutatedAir(seed: number, frames: number, progress?: (done: number) => void): FuzzResult {
  const names = readdirSync(LAB).flatMap((file) => (file.endsWith(".pcap") ? [file.slice(0, -5)] : []));
  const recordings = names.map((name) => {
    const label = JSON.parse(readFileSync(`${LAB}${name}.json`, "utf8")) as {
      accessPoints: unknown[];
      canaries: unknown[];
    };
    return {
      recorded: recordedFrames(`${LAB}${name}.pcap`),
      networks: networksFrom(label.accessPoints, name),
      canaries: canariesFrom(label.canaries, name),
    };
  });
  const result: FuzzResult = { frames: 0, findings: 0, refused: [] };
  for (let round = 0; result.frames < frames; round++) {
    const { recorded, networks, canaries } = recordings[round % recordings.length]!;
    const pipeline = new Pipeline({
      detectors: detectorsInForce(),
      venueSalt: "venue-fuzz",
      networks: round % 3 === 0 ? [] : networks,
      canaries,
      emit: (report) => checkReport(report, result),
      onObservation: (_detector, observation) => checkFacts(observation, result),
    });
    for (const frame of mutatedAir(recorded, seed + round, Math.min(FRAMES_OF_A_SENSOR, frames - result.frames))) {
      result.frames++;
      pipeline.consume(frame);
    }
    pipeline.flush();
    progress?.(result.frames);
  }
  return result;
}

function checkReport(report: PipelineReport, result: FuzzResult): void {
  if (report.type === "finding") result.findings++;
  const text = JSON.stringify(report);
  const read = readReport("radio", JSON.parse(text));
  if (typeof read === "string") note(result, `${read}: ${text}`);
}

function checkFacts({ code, facts }: Observation, result: FuzzResult): void {
  for (const { name, value } of facts) if (!Number.isFinite(value)) note(result, `${code}: ${name} is ${value}`);
}

function note({ refused }: FuzzResult, text: string): void {
  const kind = text.slice(0, 40);
  if (!refused.some((it) => it.startsWith(kind))) refused.push(text);
}
