import { once } from "node:events";
import { lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Sensor } from "@probewarden/contract";
import { ownArchitecture } from "../../scripts/package/architecture.ts";
import { layProgram } from "../../scripts/package/program.ts";
import { ROOT, Sandbox, until } from "../road/sandbox.ts";
import type { Row } from "./bench.ts";
import { idOf, startCollectorFor, VENUE } from "./fleet.ts";
import { cpuSeconds, descendants, ownNode, proportionalMb, residentMb } from "./measure.ts";

interface Items<T> {
  items: T[];
}

/** What is measured of a sensor that runs, after its processes have started. */
const WARM_UP_SECONDS = 20;
const MEASURED_SECONDS = 120;
const DAY_SECONDS = 86_400;

/** A sensor as it is installed and runs: its size, its processes, what it writes and sends, and how soon it is heard of. */
export async function benchSensor(): Promise<Row[]> {
  return [installedSize(), ...(await benchRunning())];
}

/** The program as its Debian package lays it down, without Node, which is Debian's. */
function installedSize(): Row {
  const what = "a sensor's program, installed (without Node)";
  const architecture = ownArchitecture();
  if (architecture === undefined) return { what, ours: "–", limit: "no packages for this machine" };
  const folder = mkdtempSync(join(tmpdir(), "probewarden-installed-"));
  try {
    layProgram("agent", folder, { root: ROOT, architecture, version: "0.1.0" });
    return { what, ours: `${(sizeOf(folder) / 1e6).toFixed(1)} MB`, limit: "≤ 80 MB" };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const sizeOf = (folder: string): number =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + lstatSync(join(entry.parentPath, entry.name)).size, 0);

/** Octets that a process has had written to a disk (proc(5), io), those of its pages that are not yet among them. */
function writtenBytes(pid: number): number {
  try {
    return Number(/^write_bytes: (\d+)$/m.exec(readFileSync(`/proc/${pid}/io`, "utf8"))?.[1] ?? 0);
  } catch {
    return 0; // It ended between two looks.
  }
}

/** Carries octets between a sensor and its broker, and counts those that the sensor sends. */
async function countingProxy(to: string): Promise<{ url: string; sent: () => number; close: () => void }> {
  let octets = 0;
  const sockets = new Set<Socket>();
  const server = createServer((sensor) => {
    const broker = connect(Number(new URL(to).port), "127.0.0.1");
    for (const socket of [sensor, broker]) {
      sockets.add(socket);
      socket.on("error", () => undefined).on("close", () => void (sensor.destroy(), broker.destroy()));
    }
    sensor.on("data", (chunk) => (octets += chunk.length));
    sensor.pipe(broker).pipe(sensor);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `mqtt://127.0.0.1:${(server.address() as AddressInfo).port}`,
    sent: () => octets,
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

const totalOf = (processes: readonly number[], of: (pid: number) => number): number =>
  processes.reduce((sum, pid) => sum + of(pid), 0);

/** A quiet place: a recording of innocent transmitters, over and over, by all three processes, with a collector that stores what comes. */
async function benchRunning(): Promise<Row[]> {
  const sandbox = new Sandbox();
  const collector = await startCollectorFor(sandbox, 1);
  const proxy = await countingProxy(collector.mqttUrl);
  try {
    const config = sandbox.write("agent.yaml", {
      sensorId: idOf(0),
      venueId: VENUE,
      dataDir: `${sandbox.folder}/agent`,
      runtimeDir: `${sandbox.folder}/run`,
      mqtt: { url: proxy.url, username: idOf(0) },
      radio: { recording: { files: [`${ROOT}test/fixtures/lab/benign.pcap`], gapSeconds: 0 } },
      cameras: { enabled: true },
    });
    const from = performance.now();
    const agent = sandbox.start(`${ROOT}agent/bin/probewarden-agent.js`, ["run", "--config", config], {
      PATH: ownNode(sandbox.folder),
    });
    await until("the first health", () => isHeard(collector.address), 60, agent.log);
    const heardAfter = (performance.now() - from) / 1000;
    await sleep(WARM_UP_SECONDS * 1000);
    const pid = agent.child.pid ?? 0;
    const processes = [pid, ...descendants(pid)];
    const before = { sent: proxy.sent(), written: totalOf(processes, writtenBytes), at: performance.now() };
    const cpu = totalOf(processes, cpuSeconds);
    await sleep(MEASURED_SECONDS * 1000);
    const seconds = (performance.now() - before.at) / 1000;
    const aDay = (octets: number): string => `${((octets / seconds) * (DAY_SECONDS / 1e6)).toFixed(1)} MB`;
    const peaks = processes.map((one) => residentMb(one, "VmHWM"));
    const memories = processes.map(proportionalMb);
    return [
      {
        what: "a sensor, its supervisor, radio and cameras: memory, each shared page in its parts (sum of PSS, with a Node of their own)",
        ours: `${memories.reduce((sum, one) => sum + one, 0).toFixed(0)} MB (${memories.map((one) => one.toFixed(0)).join(" + ")})`,
        limit: "≤ 120 MB",
      },
      {
        what: "the same as peaks of resident memory, which count Node's code three times",
        ours: `${peaks.map((one) => one.toFixed(0)).join(" + ")} MB`,
        limit: "told",
      },
      {
        what: "a sensor, all its processes: share of a core",
        ours: `${(((totalOf(processes, cpuSeconds) - cpu) / seconds) * 100).toFixed(1)} %`,
        limit: "told",
      },
      {
        what: "a sensor: from its start until the collector has its first health (wall)",
        ours: `${heardAfter.toFixed(1)} s`,
        limit: "≤ 60 s",
      },
      {
        what: "a quiet sensor: written to the disk, a day",
        ours: aDay(totalOf(processes, writtenBytes) - before.written),
        limit: "≤ 200 MB",
      },
      { what: "a quiet sensor: sent, a day", ours: aDay(proxy.sent() - before.sent), limit: "≤ 5 MB" },
    ];
  } finally {
    proxy.close();
    await sandbox.clear();
  }
}

async function isHeard(address: string): Promise<true | undefined> {
  const answer = (await (await fetch(`${address}/api/sensors`)).json()) as Items<Sensor>;
  return answer.items[0]?.health === undefined ? undefined : true;
}
