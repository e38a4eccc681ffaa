// Loaded into a process that is measured: writes, once a second, the longest delay of its event loop in milliseconds, beginning PW_LOOP_DELAY_AFTER seconds after its start.
import { writeFileSync } from "node:fs";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { isMainThread } from "node:worker_threads";

const delay = monitorEventLoopDelay({ resolution: 5 });
// A process's threads load it too.
if (isMainThread)
  setTimeout(
    () => {
      delay.enable();
      setInterval(() => writeFileSync(process.env.PW_LOOP_DELAY, (delay.max / 1e6).toFixed(1)), 1_000).unref();
    },
    Number(process.env.PW_LOOP_DELAY_AFTER) * 1_000,
  ).unref();
