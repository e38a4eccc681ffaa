import { mkdirSync, rmSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { visitOnce } from "../../agent/src/cameras/cameras-once.ts";
import { runCommandLine } from "../../agent/src/main/command-line.ts";
import {
  onvif,
  reply,
  services,
  startHostileServer,
  type HostileServer,
} from "../../demo/src/fake-camera/hostile-camera.ts";

let folder = "";
let out = "";
let said = "";
let servers: HostileServer[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "pw-accountability-"));
  vi.stubEnv("XDG_STATE_HOME", folder);
  [out, said, servers] = ["", "", []];
  vi.spyOn(process.stdout, "write").mockImplementation((text) => (out += String(text)) !== "");
  vi.spyOn(process.stderr, "write").mockImplementation((text) => (said += String(text)) !== "");
});
afterEach(async () => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  for (const server of servers) await server.stop();
  await rm(folder, { recursive: true });
});

async function camera(): Promise<HostileServer> {
  const server = await startHostileServer(onvif({ GetServices: services() }));
  servers.push(server);
  return server;
}
const lines = (text: string): Record<string, unknown>[] =>
  text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
async function run(...args: string[]): Promise<number> {
  out = "";
  said = "";
  return runCommandLine(["cameras", ...args], (line) => (said += line));
}

test("each call of an ordinary visit stands in the log, between the beginning of its round and its end, and a command shows it", async () => {
  const { requests, port } = await camera();
  expect(await run("--address", `127.0.0.1:${port}`)).toBe(0);
  expect(said).toContain(`asked: networks of none; named: 127.0.0.1:${port}; ranges: none; TCP ports: none\n`);
  expect(said).toMatch(
    /\nsent: \d+ discovery packets, \d+ connections to see who is there, \d+ calls to 1 cameras, 0 calls to 0 /,
  );
  expect(await run("log", "--jsonl")).toBe(0);
  const entries = lines(out);
  const sent = entries.filter(({ method, port: at }) => method === "POST" && at === port);
  expect(sent.length).toBeGreaterThan(2);
  expect(sent.map(({ call }) => call)).toEqual(
    requests.map((request) => /\/(\w+)"/.exec(/action="[^"]+"/.exec(request)?.[0] ?? "")?.[1]),
  );
  expect(sent[0]).toMatchObject({
    address: "127.0.0.1",
    port,
    tls: false,
    path: "/onvif/device_service",
    account: false,
  });
  expect(entries[0]).toMatchObject({ round: "begun", named: [`127.0.0.1:${port}`], ranges: [], interfaces: [] });
  expect(entries.at(-1)).toMatchObject({
    round: "ended",
    id: entries[0]?.["id"],
    cameras: 1,
    callsToOthers: 0,
    others: 0,
  });
  expect(await run("log", "--address", "127.0.0.1")).toBe(0);
  expect(out).toContain(`127.0.0.1:${port}  POST "/onvif/device_service" GetServices  as nobody\n`);
  expect(out).not.toContain("round");
});

test("of a sweep the log holds the range, the ports and counts, and no address of whatever else answers there", async () => {
  const phone = await startHostileServer(reply("<html>a phone</html>"), "127.43.0.2", 2020);
  servers.push(phone);
  const config = { enabled: true, interfaces: [], unicast: [], allowLoopback: true, visitEveryMinutes: 60 };
  const dataDir = join(folder, "data");
  const places = { named: [], range: ["127.43.0.1", "127.43.0.2"], ranges: ["127.43.0.0/30"] };
  const { visits } = await visitOnce(config, { dataDir, places });
  expect([visits, phone.requests.length]).toEqual([[], 1]);
  const log = await readFile(join(dataDir, "cameras", "audit.log"), "utf8");
  expect(log).not.toMatch(/127\.43\.0\.[123]/);
  expect(lines(log)).toMatchObject([
    { round: "begun", ranges: ["127.43.0.0/30"], ports: [80, 8080, 8000, 8899, 2020, 5000, 443], named: [] },
    { round: "ended", discoveryPackets: 12, connections: 14, cameras: 0, callsToOthers: 1, others: 1 },
  ]);
});

test("a round that cannot be written down is not begun: nobody is asked", async () => {
  const { requests, port } = await camera();
  const config = { enabled: true, interfaces: [], unicast: [], allowLoopback: false, visitEveryMinutes: 60 };
  await writeFile(join(folder, "none"), "");
  const named = [{ address: "127.0.0.1", port }];
  const { dropped } = await visitOnce(config, { dataDir: join(folder, "none"), places: { named, range: [] } });
  expect(requests).toEqual([]);
  expect(dropped["not-written-down-round"]).toBe(1);
});

test("once the log cannot be written any more no further call is made, and each that was not is counted as that", async () => {
  const dataDir = join(folder, "data");
  const log = join(dataDir, "cameras", "audit.log");
  const server = await startHostileServer((socket, request) => {
    // The disk breaks while the first call is answered.
    rmSync(log, { force: true, recursive: true });
    mkdirSync(log);
    onvif({ GetServices: services() })(socket, request);
  });
  servers.push(server);
  const config = { enabled: true, interfaces: [], unicast: [], allowLoopback: false, visitEveryMinutes: 60 };
  const named = [{ address: "127.0.0.1", port: server.port }];
  const { dropped } = await visitOnce(config, { dataDir, places: { named, range: [] } });
  expect(server.requests).toHaveLength(1);
  // GetServices, and the banner of the streams.
  expect(dropped).toMatchObject({ "not-written-down-call": 2, "not-written-down-end": 1 });
});

test("a bundle of an ordinary visit holds its answers and its log, and one changed entry of the log is named", async () => {
  const { port } = await camera();
  const bundle = join(folder, "evidence.bundle");
  expect(await run("--address", `127.0.0.1:${port}`, "--bundle", bundle)).toBe(0);
  const seal = /seal ([\da-f]{64})/.exec(said)?.[1] ?? "";
  expect(await run("verify", bundle, "--seal", seal)).toBe(0);
  expect(out).toMatch(/^whole: 1 cameras, [1-9]\d* answers, [1-9]\d* requests, 2 entries of rounds\n/);
  expect(await run("report", bundle, "--to", folder, "--language", "en")).toBe(0);
  expect(await readFile(join(folder, "cameras.en.html"), "utf8")).toMatch(/[3-9] requests were sent/);
  const text = await readFile(bundle, "utf8");
  await writeFile(bundle, text.replace('"call":"GetServices"', '"call":"GetServicez"'));
  expect(await run("verify", bundle)).toBe(1);
  expect(said).toMatch(/line \d+: what was sent to 127\.0\.0\.1:\d+ at [^;]+ is not what was written$/);
  await writeFile(bundle, text.replace('"others":0', '"others":9'));
  expect(await run("verify", bundle)).toBe(1);
  expect(said).toMatch(/line \d+: what a round asked at [^;]+ is not what was written$/);
});
