// `npm run bench`: the measured speeds and sizes as one table, ours and the limit beside it. CPU time and sizes do not depend on who else
// uses the machine; wall times (marked) do, and are for reading, not for tests. Needs a build (`npm ci` makes one). `npm run bench -- NAME…`
// measures some of it: the names are in `GROUPS`.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { gzipSync } from "node:zlib";
import { benchCameras } from "./camera-bench.ts";
import { benchCollector, benchStart } from "./collector-bench.ts";
import { benchCrowd, benchHall, benchSensors, benchStreams } from "./fleet-bench.ts";
import { benchHostile } from "./hostile-bench.ts";
import { benchLive } from "./live-bench.ts";
import { writeLongCapture } from "./long-capture.ts";
import { measure } from "./measure.ts";
import { benchPair } from "./pair-bench.ts";
import { benchPlace } from "./place-bench.ts";
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
    await tshark(file),
  ];
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

/** What a browser must have before the first screen: the page and what it names. Chunks that are loaded later do not count. */
function firstLoad(): Row {
  const dist = `${ROOT}dashboard/dist`;
  const page = readFileSync(`${dist}/index.html`, "utf8");
  const named = [...page.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, path]) =>
    readFileSync(`${dist}${path}`),
  );
  const octets = [Buffer.from(page), ...named].reduce((sum, file) => sum + gzipSync(file).length, 0);
  return { what: "dashboard, first load, gzipped", ours: `${(octets / 1000).toFixed(0)} kB`, limit: "≤ 250 kB" };
}

/** What is measured together, by the name that asks for it alone. */
const GROUPS: Readonly<Record<string, (work: string) => Row[] | Promise<Row[]>>> = {
  replay,
  hostile: benchHostile,
  live: benchLive,
  cameras: benchCameras,
  collector: benchCollector,
  series: benchSeries,
  hall: benchHall,
  crowd: benchCrowd,
  sensors: benchSensors,
  streams: benchStreams,
  pair: benchPair,
  place: () => [benchPlace()],
  dashboard: () => [firstLoad()],
  start: async () => [await benchStart()],
};

const work = mkdtempSync(`${tmpdir()}/probewarden-bench-`);
try {
  const asked = process.argv.slice(2);
  const unknown = asked.find((name) => !Object.hasOwn(GROUPS, name));
  if (unknown !== undefined) throw new RangeError(`${unknown}: none of ${Object.keys(GROUPS).join(", ")}`);
  const rows: Row[] = [];
  for (const [name, group] of Object.entries(GROUPS))
    if (asked.length === 0 || asked.includes(name)) rows.push(...(await group(work)));
  const width = Math.max(...rows.map(({ what }) => what.length));
  for (const { what, ours, limit } of [{ what: "figure", ours: "ours", limit: "limit" }, ...rows])
    console.log(`${what.padEnd(width)}  ${ours.padStart(12)}  ${limit}`);
} finally {
  rmSync(work, { recursive: true, force: true });
}
