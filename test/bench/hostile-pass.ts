// One pass of one hostile mix in a process of its own, for what came before leaves its mark on a heap. Prints the milliseconds of the slowest frame.
// Of the built agent, for the loader that runs the source makes each import a call. Arguments: number of the mix, frames.
import { ROOT } from "../road/sandbox.ts";
import { framesOf, HOSTILE_MIXES } from "./hostile-air.ts";

/** The first frames pay for compiling the code that reads them. */
const WARM_UP = 2_000;

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
const pipeline = new Pipeline({ detectors: detectorsInForce(), venueSalt: "venue-bench", emit: () => undefined });
let slowest = 0;
let frames = 0;
for (const frame of framesOf(mix, Number(process.argv[3]))) {
  const from = performance.now();
  pipeline.consume(frame);
  if (++frames > WARM_UP) slowest = Math.max(slowest, performance.now() - from);
}
console.log(slowest);
