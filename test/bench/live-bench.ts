import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { Health } from "@probewarden/contract";
import { LineServer } from "../../agent/src/ipc/line-server.ts";
import { socketPath } from "../../agent/src/ipc/socket-path.ts";
import type { RadioOrder, RadioReport } from "../../agent/src/radio/messages.ts";
import { configOnFakeInterface, ended, nodeInNamespace, notRun } from "../radio/fake-air.ts";
import { ROOT } from "../road/sandbox.ts";
import type { Row } from "./bench.ts";
import { writeLongCapture } from "./long-capture.ts";
import { cpuSeconds, residentMb } from "./measure.ts";

/** Frames a second: what a channel of a mall has, the air's own limit on one channel at 6 Mb/s, and five times that. */
const RATES = [200, 2_000, 10_000];
/** Until the process has started and its code is compiled; and the time that is measured. */
const WARM_UP_SECONDS = 8;
const MEASURED_SECONDS = 20;
/** The air begins so long after the process, and so much is waited for its end, for what was lost can be told only then. */
const AIR_AFTER_SECONDS = 3;
const GRACE_SECONDS = 2;
const LOOP_DELAY = `${ROOT}test/bench/loop-delay.mjs`;

/** The radio process as a sensor runs it, on an interface that looks like a radio's: what it costs, what is lost, how long it stands still. */
export async function benchLive(work: string): Promise<Row[]> {
  const reason = await notRun();
  if (reason !== undefined)
    return [{ what: "live: the radio process on an interface", ours: "–", limit: reason.trim() }];
  const rows: Row[] = [];
  for (const rate of RATES) rows.push(...(await benchRate(work, rate)));
  return rows;
}

async function benchRate(work: string, rate: number): Promise<Row[]> {
  const air = `${work}/live.pcap`;
  const wanted = rate * (WARM_UP_SECONDS + MEASURED_SECONDS);
  const { frames, seconds } = writeLongCapture(`${ROOT}test/fixtures/lab/benign.pcap`, air, wanted);
  const health: Health[] = [];
  const server = new LineServer(socketPath(work), ["radio"], {
    onConnect: () => void server.send("radio", { type: "resume", findings: [], isLast: true } as RadioOrder),
    onMessage: (_part, message) => {
      const report = message as RadioReport;
      if (report.type === "health") health.push(report.body as Health);
    },
    onDisconnect: () => undefined,
  });
  await server.start();
  const agent = `${ROOT}agent/bin/probewarden-agent.js`;
  const child = nodeInNamespace(
    ["--import", LOOP_DELAY, agent, "run", "--part", "radio", "--config", configOnFakeInterface(work)],
    { file: air, options: ["--speed", `${(rate * seconds) / frames}`, "--wait", `${AIR_AFTER_SECONDS}`] },
    { PW_LOOP_DELAY: `${work}/loop-delay` },
  );
  const end = ended(child);
  await sleep(WARM_UP_SECONDS * 1000);
  const pid = child.pid ?? 0;
  const from = { cpu: cpuSeconds(pid), at: performance.now() };
  await sleep(MEASURED_SECONDS * 1000);
  const cores = (cpuSeconds(pid) - from.cpu) / ((performance.now() - from.at) / 1000);
  const resident = residentMb(pid, "VmHWM");
  await sleep((frames / rate + AIR_AFTER_SECONDS + GRACE_SECONDS - WARM_UP_SECONDS - MEASURED_SECONDS) * 1000);
  child.kill("SIGTERM");
  await end;
  await sleep(200);
  await server.stop();
  const { frames: heard, dropped } = health.at(-1) ?? { frames: 0, dropped: {} };
  const lost = Object.values(dropped).reduce((total, count) => total + count, 0);
  const what = `live, ${rate} frames a second`;
  return [
    { what: `${what}: share of a core`, ours: `${(cores * 100).toFixed(1)} %`, limit: "told" },
    { what: `${what}: peak resident memory`, ours: `${resident.toFixed(0)} MB`, limit: "≤ 120 MB" },
    { what: `${what}: frames heard, and lost with their count told`, ours: `${heard}, ${lost}`, limit: `of ${frames}` },
    {
      what: `${what}: longest delay of the event loop (wall)`,
      ours: `${readFileSync(`${work}/loop-delay`, "utf8")} ms`,
      limit: "≤ 50 ms",
    },
  ];
}
