import { existsSync } from "node:fs";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { CameraFinding } from "@probewarden/contract";
import { Value } from "typebox/value";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { visitOnce, type CameraConfig } from "../../agent/src/cameras/cameras-once.ts";
import { evaluate } from "../../agent/src/cameras/evaluate.ts";
import { startCameraProcess } from "../../agent/src/cameras/process.ts";
import { LineServer } from "../../agent/src/ipc/line-server.ts";
import { socketPath } from "../../agent/src/ipc/socket-path.ts";
import { startFakeCameras, type FakeCameras } from "../../demo/src/fake-camera/fake-cameras.ts";
import {
  drip,
  probeMatch,
  probeMatches,
  reply,
  soap,
  startHostileResponder,
  startHostileServer,
  TIME,
} from "../../demo/src/fake-camera/hostile-camera.ts";

let fakes: FakeCameras;
beforeAll(async () => {
  fakes = await startFakeCameras();
});
afterAll(() => fakes.stop());

const config = (unicast: string[], over: Partial<CameraConfig> = {}): CameraConfig => ({
  enabled: true,
  interfaces: [],
  unicast,
  allowLoopback: true,
  visitEveryMinutes: 60,
  contact: "security@venue.example",
  ...over,
});

const PRE_AUTH = new Set(["GetSystemDateAndTime", "GetServices", "GetCapabilities", "GetServiceCapabilities"]);

test("two fake cameras advertise analytics of unknown kind, the third names face detection", async () => {
  const found = (await visitOnce(config(fakes.addresses))).visits.map(({ finding }) => finding);
  expect(found.map((each) => each.analytics)).toEqual(["kind-unknown", "kind-unknown", "named"]);
  expect(found.map((each) => each.ladder.map(({ category, step }) => `${category} ${step}`))).toEqual([
    [],
    [],
    ["face-detection advertised"],
  ]);
  for (const each of found) expect(Value.Check(CameraFinding, each)).toBe(true);
  expect(new Set(found.map((each) => each.cameraId)).size).toBe(3);
});

test("no camera was asked beyond what it answers to anybody, none with a login, each with our contact", () => {
  const requests = fakes.cameras.flatMap((camera) => camera.requests);
  expect(requests.length).toBeGreaterThanOrEqual(6);
  for (const { call, headers } of requests) {
    expect(PRE_AUTH).toContain(call);
    expect(headers).not.toHaveProperty("authorization");
    expect(headers["user-agent"]).toBe("Probewarden/1 (security@venue.example)");
  }
});

test("the loopback address is not asked unless the operator says so", async () => {
  const before = fakes.cameras.flatMap((camera) => camera.requests).length;
  await expect(visitOnce(config(fakes.addresses, { allowLoopback: false }))).rejects.toThrow(
    /loopback .*allowLoopback/,
  );
  expect(fakes.cameras.flatMap((camera) => camera.requests)).toHaveLength(before);
});

test("an address that is none is refused with an example", async () => {
  await expect(visitOnce(config(["camera.local"]))).rejects.toThrow(/unicast: "camera.local" .*example/);
});

test("the process tells what it finds, visits again when it is due, and ends within two seconds in the middle of a slow drip", async () => {
  const folder = await mkdtemp(join(tmpdir(), "pw-cameras-"));
  let answered = 0;
  // It says that it is an ONVIF device, and then drips.
  const slow = await startHostileServer((socket) => (answered++ === 0 ? reply(soap(TIME))(socket) : drip(socket)));
  const camera = await startHostileResponder((socket, id, from) =>
    socket.send(probeMatches(id, probeMatch("urn:slow", `http://127.0.0.1:${slow.port}/x`)), from.port, from.address),
  );
  const reports: { type?: string }[] = [];
  const server = new LineServer(socketPath(folder), ["cameras"], {
    onConnect: () => undefined,
    onMessage: (_part, message) => reports.push(message as { type?: string }),
    onDisconnect: () => undefined,
  });
  await server.start();
  let isDue: () => void = () => undefined;
  const running = startCameraProcess(
    {
      cameras: config([...fakes.addresses, `127.0.0.1:${camera.target.port}`]),
      runtimeDir: folder,
      dataDir: folder,
      mqtt: { url: "mqtt://127.0.0.1:1" },
    },
    (_milliseconds, signal) =>
      new Promise((resolve) => {
        isDue = resolve;
        if (signal.aborted) resolve();
        signal.addEventListener("abort", () => resolve(), { once: true });
      }),
  );
  const count = (type: string): number => reports.filter((each) => each.type === type).length;
  await vi.waitFor(() => expect(count("health")).toBe(1), { timeout: 60_000 });
  expect(count("camera")).toBe(4);
  const kept = await readdir(join(folder, "cameras"));
  expect(kept).toHaveLength(9);
  expect(kept).toEqual(expect.arrayContaining(["audit.log", "budget.json"]));

  isDue();
  await vi.waitFor(() => expect(slow.requests.length).toBe(3), { timeout: 60_000 });
  const from = performance.now();
  await running.stop();
  expect(performance.now() - from).toBeLessThan(2_000);
  await server.stop();
  camera.stop();
  await slow.stop();
  await rm(folder, { recursive: true });
});

const RECORDED = fileURLToPath(new URL("../../../shared/cameras", import.meta.url));
test.skipIf(!existsSync(RECORDED))(
  `no recorded camera is accused of more than its answers prove, and 95 % of the labels are reached (skipped where ../shared is absent)`,
  () => {
    const result = evaluate(RECORDED);
    expect(result.devices).toBeGreaterThan(50);
    expect(result.violations).toEqual([]);
    expect(result.kindUnknown).toContain("uniview-oem-gx728mf");
    for (const login of ["before", "with"]) {
      const labelled = result.rows.filter((row) => row.login === login && row.label !== "unknown");
      expect(labelled.filter((row) => row.reached).length / labelled.length).toBeGreaterThanOrEqual(0.95);
    }
  },
);
