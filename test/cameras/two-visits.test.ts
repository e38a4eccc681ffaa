import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import type { Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { cameraRounds, visitOnce } from "../../agent/src/cameras/cameras-once.ts";
import type { Round } from "../../agent/src/cameras/round.ts";
import {
  flood,
  onvif,
  probeMatch,
  probeMatches,
  services,
  startHostileResponder,
  startHostileServer,
} from "../../demo/src/fake-camera/hostile-camera.ts";

const MEDIA = "http://www.onvif.org/ver10/media/wsdl";
const FACES = "http://maker.example/FaceDetection";
let dataDir: string;
const stops: (() => unknown)[] = [];
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), "pw-two-visits-"));
});
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
  rmSync(dataDir, { recursive: true });
});

/** A camera, and what it was asked since the last look. */
async function camera(play?: (socket: Socket, request: string) => void) {
  const answers: Record<string, string> = { GetServices: services(MEDIA, FACES) };
  let scopes = "onvif://www.onvif.org/hardware/IPC-1 onvif://www.onvif.org/type/video_encoder";
  const asked: string[] = [];
  const web = await startHostileServer((socket, request) => {
    asked.push(/<(Get\w+) xmlns/.exec(request)?.[1] ?? request.split(" ", 2).join(" "));
    (play ?? onvif(answers))(socket, request);
  });
  const peer = await startHostileResponder((socket, id, from) => {
    const match = probeMatch("urn:uuid:camera", `http://127.0.0.1:${web.port}/`, scopes);
    socket.send(probeMatches(id, match), from.port, from.address);
  });
  stops.push(
    () => peer.stop(),
    () => web.stop(),
  );
  return {
    unicast: `127.0.0.1:${peer.target.port}`,
    port: web.port,
    answers,
    take: () => ({ asked: asked.splice(0) }),
    renames: () => (scopes = scopes.replace("IPC-1", "IPC-2")),
  };
}
const config = (...unicast: string[]) => ({
  enabled: true,
  interfaces: [],
  unicast,
  allowLoopback: true,
  visitEveryMinutes: 60,
});
const look = (...unicast: string[]): Promise<Round> => visitOnce(config(...unicast), { dataDir });
const FULL = ["GetSystemDateAndTime", "GetServices", "GetCapabilities"];
const SHORT = ["GetSystemDateAndTime", "GetServices"];

test("a camera is asked everything at first sight, and after that what tells whether it is still the same; what was proven stays", async () => {
  const one = await camera();
  const [first] = (await look(one.unicast)).visits;
  expect(one.take().asked).toEqual(FULL);
  expect(first?.finding.fullVisitAt).toBe(first?.finding.visitedAt);
  // Another process, which has nothing but the disk.
  const [second] = (await look(one.unicast)).visits;
  expect(one.take().asked).toEqual(SHORT);
  expect(second?.finding).toMatchObject({
    cameraId: first?.finding.cameraId,
    ladder: first?.finding.ladder,
    hardware: "IPC-1",
    fullVisitAt: first?.finding.fullVisitAt,
    asked: [{ call: "get-system-date-and-time" }, { call: "get-services" }],
  });
  expect(first?.finding.ladder).toMatchObject([{ category: "face-detection", step: "advertised" }]);
  expect(second?.finding.visitedAt).not.toBe(first?.finding.visitedAt);
});

test("another firmware, another model, a Hello and a named address are asked everything again", async () => {
  const one = await camera();
  await look(one.unicast);
  one.take();
  one.answers["GetServices"] = services(MEDIA);
  const [changed] = (await look(one.unicast)).visits;
  expect(one.take().asked).toEqual(FULL);
  expect(changed?.finding.ladder).toEqual([]);
  one.renames();
  expect((await look(one.unicast)).visits[0]?.finding.hardware).toBe("IPC-2");
  expect(one.take().asked).toEqual(FULL);
  await look(one.unicast);
  expect(one.take().asked).toEqual(SHORT);
  await cameraRounds(config(one.unicast), { dataDir }).run(() => undefined, undefined, new Set(["127.0.0.1"]));
  expect(one.take().asked).toEqual(FULL);
  const places = { named: [{ address: "127.0.0.1", port: one.port }], range: [] };
  await visitOnce(config(), { dataDir, places });
  expect(one.take().asked).toEqual(expect.arrayContaining(FULL));
});

test("a short visit that brings no answer takes nothing back and proves nothing", async () => {
  let isMute = false;
  const one = await camera((socket, request) =>
    isMute && request.includes("GetServices")
      ? socket.destroy()
      : onvif({ GetServices: services(FACES, MEDIA) })(socket, request),
  );
  await look(one.unicast);
  isMute = true;
  const [second] = (await look(one.unicast)).visits;
  expect(second?.finding).toMatchObject({ analytics: "unknown", ladder: [] });
  isMute = false;
  const [third] = (await look(one.unicast)).visits;
  expect(third?.finding.ladder).toHaveLength(1);
});

test("a short visit ends when it has cost 25 kB, a full one at 64 kB, however much a device answers", async () => {
  const padding = `<!--${"x".repeat(30_000)}-->`;
  let isLong = false;
  const one = await camera((socket, request) =>
    onvif({ GetServices: services(MEDIA) + (isLong ? padding : "") })(socket, request),
  );
  await look(one.unicast);
  isLong = true;
  const short = await look(one.unicast);
  expect(short.visits[0]?.finding.asked.at(-1)).toEqual({ call: "get-services", outcome: "too-long" });
  expect(short.dropped).toMatchObject({ "visit-octets-spent": 1 });

  const endless = await camera((socket, request) =>
    request.includes("GetSystemDateAndTime") ? onvif()(socket, request) : flood(300 * 1024 * 1024, true)(socket),
  );
  const spent = spentOn("127.0.0.1");
  const full = await look(endless.unicast);
  expect(endless.take().asked).toEqual(SHORT);
  expect(full.visits[0]?.finding.asked.at(-1)).toEqual({ call: "get-services", outcome: "too-long" });
  // What is over is one read of the system's, which cannot be unread.
  expect(spentOn("127.0.0.1") - spent).toBeLessThan(64 * 1024 + 64 * 1024);
});

const budget = (): { octets: Record<string, { since: number; octets: number }> } =>
  JSON.parse(readFileSync(join(dataDir, "cameras", "budget.json"), "utf8"));
const spentOn = (address: string): number => budget().octets[address]?.octets ?? 0;

test("command line and service have one purse for each address and day, on the disk", async () => {
  const one = await camera();
  const service = cameraRounds(config(one.unicast), { dataDir });
  await service.run(() => undefined);
  const first = spentOn("127.0.0.1");
  expect(first).toBeGreaterThan(1_000);
  await look(one.unicast);
  expect(spentOn("127.0.0.1")).toBeGreaterThan(first);
  one.take();
  const kept = budget();
  const spend = (since: number): void => {
    kept.octets["127.0.0.1"] = { since, octets: 256 * 1024 - 100 };
    writeFileSync(join(dataDir, "cameras", "budget.json"), JSON.stringify(kept));
  };
  spend(Date.now());
  for (const round of [await service.run(() => undefined), await look(one.unicast)])
    expect(round).toMatchObject({ visits: [], dropped: { "visit-budget-spent": 1 } });
  expect(one.take().asked).toEqual([]);
  spend(Date.now() - 25 * 3_600_000);
  expect((await look(one.unicast)).visits).toHaveLength(1);
  expect(readdirSync(join(dataDir, "cameras", "full"))).toHaveLength(1);
});
