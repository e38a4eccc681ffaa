import { spawnSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import type { Sensor, Suspect } from "@probewarden/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { agentConfig, startCollector, venueFile, type CollectorUnderTest } from "../road/product.ts";
import { answersWell, LAB, Sandbox, until } from "../road/sandbox.ts";
import {
  drip,
  flood,
  probeMatch,
  probeMatches,
  raw,
  reply,
  startHostileResponder,
  startHostileServer,
} from "../../demo/src/fake-camera/hostile-camera.ts";

/** The machine of the tests may be busy; the sensor reports each 30 s. */
const PATIENT = 180;
const NAMES = Array.from({ length: 9_000 }, (_, at) => `xmlns:a${at}="urn:somebody:${at}"`).join(" ");
const HOSTILE = [
  drip,
  flood(300_000_000, true),
  reply(`<a ${NAMES}/>`),
  reply("<a>".repeat(20_000)),
  raw(`HTTP/1.1 200 OK\r\n${`x: ${"a".repeat(1_000)}\r\n`.repeat(600)}`, false),
] as const;

const sandbox = new Sandbox();
const stops: (() => unknown)[] = [];
let collector: CollectorUnderTest;
let config = "";

beforeAll(async () => {
  const places: string[] = [];
  for (const [at, play] of HOSTILE.entries()) {
    const web = await startHostileServer(play);
    const responder = await startHostileResponder((socket, id, from) => {
      const match = probeMatch(`urn:${at}`, `http://127.0.0.1:${web.port}/onvif/device_service`);
      socket.send(probeMatches(id, match), from.port, from.address);
    });
    stops.push(
      () => web.stop(),
      () => responder.stop(),
    );
    places.push(`"127.0.0.1:${responder.target.port}"`);
  }
  collector = await startCollector(sandbox, { venue: venueFile(sandbox, ["north"]), wait: false });
  await until("the collector", () => answersWell(`${collector.address}/api/health`), PATIENT, collector.running.log);
  const files = [`${LAB}/karma_airbase.pcap`];
  const text = await readFile(
    agentConfig(sandbox, { sensorId: "north", mqttUrl: collector.mqttUrl, files, speed: 4 }),
    "utf8",
  );
  config = sandbox.write(
    "north.yaml",
    text
      .replace("loop: false", "loop: true")
      .replace(
        /cameras:\n\s+enabled: false/,
        `cameras:\n  enabled: true\n  unicast: [${places.join(", ")}]\n  allowLoopback: true\n  visitEveryMinutes: 0.1`,
      ),
  );
}, 250_000);
afterAll(async () => {
  await sandbox.clear();
  for (const stop of stops) await stop();
});

const items = async <T>(path: string): Promise<T[]> => ((await collector.get(path)) as { items: T[] }).items;

/** Processes that a process has started, by what stands in their command line. */
const childrenOf = (pid: number | undefined, word: string): number[] =>
  spawnSync("ps", ["-o", "pid=,args=", "--ppid", String(pid)], { encoding: "utf8" })
    .stdout.split("\n")
    .filter((line) => line.includes(word))
    .map((line) => Number(line.trim().split(/\s+/)[0]));

test("cameras that drip, flood and send bombs, and a camera process that is killed, leave the radio process listening and judging", async () => {
  const agent = sandbox.startSource("agent/src/main/main.ts", ["run", "--config", config]);
  const log = (): string => `${agent.log()}\n${collector.running.log()}`;
  const found = await until(
    "a suspect out of the recording",
    async () => (await items<Suspect>("/api/suspects"))[0],
    PATIENT,
    log,
  );
  expect(found.transmitters.length + found.targets.length).toBeGreaterThan(0);
  const [radio] = childrenOf(agent.child.pid, "radio");
  const [cameras] = await until(
    "the camera process",
    () => {
      const pids = childrenOf(agent.child.pid, "cameras");
      return pids.length > 0 ? pids : undefined;
    },
    PATIENT,
    log,
  );
  expect(radio).toBeGreaterThan(0);
  process.kill(cameras ?? -1, "SIGKILL");
  const health = await until(
    "the camera process to be there again, while frames are heard",
    async () => {
      const [sensor] = await items<Sensor>("/api/sensors");
      const parts = sensor?.health?.parts ?? [];
      const isBack = parts.some(({ part, restarts }) => part === "cameras" && restarts > 0);
      // The recording has seconds without a frame.
      return isBack && (sensor?.health?.frames ?? 0) > 0 ? sensor?.health : undefined;
    },
    PATIENT,
    log,
  );
  expect(health.parts).toContainEqual(expect.objectContaining({ part: "cameras", lastExit: "by SIGKILL" }));
  // The radio process is the same one, was never started anew, and has gone on hearing.
  expect(health.parts).toContainEqual({ part: "radio", state: "running", restarts: 0 });
  expect(childrenOf(agent.child.pid, "radio")).toEqual([radio]);
}, 600_000);
