// `npm run bench`: the measured speeds and sizes as one table, ours and the limit beside it. CPU time and sizes do not depend on who else
// uses the machine; wall times (marked) do, and are for reading, not for tests. Needs a build (`npm ci` makes one). `npm run bench -- NAME…`
// measures some of it: the names are in `GROUPS`.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { benchCameras } from "./camera-bench.ts";
import { benchCollector, benchStart } from "./collector-bench.ts";
import { benchCrowd, benchHall, benchSensors, benchStreams } from "./fleet-bench.ts";
import { firstLoad } from "./first-load.ts";
import { benchHostile } from "./hostile-bench.ts";
import { benchLive } from "./live-bench.ts";
import { writeLongCapture } from "./long-capture.ts";
import { measure } from "./measure.ts";
import { benchPair } from "./pair-bench.ts";
import { benchPlace } from "./place-bench.ts";
import { benchTelling } from "./telling-bench.ts";
import { printRows } from "./print-rows.ts";
import { benchReturn } from "./return-bench.ts";
import { benchSensor } from "./sensor-bench.ts";
import type { SensorPass } from "./sensor-pass.ts";
import { benchSeries } from "./series-bench.ts";
import { ROOT } from "../road/sandbox.ts";

export interface Row {
  what: string;
  ours: string;
  limit: string;
}

const FRAMES = 2_000_000;
/** It is slower by far. */
const TSHARK_FRAMES = 100_000;

async function replay(work: string): Promise<Row[]> {
  const file = `${work}/long.pcap`;
  const { frames } = writeLongCapture(`${ROOT}test/fixtures/lab/benign.pcap`, file, FRAMES);
  const cost = await measure([process.execPath, `${ROOT}agent/bin/probewarden-agent.js`, "replay", file, "--jsonl"]);
  const summary = JSON.parse(cost.lastLine) as { frames: number };
  if (summary.frames !== frames) throw new Error(`replay read ${summary.frames} of ${frames} frames`);
  return [
    {
      what: `replay, ${frames} frames, all detectors: frames per CPU second`,
      ours: Math.round(frames / cost.cpuSeconds).toString(),
      limit: "≥ 1000000",
    },
    { what: "replay: peak resident memory", ours: `${cost.peakRssMb.toFixed(0)} MB`, limit: "≤ 120 MB" },
    await replayAll(file, frames),
    await tshark(file),
  ];
}

/** The same, with all that a sensor makes beside findings, which `replay` has nobody to tell. */
async function replayAll(file: string, frames: number): Promise<Row> {
  const { lastLine } = await measure([
    process.execPath,
    `${ROOT}scripts/run-ts.mjs`,
    `${ROOT}test/bench/sensor-pass.ts`,
    file,
  ]);
  const pass = JSON.parse(lastLine) as SensorPass;
  if (pass.frames !== frames) throw new Error(`the sensor read ${pass.frames} of ${frames} frames`);
  return {
    what: "replay, as a sensor makes all (findings, levels, newcomers, counts): frames per CPU second, without the start",
    ours: Math.round(frames / pass.cpuSeconds).toString(),
    limit: "told",
  };
}

/** What others' dissector needs for the first frames of the same file, when it prints five fields of each. */
async function tshark(file: string): Promise<Row> {
  const what = `tshark, the first ${TSHARK_FRAMES} of them, five fields: frames per CPU second`;
  const fields = ["frame.time_epoch", "wlan.fc.type_subtype", "wlan.ta", "wlan.ra", "wlan.ssid"];
  const command = [
    "tshark",
    "-r",
    file,
    "-c",
    `${TSHARK_FRAMES}`,
    "-T",
    "fields",
    ...fields.flatMap((it) => ["-e", it]),
  ];
  try {
    const { cpuSeconds } = await measure(command);
    return { what, ours: Math.round(TSHARK_FRAMES / cpuSeconds).toString(), limit: "told" };
  } catch {
    return { what, ours: "–", limit: "tshark is not installed" };
  }
}

/** What is measured together, by the name that asks for it alone. */
const GROUPS: Readonly<Record<string, (work: string) => Row[] | Promise<Row[]>>> = {
  replay,
  hostile: benchHostile,
  live: benchLive,
  sensor: benchSensor,
  cameras: benchCameras,
  collector: benchCollector,
  series: benchSeries,
  hall: benchHall,
  crowd: benchCrowd,
  sensors: benchSensors,
  streams: benchStreams,
  pair: benchPair,
  return: benchReturn,
  telling: benchTelling,
  place: () => [benchPlace()],
  dashboard: () => [firstLoad()],
  start: async () => [await benchStart()],
};

const work = mkdtempSync(`${tmpdir()}/probewarden-bench-`);
try {
  const groups = Object.entries(GROUPS).map(([name, group]) => [name, () => group(work)] as const);
  await printRows(Object.fromEntries(groups), process.argv.slice(2));
} finally {
  rmSync(work, { recursive: true, force: true });
}
