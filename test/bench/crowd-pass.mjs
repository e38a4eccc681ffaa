// What a frame of a crowd asks of the CPU when all of the crowd is known, in a process of its own that reads the capture as `replay` does. Prints,
// as JSON, the fewest nanoseconds that a frame took on average of a stretch: a stretch is a fiftieth of a second long and more, and what V8
// compiles meanwhile, for the few and the many once, falls on some of them. Of the built agent, without any loader. Arguments: capture, frames that come first and are not counted.
import { keepHeapSmall } from "../../agent/dist/main/heap.js";
import { FileCapture } from "../../agent/dist/radio/capture/file-capture.js";
import { detectorsInForce } from "../../agent/dist/radio/detectors/detectors.js";
import { inlineMore } from "../../agent/dist/radio/inline-budget.js";
import { Pipeline } from "../../agent/dist/radio/pipeline.js";

const STRETCH_FRAMES = 1 << 16;

// As the sensor itself does.
keepHeapSmall();
inlineMore();
const [path, warmUp] = [process.argv[2], Number(process.argv[3])];
let findings = 0;
const pipeline = new Pipeline({
  detectors: detectorsInForce(),
  venueSalt: "venue-bench",
  onlyFindings: true,
  emit: () => findings++,
});
let frames = 0;
let from = 0;
let fewest = Infinity;
await new FileCapture(path).run((captured) => {
  pipeline.consume(captured);
  frames++;
  if (frames < warmUp || (frames - warmUp) % STRETCH_FRAMES !== 0) return;
  const now = cpuMicroseconds();
  if (frames > warmUp) fewest = Math.min(fewest, (now - from) / STRETCH_FRAMES);
  from = now;
});
console.log(JSON.stringify({ frameNanoseconds: 1_000 * fewest, findings }));

/** CPU time of this process, which who else uses the machine adds nothing to. */
function cpuMicroseconds() {
  const { user, system } = process.cpuUsage();
  return user + system;
}
