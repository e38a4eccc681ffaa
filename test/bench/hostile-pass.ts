// Passes of one hostile mix in a process of its own, for what came before leaves its mark on a heap. Prints, as JSON, what the slowest
// frame asks of the CPU and the longest pause of V8's collector. Of the built agent, for the loader that runs the source makes each
// import a call. Arguments: number of the mix, frames.
import { PerformanceObserver } from "node:perf_hooks";
import { setTimeout } from "node:timers/promises";
import { ROOT } from "../road/sandbox.ts";
import { framesOf, HOSTILE_MIXES } from "./hostile-air.ts";

/** What a frame asks for is the same in each pass, and what compiling and collecting add falls on other frames: its fewest count. */
const PASSES = 4;

/** What the passes came to, in milliseconds. */
export interface PassCost {
  /** CPU time of the frame that asks for most. */
  slowestFrame: number;
  /** Wall time of the longest pause in which nothing is read, because V8 collects. */
  longestPause: number;
}

const built = `${ROOT}agent/dist/radio/`;
const { Pipeline } = (await import(`${built}pipeline.js`)) as typeof import("../../agent/src/radio/pipeline.ts");
const { detectorsInForce } = (await import(
  `${built}detectors/detectors.js`
)) as typeof import("../../agent/src/radio/detectors/detectors.ts");

const { keepHeapSmall } = (await import(
  `${ROOT}agent/dist/main/heap.js`
)) as typeof import("../../agent/src/main/heap.ts");

// As the sensor itself does.
keepHeapSmall();
const mix = HOSTILE_MIXES[Number(process.argv[2])];
if (mix === undefined) throw new RangeError("there is no such mix");
const cost: PassCost = { slowestFrame: 0, longestPause: 0 };
new PerformanceObserver((list) => {
  for (const { duration } of list.getEntries()) cost.longestPause = Math.max(cost.longestPause, duration);
}).observe({ entryTypes: ["gc"] });

const count = Number(process.argv[3]);
const fewest = new Float64Array(count).fill(Infinity);
for (let pass = 0; pass < PASSES; pass++) {
  const pipeline = new Pipeline({ detectors: detectorsInForce(), venueSalt: "venue-bench", emit: () => undefined });
  let index = 0;
  for (const frame of framesOf(mix, count)) {
    const from = cpuMilliseconds();
    pipeline.consume(frame);
    fewest[index] = Math.min(fewest[index]!, cpuMilliseconds() - from);
    index++;
  }
  // The observer is told between two turns of the event loop.
  await setTimeout(1);
}
cost.slowestFrame = fewest.reduce((most, it) => Math.max(most, it), 0);
console.log(JSON.stringify(cost));

/** CPU time of this process, which who else uses the machine adds nothing to. */
function cpuMilliseconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}
