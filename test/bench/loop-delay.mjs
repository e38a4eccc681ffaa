// Loaded into a process that is measured (`node --import`): writes once a second, as JSON into the file that PW_LOOP_DELAY names, the longest
// delay of its event loop since PW_LOOP_DELAY_AFTER seconds from its start (`all`), the same since PW_LOOP_DELAY_LATER (`later`), and the most processor time that its
// main thread took from one turn to the next (`turn`), which who else uses the machine adds nothing to. In milliseconds.
import { openSync, readSync, writeFileSync } from "node:fs";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { isMainThread } from "node:worker_threads";

/** Often enough to tell one long turn from many short ones, and seldom enough not to be what is measured. */
const EVERY_MILLISECONDS = 20;

const { PW_LOOP_DELAY: file, PW_LOOP_DELAY_AFTER: after, PW_LOOP_DELAY_LATER: later } = process.env;

/** Where the kernel's figures are read into: what is measured should not grow by being measured. */
const octets = Buffer.alloc(64);

/** Milliseconds that the main thread has run (Linux, Documentation/scheduler/sched-stats.rst: the first figure, in nanoseconds). */
function ran(schedstat) {
  readSync(schedstat, octets, 0, octets.length, 0);
  let nanoseconds = 0;
  for (let at = 0; octets[at] >= 0x30; at++) nanoseconds = nanoseconds * 10 + octets[at] - 0x30;
  return nanoseconds / 1e6;
}

function watch() {
  const delay = monitorEventLoopDelay({ resolution: EVERY_MILLISECONDS });
  delay.enable();
  let before = 0;
  setTimeout(
    () => {
      before = delay.max;
      delay.reset();
    },
    (Number(later) - Number(after)) * 1_000,
  ).unref();
  const schedstat = openSync(`/proc/self/task/${process.pid}/schedstat`);
  let turn = 0;
  let ranBefore = ran(schedstat);
  setInterval(() => {
    const now = ran(schedstat);
    turn = Math.max(turn, now - ranBefore);
    ranBefore = now;
  }, EVERY_MILLISECONDS).unref();
  // Its own timer is that late when nothing is in its way.
  const late = (nanoseconds) => Math.max(0, nanoseconds / 1e6 - EVERY_MILLISECONDS);
  const figures = () => ({ all: late(Math.max(before, delay.max)), later: late(delay.max), turn });
  setInterval(() => writeFileSync(file, JSON.stringify(figures())), 1_000).unref();
}

// A process's threads load it too.
if (isMainThread && file !== undefined) setTimeout(watch, Number(after) * 1_000).unref();
