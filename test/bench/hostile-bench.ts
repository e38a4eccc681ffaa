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
  return [...rows, ...(await benchCrowds(work, startUpSeconds))];
}

/** What a frame costs among few transmitters and among very many. */
async function benchCrowds(work: string, startUpSeconds: number): Promise<Row[]> {
  const rows: Row[] = [];
  const costs: number[] = [];
  for (const transmitters of CROWDS) {
    const { perSecond, peakRssMb } = await costOf(crowdOf(transmitters), work, startUpSeconds);
    costs.push(1 / perSecond);
    rows.push({
      what: `crowd: ${transmitters} transmitters: frames per CPU second; ${peakRssMb.toFixed(0)} MB`,
      ours: Math.round(perSecond).toString(),
      limit: "told",
    });
  }
  const ratio = (costs.at(-1) ?? Number.NaN) / (costs[0] ?? Number.NaN);
  rows.push({ what: "crowd: cost of a frame, last to first", ours: ratio.toFixed(2), limit: "≤ 1.25" });
  return rows;
}

async function costOf(
  mix: HostileMix,
  work: string,
  startUpSeconds: number,
): Promise<{ count: number; perSecond: number; peakRssMb: number; findings: number }> {
  const file = `${work}/hostile.pcap`;
  const count = Math.min(MOST_FRAMES, Math.floor(CAPTURE_OCTETS / lengthOf(mix)));
  writeHostileCapture(mix, file, count);
  const cost = await measure(replayOf(file));
  rmSync(file);
  const summary = JSON.parse(cost.lastLine) as { frames: number };
  if (summary.frames !== count) throw new Error(`replay read ${summary.frames} of ${count} frames`);
  const perSecond = count / (cost.cpuSeconds - startUpSeconds);
  return { count, perSecond, peakRssMb: cost.peakRssMb, findings: cost.lines - 1 };
}

async function benchMix(mix: HostileMix, work: string, startUpSeconds: number): Promise<Row[]> {
  const { count, perSecond, peakRssMb, findings } = await costOf(mix, work, startUpSeconds);
  const minutes = count / mix.rate / 60;
  const frames = Math.min(count, SINGLE_FRAMES);
  const { slowestFrame, longestPause } = await passCost(mix, frames);
  return [
    {
      what: `hostile: ${mix.name}: frames per CPU second`,
      ours: Math.round(perSecond).toString(),
      limit: `≥ ${mix.leastFrames}`,
    },
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

function lengthOf(mix: HostileMix): number {
  const [frame] = framesOf(mix, 1);
  return (frame?.bytes.length ?? 0) + 16;
}
