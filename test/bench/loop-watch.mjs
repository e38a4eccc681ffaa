import { readFileSync, writeFileSync } from "node:fs";
import { isMainThread } from "node:worker_threads";

// Loaded before a program (`node --import`): writes the longest time for which its event loop was blocked into the file that PW_BENCH_LOOP names,
// in milliseconds. What is counted is processor time of the main thread from one timer to the next, so that a machine that is busy otherwise does
// not look like a loop that is.

/** Loading a program blocks its loop, and is not what is measured. */
const AFTER_MILLISECONDS = 3_000;
const EVERY_MILLISECONDS = 2;

/** Nanoseconds that the main thread has run (Linux, Documentation/scheduler/sched-stats.rst: the first figure). */
const ran = () => Number(readFileSync(`/proc/self/task/${process.pid}/schedstat`, "latin1").split(" ")[0]);

const file = process.env["PW_BENCH_LOOP"];
if (isMainThread && file !== undefined) {
  let most = 0;
  let before = 0;
  setTimeout(() => {
    before = ran();
    setInterval(() => {
      const now = ran();
      most = Math.max(most, now - before);
      before = now;
    }, EVERY_MILLISECONDS).unref();
  }, AFTER_MILLISECONDS).unref();
  process.on("exit", () => writeFileSync(file, JSON.stringify({ most: most / 1e6 })));
}
