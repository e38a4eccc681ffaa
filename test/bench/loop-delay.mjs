// Loaded into a process that is measured: writes, once a second, the longest delay of its event loop since it was warm, in milliseconds.
import { writeFileSync } from "node:fs";
import { monitorEventLoopDelay } from "node:perf_hooks";

const WARM_AFTER_MS = 8_000;
const delay = monitorEventLoopDelay({ resolution: 5 });
setTimeout(() => {
  delay.enable();
  setInterval(() => writeFileSync(process.env.PW_LOOP_DELAY, (delay.max / 1e6).toFixed(1)), 1_000).unref();
}, WARM_AFTER_MS).unref();
