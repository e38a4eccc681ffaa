import { readFileSync, writeFileSync } from "node:fs";
import { startFakeCamera, type FakeCamera } from "../../demo/src/fake-camera/fake-camera.ts";
import { FAKE_CAMERAS } from "../../demo/src/fake-camera/replies.ts";
import { ROOT } from "../road/sandbox.ts";
import type { Row } from "./bench.ts";
import { measure } from "./measure.ts";

/** A range of the loopback network: every address of it is this machine's, and those without a camera refuse at once. */
const RANGE = "127.40.0.0/22";
const HOSTS = 1_022;
const CAMERAS = 200;
const DISCOVERY_PORT = 3702;
/** The second of the ports that are asked: no camera of ours needs the privilege of the first. */
const HTTP_PORT = 8080;

const addressOf = (host: number): string => `127.40.${Math.floor(host / 256)}.${host % 256}`;

/** Two hundred cameras of three kinds in a range of 1,022 addresses, as a venue's network has them: what one round finds, takes and costs them. */
export async function benchCameras(work: string): Promise<Row[]> {
  const profiles = Object.values(FAKE_CAMERAS);
  const cameras: FakeCamera[] = [];
  for (let at = 0; at < CAMERAS; at++) {
    const profile = profiles[at % profiles.length];
    if (profile === undefined) break;
    const endpointReference = `urn:uuid:7a2f0c6e-3c1d-4b58-9d0f-${at.toString(16).padStart(12, "0")}`;
    cameras.push(
      await startFakeCamera({
        address: addressOf(1 + Math.floor((at * HOSTS) / CAMERAS)),
        port: HTTP_PORT,
        discoveryPort: DISCOVERY_PORT,
        profile: { ...profile, endpointReference },
      }),
    );
  }
  try {
    return await round(work, cameras);
  } finally {
    for (const camera of cameras) await camera.stop();
  }
}

async function round(work: string, cameras: readonly FakeCamera[]): Promise<Row[]> {
  const config = `${work}/cameras.yaml`;
  writeFileSync(
    config,
    `sensorId: bench\nvenueId: bench\ndataDir: ${work}/cameras\nmqtt: { url: "mqtt://127.0.0.1:1883" }\n` +
      "cameras: { allowLoopback: true }\n",
  );
  const launcher = `${ROOT}agent/bin/probewarden-agent.js`;
  const loop = `${work}/loop.json`;
  const node = ["env", `PW_BENCH_LOOP=${loop}`, process.execPath, "--import", `${ROOT}test/bench/loop-watch.mjs`];
  const startedAt = performance.now();
  const cost = await measure([...node, launcher, "cameras", "--config", config, "--cidr", RANGE, "--jsonl"]);
  const seconds = (performance.now() - startedAt) / 1000;
  const octets = cameras.map((camera) => camera.octets());
  const requests = cameras.map((camera) => camera.requests.length);
  const blocked = JSON.parse(readFileSync(loop, "utf8")) as { most: number };
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const round = `one round over a /22 with ${CAMERAS} cameras`;
  return [
    { what: `${round}: cameras found`, ours: `${cost.lines}`, limit: `${CAMERAS}` },
    {
      what: `${round}: octets a camera, both ways, mean and most`,
      ours: `${(mean(octets) / 1000).toFixed(1)} kB, ${(Math.max(...octets) / 1000).toFixed(1)} kB`,
      limit: "≤ 25 kB",
    },
    {
      what: `${round}: HTTP requests a camera, mean and most`,
      ours: `${mean(requests).toFixed(1)}, ${Math.max(...requests)}`,
      limit: "told",
    },
    {
      // 20 packets a second to named hosts bound it from below: nothing may be faster.
      what: `${round}: seconds, of all and for each camera (wall)`,
      ours: `${seconds.toFixed(0)} s, ${(seconds / CAMERAS).toFixed(2)} s`,
      limit: `≥ ${Math.ceil(HOSTS / 20)} s`,
    },
    {
      what: `${round}: event loop blocked at most, by processor time`,
      ours: `${blocked.most.toFixed(0)} ms`,
      limit: "< 50 ms",
    },
    { what: `${round}: CPU seconds`, ours: cost.cpuSeconds.toFixed(1), limit: "told" },
    { what: `${round}: peak resident memory`, ours: `${cost.peakRssMb.toFixed(0)} MB`, limit: "≤ 150 MB" },
  ];
}
