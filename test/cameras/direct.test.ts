import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { visitOnce, type CameraConfig } from "../../agent/src/cameras/cameras-once.ts";
import { printCameras } from "../../agent/src/main/print-cameras.ts";
import { runCommandLine } from "../../agent/src/main/command-line.ts";
import { reply, soap, startHostileServer, TIME } from "./hostile-camera.ts";

const CONFIG: CameraConfig = {
  enabled: true,
  interfaces: [],
  unicast: [],
  allowLoopback: false,
  visitEveryMinutes: 60,
};
const SERVICES =
  '<GetServicesResponse xmlns="http://www.onvif.org/ver10/device/wsdl"><Service><Namespace>http://www.onvif.org/ver10/media/wsdl</Namespace>' +
  "<XAddr>http://127.0.0.1/onvif/media</XAddr></Service></GetServicesResponse>";
const SCOPES =
  '<GetScopesResponse xmlns="http://www.onvif.org/ver10/device/wsdl"><Scopes><ScopeItem>onvif://www.onvif.org/hardware/FACE-9</ScopeItem></Scopes></GetScopesResponse>';

/** A camera whose discovery is off: it answers over HTTP alone, and gives its scopes to anybody. */
const startSilentCamera = (): ReturnType<typeof startHostileServer> =>
  startHostileServer((socket, request) => {
    const body = request.includes("GetServices") ? SERVICES : request.includes("GetScopes") ? SCOPES : TIME;
    reply(soap(body))(socket);
  });

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "pw-direct-"));
});
afterAll(() => rm(folder, { recursive: true }));

test("a camera with discovery off is found at the address that the operator names, and what it tells anybody is told", async () => {
  const camera = await startSilentCamera();
  const places = { named: [{ address: "127.0.0.1", port: camera.port }], range: [] };
  const { visits, dropped } = await visitOnce(CONFIG, { places });
  expect(visits.map(({ finding, port }) => [finding.address, finding.hardware, port])).toEqual([
    ["127.0.0.1", "FACE-9", camera.port],
  ]);
  expect(visits[0]?.finding.ladder.map(({ category, step }) => `${category} ${step}`)).toEqual([
    "face-recognition claimed",
    "face-detection claimed",
  ]);
  expect(visits[0]?.finding.oddities).toMatchObject([{ code: "readable-by-anyone", facts: { cause: "GetScopes" } }]);
  expect(dropped).toEqual({});
  await camera.stop();
});

test("where nothing answers that is counted, and several cameras behind one address are each found", async () => {
  const [first, second] = [await startSilentCamera(), await startSilentCamera()];
  const nobody = createServer().listen(0, "127.0.0.1");
  const port = await new Promise<number>((resolve) =>
    nobody.on("listening", () => {
      const at = nobody.address();
      nobody.close(() => resolve(typeof at === "object" && at !== null ? at.port : 0));
    }),
  );
  const places = {
    named: [first.port, second.port, port].map((each) => ({ address: "127.0.0.1", port: each })),
    range: [],
  };
  const { visits, dropped } = await visitOnce(CONFIG, { places });
  expect(new Set(visits.map((each) => each.port))).toEqual(new Set([first.port, second.port]));
  expect(new Set(visits.map(({ finding }) => finding.cameraId)).size).toBe(2);
  expect(dropped).toEqual({ "silent-address": 1 });
  await first.stop();
  await second.stop();
});

test("the command needs no configuration, and prints one JSON object a line", async () => {
  const camera = await startSilentCamera();
  let out = "";
  vi.stubEnv("XDG_STATE_HOME", folder);
  const write = vi.spyOn(process.stdout, "write").mockImplementation((text) => (out += String(text)) !== "");
  const told: string[] = [];
  const code = await runCommandLine(["cameras", "--address", `127.0.0.1:${camera.port}`, "--jsonl"], (line) =>
    told.push(line),
  );
  write.mockRestore();
  vi.unstubAllEnvs();
  expect([code, told]).toEqual([0, []]);
  expect(JSON.parse(out)).toMatchObject({ address: "127.0.0.1", hardware: "FACE-9" });
  await camera.stop();
});

test.each([
  [["224.0.0.1"], [], /never asked: multicast/],
  [["camera.local"], [], /no address/],
  [[], ["10.0.0.0/8"], /\/22 at most/],
])("%j and %j are refused before anything is sent", async (address, cidr, why) => {
  const given = { config: "/nowhere", isConfigGiven: false, json: false, jsonl: false, interface: [], address, cidr };
  await expect(printCameras(given)).rejects.toThrow(why);
});
