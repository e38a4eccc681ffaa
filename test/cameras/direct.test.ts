import { mkdtemp, rm } from "node:fs/promises";
import type { Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CameraFinding } from "@probewarden/contract";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { visitOnce } from "../../agent/src/cameras/cameras-once.ts";
import type { Round } from "../../agent/src/cameras/round.ts";
import { runCommandLine } from "../../agent/src/main/command-line.ts";
import { printCameras } from "../../agent/src/main/print-cameras.ts";
import {
  reply,
  soap,
  startHostileServer,
  TIME,
  type HostileServer,
} from "../../demo/src/fake-camera/hostile-camera.ts";

const CONFIG = { enabled: true, interfaces: [], unicast: [], allowLoopback: false, visitEveryMinutes: 60 };
const SERVICES =
  '<GetServicesResponse xmlns="http://www.onvif.org/ver10/device/wsdl"><Service><Namespace>http://www.onvif.org/ver10/media/wsdl</Namespace>' +
  "<XAddr>http://127.0.0.1/onvif/media</XAddr></Service></GetServicesResponse>";
const SCOPES =
  '<GetScopesResponse xmlns="http://www.onvif.org/ver10/device/wsdl"><Scopes><ScopeItem>onvif://www.onvif.org/hardware/FACE-9</ScopeItem></Scopes></GetScopesResponse>';
const INFO = "<DeviceInfo><model>DS-X</model><firmwareVersion>V5.10</firmwareVersion></DeviceInfo>";

const http =
  (status: number, realm: string, body = "") =>
  (socket: Socket): void =>
    void socket.end(
      `HTTP/1.1 ${status} x\r\nWWW-Authenticate: Digest realm="${realm}", nonce="n"\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    );
/** At the path of ISAPI as given, and nothing elsewhere. */
const isapi =
  (status: number, body = "") =>
  (socket: Socket, request: string): void =>
    request.startsWith("GET /ISAPI/System/deviceInfo") ? http(status, "r", body)(socket) : http(404, "r")(socket);
/** A camera whose discovery is off: it answers over HTTP alone, and gives its scopes to anybody. */
const silent = (socket: Socket, request: string): void =>
  reply(soap(request.includes("GetServices") ? SERVICES : request.includes("GetScopes") ? SCOPES : TIME))(socket);

const PLAYS = {
  silent,
  another: silent,
  asksForLogin: isapi(401),
  tellsAnybody: isapi(200, INFO),
  router: http(401, "router"),
  asksByItsRealm: http(401, "Login to 4K0123PAG"),
};
type Name = keyof typeof PLAYS;

let folder = "";
let round: Round;
const servers = new Map<Name, HostileServer>();
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "pw-direct-"));
  for (const name of Object.keys(PLAYS) as Name[]) servers.set(name, await startHostileServer(PLAYS[name]));
  const gone = await startHostileServer(() => undefined);
  await gone.stop();
  const ports = [...servers.values(), gone].map(({ port }) => port);
  // One round for all tests: what is asked of one address has nothing to do with what another port of it says.
  round = await visitOnce(CONFIG, {
    places: { named: ports.map((port) => ({ address: "127.0.0.1", port })), range: [] },
  });
}, 60_000);
afterAll(async () => {
  for (const server of servers.values()) await server.stop();
  await rm(folder, { recursive: true });
});

const findingOf = (name: Name): CameraFinding | undefined =>
  round.visits.find(({ port }) => port === servers.get(name)?.port)?.finding;

test("a camera with discovery off is found at the address that the operator names, and what it tells anybody is told", () => {
  expect(findingOf("silent")).toMatchObject({
    address: "127.0.0.1",
    hardware: "FACE-9",
    ladder: [
      { category: "face-recognition", step: "claimed" },
      { category: "face-detection", step: "claimed" },
    ],
    oddities: [{ code: "readable-by-anyone", facts: { cause: "GetScopes" } }],
  });
});

test("several cameras behind one address are each found, and where nothing answers that is counted", () => {
  expect(findingOf("another")?.hardware).toBe("FACE-9");
  expect(findingOf("another")?.cameraId).not.toBe(findingOf("silent")?.cameraId);
  expect(round.dropped).toEqual({ "closed-address": 1, "not-confirmed-refused": 1 });
});

test("a camera without ONVIF is found where it was named, by its maker's interface or its realm, and nothing is proven of it", () => {
  const nothing = { analytics: "unknown", ladder: [] };
  expect(findingOf("asksForLogin")).toMatchObject({ ...nothing, vendor: "Hikvision family (ISAPI)" });
  expect(findingOf("tellsAnybody")).toMatchObject({ ...nothing, hardware: "DS-X", firmware: "V5.10" });
  expect(findingOf("tellsAnybody")?.oddities).toMatchObject([{ code: "readable-by-anyone" }]);
  expect(findingOf("asksByItsRealm")).toMatchObject({ ...nothing, vendor: "Dahua family (HTTP API)" });
});

test("who asks for a login at any path is no camera by that, and no login was sent to anybody", () => {
  expect(findingOf("router")).toBeUndefined();
  for (const { requests } of servers.values())
    expect(requests.filter((request) => /^authorization:/im.test(request))).toEqual([]);
});

test("the command needs no configuration, and prints one JSON object a line", async () => {
  let out = "";
  vi.stubEnv("XDG_STATE_HOME", folder);
  const write = vi.spyOn(process.stdout, "write").mockImplementation((text) => (out += String(text)) !== "");
  const told: string[] = [];
  const place = `127.0.0.1:${servers.get("silent")?.port ?? 0}`;
  const code = await runCommandLine(["cameras", "--address", place, "--jsonl"], (line) => told.push(line));
  write.mockRestore();
  vi.unstubAllEnvs();
  expect([code, told]).toEqual([0, []]);
  expect(JSON.parse(out)).toMatchObject({ address: "127.0.0.1", hardware: "FACE-9" });
});

test.each([
  [["224.0.0.1"], [], /never asked: multicast/],
  [["camera.local"], [], /no address/],
  [[], ["10.0.0.0/8"], /\/22 at most/],
])("%j and %j are refused before anything is sent", async (address, cidr, why) => {
  const given = { config: "/nowhere", isConfigGiven: false, json: false, jsonl: false, interface: [], address, cidr };
  await expect(printCameras(given)).rejects.toThrow(why);
});
