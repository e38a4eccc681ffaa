import { rmSync } from "node:fs";
import { ROOT } from "../road/sandbox.ts";
import type { Row } from "./bench.ts";
import { framesOf, HOSTILE_MIXES, writeHostileCapture, type HostileMix } from "./hostile-air.ts";
import { measure } from "./measure.ts";

/** Octets of one capture on the disk of the machine that measures. */
const CAPTURE_OCTETS = 150e6;
const MOST_FRAMES = 1_000_000;
/** Passes of which the best is taken: what the machine does meanwhile makes a frame slower and never faster. */
const PASSES = 3;

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
  return rows;
}

async function benchMix(mix: HostileMix, work: string, startUpSeconds: number): Promise<Row[]> {
  const file = `${work}/hostile.pcap`;
  const count = Math.min(MOST_FRAMES, Math.floor(CAPTURE_OCTETS / lengthOf(mix)));
  writeHostileCapture(mix, file, count);
  const cost = await measure(replayOf(file));
  rmSync(file);
  const summary = JSON.parse(cost.lastLine) as { frames: number };
  if (summary.frames !== count) throw new Error(`replay read ${summary.frames} of ${count} frames`);
  const minutes = count / mix.rate / 60;
  return [
    {
      what: `hostile: ${mix.name}: frames per CPU second`,
      ours: Math.round(count / (cost.cpuSeconds - startUpSeconds)).toString(),
      limit: "≥ 250000",
    },
    { what: `hostile: ${mix.name}: peak resident memory`, ours: `${cost.peakRssMb.toFixed(0)} MB`, limit: "≤ 150 MB" },
    {
      what: `hostile: ${mix.name}: slowest of ${count} frames (wall)`,
      ours: `${(await slowestFrame(mix, count)).toFixed(1)} ms`,
      limit: "≤ 5 ms",
    },
    {
      what: `hostile: ${mix.name}: findings told in ${minutes.toFixed(1)} minutes of air`,
      ours: (cost.lines - 1).toString(),
      limit: "≤ 240 a minute",
    },
  ];
}

/** Milliseconds that the slowest frame took. */
async function slowestFrame(mix: HostileMix, count: number): Promise<number> {
  let best = Infinity;
  for (let pass = 0; pass < PASSES; pass++) {
    const number = String(HOSTILE_MIXES.indexOf(mix));
    const { lastLine } = await measure([
      process.execPath,
      `${ROOT}scripts/run-ts.mjs`,
      `${ROOT}test/bench/hostile-pass.ts`,
      number,
      String(count),
    ]);
    best = Math.min(best, Number(lastLine));
  }
  return best;
}

function lengthOf(mix: HostileMix): number {
  const [frame] = framesOf(mix, 1);
  return (frame?.bytes.length ?? 0) + 16;
}
