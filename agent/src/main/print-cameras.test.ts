import { createSocket } from "node:dgram";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir, type NetworkInterfaceInfo } from "node:os";
import { join } from "node:path";
import type { CameraFinding } from "@probewarden/contract";
import { afterEach, expect, test, vi } from "vitest";
import { spellLoss } from "./camera-losses.ts";
import { placesElsewhere, printCameras, spellCamera, type CamerasArguments } from "./print-cameras.ts";
import { printableJson, quoted } from "./printable.ts";

afterEach(() => {
  vi.restoreAllMocks();
});

const given = (over: Partial<CamerasArguments>): CamerasArguments => ({
  config: "",
  isConfigGiven: true,
  json: false,
  jsonl: false,
  interface: [],
  cidr: [],
  address: [],
  ...over,
});

const camera = (over: Partial<CameraFinding>): CameraFinding => ({
  cameraId: "camera-x",
  address: "10.0.0.9",
  profiles: [],
  analytics: "unknown",
  ladder: [],
  asked: [],
  oddities: [],
  visitedAt: "2026-01-01T00:00:00.000Z",
  ...over,
});

test.each([
  ["IPC-T31", '"IPC-T31"'],
  ["东门入口", '"东门入口"'],
  ["\u001b[2J\u001b]0;x\u0007", String.raw`"\u{1b}[2J\u{1b}]0;x\u{7}"`],
  ["a\r\n10.0.0.1  analytics named", String.raw`"a\u{d}\u{a}10.0.0.1  analytics named"`],
  ["a\u2028b\u2029c\u0085d\u009b1m", String.raw`"a\u{2028}b\u{2029}c\u{85}d\u{9b}1m"`],
  ["\u202Efdp.exe\u2066", String.raw`"\u{202e}fdp.exe\u{2066}"`],
  ['x"  face-recognition: enabled  "', String.raw`"x\"  face-recognition: enabled  \""`],
  [String.raw`\u{1b}`, String.raw`"\\u{1b}"`],
  ["\uD800\u{E0041}\u00A0\u3000", String.raw`"\u{d800}\u{e0041}\u{a0}\u{3000}"`],
])("the name %j is printed as %s", (name, printed) => {
  expect(quoted(name)).toBe(printed);
  const line = spellCamera(camera({ name, hardware: name }));
  expect(line).toContain(`name ${printed}`);
  expect(line).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
});

test("JSON for a terminal holds nothing that it would obey, and reads the same", () => {
  const value = [{ name: "\u009b2J\u202E\u2028\u{E0041}x\n" }];
  const text = printableJson(value);
  expect(text.replaceAll("\n", "")).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
  expect(JSON.parse(text)).toEqual(value);
});

test("what was not answered and what is odd stands on a camera's line", () => {
  const line = spellCamera(
    camera({
      asked: [
        { call: "get-services", outcome: "refused" },
        { call: "get-capabilities", outcome: "answered" },
      ],
      oddities: [{ code: "locked", text: "it is locked" }],
    }),
  );
  expect(line).toBe("10.0.0.9  analytics unknown  get-services refused  it is locked");
});

test.each([
  ["match-without-xaddrs", /^3 × .*XAddrs/],
  ["xaddr-port", /^3 × .*XAddr.*\(port\)$/],
  ["not-confirmed-unreachable", /^3 × .*did not confirm \(unreachable\)$/],
  ["of-another-version", /^3 × of-another-version$/],
])("a loss of the kind %s is said in words", (reason, words) => {
  expect(spellLoss(reason, 3)).toMatch(words);
});

test("a round in which no camera answered is no success: where was asked, and what was lost, is told", async () => {
  const folder = await mkdtemp(join(tmpdir(), "pw-print-"));
  const device = createSocket("udp4");
  device.on("message", (_datagram, from) => device.send("<Envelope/>", from.port, from.address));
  device.bind(0, "127.0.0.1");
  await once(device, "listening");
  const file = join(folder, "agent.yaml");
  await writeFile(
    file,
    `sensorId: s1\nvenueId: v1\ndataDir: ${folder}\nruntimeDir: ${folder}\nmqtt: { url: "mqtt://127.0.0.1:1" }\nradio: { enabled: false }\n` +
      `cameras: { allowLoopback: true, unicast: ["127.0.0.1:${device.address().port}"] }\n`,
  );
  const said = { out: "", err: "" };
  vi.spyOn(process.stdout, "write").mockImplementation((text) => (said.out += String(text)) !== "");
  vi.spyOn(process.stderr, "write").mockImplementation((text) => (said.err += String(text)) !== "");
  const ended = await printCameras(given({ config: file, json: true })).catch((error: unknown) => String(error));
  vi.restoreAllMocks();
  const { port } = device.address();
  device.close();
  await rm(folder, { recursive: true });
  expect(JSON.parse(said.out)).toEqual([]);
  expect(said.err.split("\n")).toEqual([
    `asked: networks of none; named: 127.0.0.1:${port}; ranges: none; TCP ports: none`,
    "sent: 6 discovery packets, 0 connections to see who is there, 0 calls to 0 cameras, 0 calls to 0 addresses that proved to be none",
    "6 × datagrams that are no answer to a discovery probe",
    "",
  ]);
  expect(ended).toBe(`CommandError: no camera answered (asked: 127.0.0.1:${port})`);
});

test("what lies in no network of this machine is named as that", () => {
  const own = (cidr: string, family: "IPv4" | "IPv6" = "IPv4"): NetworkInterfaceInfo =>
    ({ address: "", netmask: "", mac: "", internal: false, family, cidr }) as NetworkInterfaceInfo;
  const interfaces = { lo: [own("127.0.0.1/8")], eth0: [own("192.168.1.20/24"), own("fd00::2/64", "IPv6")] };
  const typed = {
    address: ["127.0.0.9:81", "192.168.1.64", "https://192.168.2.64", "[fd00::9]", "[fd01::9]:80"],
    cidr: ["192.168.1.128/25", "192.168.0.0/23", "10.9.0.0/24"],
  };
  expect(placesElsewhere(typed, interfaces)).toEqual([
    "https://192.168.2.64",
    "[fd01::9]:80",
    "192.168.0.0/23",
    "10.9.0.0/24",
  ]);
});

test("a machine without an interface to ask on is told so, and nothing is sent", async () => {
  const folder = await mkdtemp(join(tmpdir(), "pw-print-"));
  const file = join(folder, "agent.yaml");
  await writeFile(
    file,
    'sensorId: s1\nvenueId: v1\nmqtt: { url: "mqtt://127.0.0.1:1" }\nradio: { enabled: false }\ncameras: { interfaces: [none0] }\n',
  );
  await expect(printCameras(given({ config: file }))).rejects.toThrow("there is no interface to ask for cameras on");
  await rm(folder, { recursive: true });
});
