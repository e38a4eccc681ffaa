import { readdirSync, readFileSync } from "node:fs";
import * as fc from "fast-check";
import { canariesFrom, networksFrom } from "../../agent/src/replay/replay-inputs.ts";
import { detectorsInForce } from "../../agent/src/radio/detectors/detectors.ts";
import type { Observation } from "../../agent/src/radio/detectors/detector.ts";
import type { CapturedFrame } from "../../agent/src/radio/capture/frame-source.ts";
import { Pipeline, type PipelineOptions, type PipelineReport } from "../../agent/src/radio/pipeline.ts";
import { readReport } from "../../agent/src/supervisor/reports.ts";
import { ROOT } from "../road/sandbox.ts";
import { CANARIES, NETWORKS, scene } from "./hostile-scene.ts";
import { mutatedAir, recordedFrames } from "./mutated-air.ts";
import { framesOf } from "./scene-frames.ts";
import { SlowestFrames, type SlowFrame } from "./slowest-frames.ts";

const LAB = `${ROOT}test/fixtures/lab/`;
/** Frames that one sensor hears before another one starts with nothing in its memory. */
const FRAMES_OF_A_SENSOR = 5_000;

/** What came of hostile air. */
export interface FuzzResult {
  frames: number;
  findings: number;
  /** What our own schema refuses, each kind of reason once, with the report. */
  refused: string[];
}

export function newResult(): FuzzResult {
  return { frames: 0, findings: 0, refused: [] };
}

/** Who listens to what a sensor says, beside the schemas. */
export interface FuzzListeners {
  onReport?: (report: PipelineReport) => void;
  onObservation?: (observation: Observation) => void;
}

/** A sensor with nothing in its memory, all of whose reports, and every figure that a detector gives, are held against what the supervisor takes. */
export function checkedPipeline(
  known: Required<Pick<PipelineOptions, "networks" | "canaries">>,
  result: FuzzResult,
  { onReport, onObservation }: FuzzListeners = {},
): Pipeline {
  return new Pipeline({
    ...known,
    detectors: detectorsInForce(),
    venueSalt: "venue-fuzz",
    emit: (report) => {
      checkReport(report, result);
      onReport?.(report);
    },
    onObservation: (_detector, observation) => {
      checkFacts(observation, result);
      onObservation?.(observation);
    },
  });
}

/** What one sensor hears from its start to its end: the same each time that it is asked for. */
interface Round {
  frames(): Iterable<CapturedFrame>;
  known: Required<Pick<PipelineOptions, "networks" | "canaries">>;
}

/** Lets sensors hear `frames` mutated frames of recordings, and holds what leaves the radio process against the schemas, after the JSON that is between. */
export function reportsOfMutatedAir(seed: number, frames: number): FuzzResult {
  const result = newResult();
  const roundOf = recordedRounds(seed);
  for (let round = 0; result.frames < frames; round++) play(roundOf(round), result, frames);
  return result;
}

/** The same with scenes of well-formed frames whose fields lie in every second round; and which frames took longest. */
export function reportsOfHostileAir(
  seed: number,
  frames: number,
  progress: (done: number) => void,
): FuzzResult & { slowest: SlowFrame[] } {
  const result = newResult();
  const recorded = recordedRounds(seed);
  const roundOf = (round: number): Round => (round % 2 === 0 ? recorded(round / 2) : sceneRound(seed + round));
  const slowest = new SlowestFrames();
  for (let round = 0; result.frames < frames; round++) {
    slowest.begin(round);
    play(roundOf(round), result, frames, slowest);
    progress(result.frames);
  }
  // A pause of the machine's makes any frame slow: those are played again to sensors of the same past, and the least time counts.
  for (const round of slowest.rounds())
    for (let again = 0; again < 2; again++) {
      slowest.again(round);
      play(roundOf(round), newResult(), Number.POSITIVE_INFINITY, slowest);
    }
  return { ...result, slowest: slowest.list() };
}

function play(round: Round, result: FuzzResult, most: number, slowest?: SlowestFrames): void {
  const pipeline = checkedPipeline(round.known, result);
  let index = 0;
  for (const frame of round.frames()) {
    if (result.frames >= most) break;
    result.frames++;
    const before = slowest === undefined ? 0 : performance.now();
    pipeline.consume(frame);
    slowest?.took(index++, performance.now() - before, frame.bytes);
  }
  pipeline.flush();
}

function recordedRounds(seed: number): (round: number) => Round {
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
  return (round) => {
    const { recorded, networks, canaries } = recordings[round % recordings.length]!;
    return {
      frames: () => mutatedAir(recorded, seed + round, FRAMES_OF_A_SENSOR),
      known: { networks: round % 3 === 0 ? [] : networks, canaries },
    };
  };
}

/** Some scenes one after the other, as one sensor hears them. */
function sceneRound(seed: number): Round {
  const known = { networks: seed % 3 === 0 ? [] : NETWORKS, canaries: CANARIES };
  return {
    known,
    frames: () => framesOf(fc.sample(scene, { seed, numRuns: 20 }).flat()),
  };
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
