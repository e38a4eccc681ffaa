import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { pino } from "pino";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { LineServer } from "../ipc/line-server.ts";
import { socketPath } from "../ipc/socket-path.ts";
import { readConfig } from "../main/load-config.ts";
import { startRadioProcess, type RunningRadio } from "./process.ts";

const KARMA = fileURLToPath(new URL("../../../test/fixtures/lab/karma_onebssid.pcap", import.meta.url));
const log = pino({ level: "silent" });

let folder: string;
let server: LineServer;
let radio: RunningRadio | undefined;
const messages: { type: string; body: { [key: string]: unknown } }[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "pw-radio-"));
  messages.length = 0;
  radio = undefined;
  server = new LineServer(socketPath(folder), ["radio"], {
    onConnect: () => undefined,
    onMessage: (_part, message) => messages.push(message as (typeof messages)[number]),
    onDisconnect: () => undefined,
  });
  await server.start();
});

afterEach(async () => {
  await radio?.stop();
  await server.stop();
  await rm(folder, { recursive: true });
});

function config(radioSettings: object) {
  const tree = {
    sensorId: "gate",
    venueId: "mall",
    runtimeDir: folder,
    dataDir: folder,
    mqtt: { url: "mqtt://127.0.0.1" },
    radio: radioSettings,
  };
  return readConfig(JSON.stringify(tree), "agent.yaml", {});
}

const recording = { files: [KARMA], loop: false, startAfterSeconds: 0, gapSeconds: 0, speed: 50 };

test("a recording with a KARMA box ends in a finding at the supervisor, and a last word of health", async () => {
  radio = await startRadioProcess(config({ recording }), log);
  await vi.waitFor(() => expect(messages.some(({ type }) => type === "finding")).toBe(true), { timeout: 15_000 });
  const started = performance.now();
  await radio.stop();
  expect(performance.now() - started).toBeLessThan(2_000);
  await vi.waitFor(() => expect(messages.at(-1)?.type).toBe("health"));
  const health = messages.at(-1)?.body;
  expect(health).toMatchObject({ captureMethod: "recording", simulatedLevels: false, problems: [] });
  expect(health?.["frames"]).toBeGreaterThan(50);
  expect(health?.["listening"]).not.toEqual([]);
  radio = undefined;
}, 20_000);

test("the supervisor's stop ends it", async () => {
  radio = await startRadioProcess(config({ recording }), log);
  await vi.waitFor(() => expect(server.isConnected("radio")).toBe(true));
  server.send("radio", { type: "stop" });
  await radio.ended;
});

test("neither recording nor interface is a mistake of the configuration", async () => {
  await expect(startRadioProcess(config({}), log)).rejects.toThrow(/agent.yaml: \/radio\/interface is missing/);
});

test("a recording that is not there ends the process with its name", async () => {
  radio = await startRadioProcess(config({ recording: { ...recording, files: ["/nowhere/x.pcap"] } }), log);
  await expect(radio.ended).rejects.toThrow("/nowhere/x.pcap");
});

test("an interface that is not there is a problem in health, not the end", async () => {
  radio = await startRadioProcess(config({ interface: "wlan77" }), log);
  await vi.waitFor(() => expect(server.isConnected("radio")).toBe(true));
  await new Promise((resolve) => setTimeout(resolve, 300));
  await radio.stop();
  radio = undefined;
  await vi.waitFor(() => expect(messages.at(-1)?.type).toBe("health"));
  expect(JSON.stringify(messages.at(-1)?.body["problems"])).toMatch(/interface-gone|not-permitted/);
});
