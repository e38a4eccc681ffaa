import { rmSync } from "node:fs";
import { ROOT } from "../road/sandbox.ts";
import type { Row } from "./bench.ts";
import { crowdOf } from "./crowd-air.ts";
import { framesOf, HOSTILE_MIXES, writeHostileCapture, type HostileMix } from "./hostile-air.ts";
import type { PassCost } from "./hostile-pass.ts";
import { measure } from "./measure.ts";

/** Octets of one capture on the disk of the machine that measures. */
const CAPTURE_OCTETS = 150e6;
const MOST_FRAMES = 1_000_000;
/** Frames of which each is timed by itself: all memories are full by then, and minutes of air have passed. */
const SINGLE_FRAMES = 300_000;
/**
 * Fewest frames of an attack that goes on. V8 compiles for a quarter of a second of CPU time, once: of the 63,000 longest frames that
 * {@link CAPTURE_OCTETS} hold that is more than what they ask for, and a sensor that is under attack for a minute has it behind it.
 */
const SUSTAINED_FRAMES = 300_000;
/** Frames of a crowd, and those of them that come first and are not counted: until then not everybody was heard, and not every beat is known. */
const CROWD_FRAMES = 1_000_000;
const WARM_UP_FRAMES = 350_000;
/** Passes of which the best is taken: what the machine does meanwhile makes a frame slower and never faster. */
const PASSES = 3;
/** How many transmitters there are, from few to as many as no venue has. */
const CROWDS = [10, 1_000, 10_000, 100_000];

/** CPU seconds that the command takes to start and to end, for one frame. */
async function startUp(work: string): Promise<number> {
  const file = `${work}/one.pcap`;
  writeHostileCapture(HOSTILE_MIXES[0]!, file, 1);
  const costs: number[] = [];
  for (let pass = 0; pass < PASSES; pass++) costs.push((await measure(replayOf(file))).cpuSeconds);
  rmSync(file);
  return Math.min(...costs);
}

function replayOf(file: string): string[] {
  return [process.execPath, `${ROOT}agent/bin/probewarden-agent.js`, "replay", file, "--jsonl"];
}

/** Air that was made to overwork a sensor: what a frame of it costs, how much memory, the slowest frame, and how much there is to tell. */
export async function benchHostile(work: string): Promise<Row[]> {
  const startUpSeconds = await startUp(work);
  const rows: Row[] = [
    {
      what: "hostile: start of the command, left out below",
      ours: `${startUpSeconds.toFixed(1)} CPU s`,
      limit: "told",
    },
  ];
  for (const mix of HOSTILE_MIXES) rows.push(...(await benchMix(mix, work, startUpSeconds)));
  return [...rows, ...(await benchCrowds(work))];
}

/** What a frame costs among few transmitters and among very many, when all are known. */
async function benchCrowds(work: string): Promise<Row[]> {
  const crowds = CROWDS.map((transmitters) => new Crowd(transmitters, work));
  // In turn, for what else the machine does must not fall on one of them.
  for (let pass = 0; pass < PASSES; pass++) for (const crowd of crowds) await crowd.measure();
  for (const crowd of crowds) crowd.remove();
  const ratio = crowds.at(-1)!.frameNanoseconds / crowds[0]!.frameNanoseconds;
  return [
    ...crowds.map(({ transmitters, frameNanoseconds, peakRssMb }) => ({
      what: `crowd: ${transmitters} transmitters: frames per CPU second; ${peakRssMb.toFixed(0)} MB`,
      ours: Math.round(1e9 / frameNanoseconds).toString(),
      limit: "told",
    })),
    { what: "crowd: cost of a frame, last to first", ours: ratio.toFixed(2), limit: "≤ 1.25" },
  ];
}

/** A capture of a crowd, and what was measured of it. */
class Crowd {
  readonly transmitters: number;
  /** Of the command. */
  peakRssMb = 0;
  /** Fewest so far. */
  frameNanoseconds = Infinity;
  readonly #file: string;

  constructor(transmitters: number, work: string) {
    this.transmitters = transmitters;
    this.#file = `${work}/crowd-${transmitters}.pcap`;
    writeHostileCapture(crowdOf(transmitters), this.#file, CROWD_FRAMES);
  }

  async measure(): Promise<void> {
    const pass = [`${ROOT}test/bench/crowd-pass.mjs`, this.#file, String(WARM_UP_FRAMES)];
    const { lastLine } = await measure([process.execPath, "--v8-pool-size=1", ...pass]);
    const { frameNanoseconds, findings } = JSON.parse(lastLine) as { frameNanoseconds: number; findings: number };
    if (findings > 0) throw new Error(`in a crowd of ${this.transmitters} somebody is accused`);
    this.frameNanoseconds = Math.min(this.frameNanoseconds, frameNanoseconds);
    if (this.peakRssMb === 0) this.peakRssMb = (await measure(replayOf(this.#file))).peakRssMb;
  }

  remove(): void {
    rmSync(this.#file);
  }
}

/** What so many frames of a mix ask for. */
async function costOf(
  mix: HostileMix,
  count: number,
  work: string,
  startUpSeconds: number,
): Promise<{ perSecond: number; peakRssMb: number; findings: number }> {
  const file = `${work}/hostile.pcap`;
  writeHostileCapture(mix, file, count);
  const cost = await measure(replayOf(file));
  rmSync(file);
  const summary = JSON.parse(cost.lastLine) as { frames: number };
  if (summary.frames !== count) throw new Error(`replay read ${summary.frames} of ${count} frames`);
  const perSecond = count / (cost.cpuSeconds - startUpSeconds);
  return { perSecond, peakRssMb: cost.peakRssMb, findings: cost.lines - 1 };
}

async function benchMix(mix: HostileMix, work: string, startUpSeconds: number): Promise<Row[]> {
  const onDisk = framesOnDisk(mix);
  const count = Math.max(onDisk, SUSTAINED_FRAMES);
  const { perSecond, peakRssMb, findings } = await costOf(mix, count, work, startUpSeconds);
  const first = count === onDisk ? [] : [await firstFrames(mix, onDisk, work, startUpSeconds)];
  const minutes = count / mix.rate / 60;
  const frames = Math.min(count, SINGLE_FRAMES);
  const { slowestFrame, longestPause } = await passCost(mix, frames);
  return [
    {
      what: `hostile: ${mix.name}: frames per CPU second`,
      ours: Math.round(perSecond).toString(),
      limit: `≥ ${mix.leastFrames}`,
    },
    ...first,
    { what: `hostile: ${mix.name}: peak resident memory`, ours: `${peakRssMb.toFixed(0)} MB`, limit: "≤ 120 MB" },
    {
      what: `hostile: ${mix.name}: slowest of ${frames} frames (CPU)`,
      ours: `${slowestFrame.toFixed(1)} ms`,
      limit: "≤ 5 ms",
    },
    {
      what: `hostile: ${mix.name}: longest pause of V8's collector (wall)`,
      ours: `${longestPause.toFixed(1)} ms`,
      limit: "told",
    },
    {
      what: `hostile: ${mix.name}: findings told in ${minutes.toFixed(1)} minutes of air`,
      ours: findings.toString(),
      limit: "≤ 240 a minute",
    },
  ];
}

/** The same of the first frames, which V8 compiles for. */
async function firstFrames(mix: HostileMix, count: number, work: string, startUpSeconds: number): Promise<Row> {
  const { perSecond } = await costOf(mix, count, work, startUpSeconds);
  return {
    what: `hostile: ${mix.name}: the first ${count} frames: frames per CPU second`,
    ours: Math.round(perSecond).toString(),
    limit: "told",
  };
}

/** What the slowest frame asks for, and the longest pause. */
async function passCost(mix: HostileMix, count: number): Promise<PassCost> {
  const { lastLine } = await measure([
    process.execPath,
    `${ROOT}scripts/run-ts.mjs`,
    `${ROOT}test/bench/hostile-pass.ts`,
    String(HOSTILE_MIXES.indexOf(mix)),
    String(count),
  ]);
  return JSON.parse(lastLine) as PassCost;
}

function framesOnDisk(mix: HostileMix): number {
  const [frame] = framesOf(mix, 1);
  return Math.min(MOST_FRAMES, Math.floor(CAPTURE_OCTETS / (frame!.bytes.length + 16)));
}
