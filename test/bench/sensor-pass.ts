// A capture through all that a sensor's radio process makes of it, as fast as it is read: findings, levels, newcomers, counts of the air and
// excerpts of frames, each as the line that the supervisor gets. Prints, as JSON, the frames and the CPU time from the first to the last, of
// all threads. Of the built agent, for the loader that runs the source makes each import a call. Argument: the capture.
import { ROOT } from "../road/sandbox.ts";

/** What the pass came to. */
export interface SensorPass {
  frames: number;
  /** Without the start of the process: a sensor is started once. */
  cpuSeconds: number;
  /** Reports that were made, by their type. */
  reports: Record<string, number>;
}

const built = `${ROOT}agent/dist/radio/`;
const { FileCapture } = (await import(
  `${built}capture/file-capture.js`
)) as typeof import("../../agent/src/radio/capture/file-capture.ts");
const { Pipeline } = (await import(`${built}pipeline.js`)) as typeof import("../../agent/src/radio/pipeline.ts");
const { detectorsInForce } = (await import(
  `${built}detectors/detectors.js`
)) as typeof import("../../agent/src/radio/detectors/detectors.ts");
const { judgeExcerpt } = (await import(
  `${built}excerpts/judge-excerpt.js`
)) as typeof import("../../agent/src/radio/excerpts/judge-excerpt.ts");
const { inlineMore } = (await import(
  `${built}inline-budget.js`
)) as typeof import("../../agent/src/radio/inline-budget.ts");
const { keepHeapSmall } = (await import(
  `${ROOT}agent/dist/main/heap.js`
)) as typeof import("../../agent/src/main/heap.ts");

// As the radio process does.
keepHeapSmall();
inlineMore();
const pass: SensorPass = { frames: 0, cpuSeconds: 0, reports: {} };
let octets = 0;
const pipeline = new Pipeline({
  detectors: detectorsInForce(),
  venueSalt: "venue-bench",
  secret: "of the bench",
  judgeExcerpt,
  emit: (report) => {
    pass.reports[report.type] = (pass.reports[report.type] ?? 0) + 1;
    octets += JSON.stringify(report).length;
  },
});
const from = process.cpuUsage();
await new FileCapture(process.argv[2] ?? "").run((frame) => pipeline.consume(frame));
pipeline.flush();
const { user, system } = process.cpuUsage(from);
if (octets === 0) throw new Error("the sensor had nothing to tell");
pass.frames = pipeline.summary().frames;
pass.cpuSeconds = (user + system) / 1e6;
console.log(JSON.stringify(pass));
