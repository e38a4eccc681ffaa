import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { pino } from "pino";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { LineServer } from "../ipc/line-server.ts";
import { socketPath } from "../ipc/socket-path.ts";
import { readConfig } from "../main/load-config.ts";
import { findingForTests } from "../uplink/messages-for-tests.ts";
import type { RadioOrder } from "./messages.ts";
import { startRadioProcess, type RunningRadio } from "./process.ts";

const KARMA = fileURLToPath(new URL("../../../test/fixtures/lab/karma_onebssid.pcap", import.meta.url));
const CANARY = KARMA.replace("karma_onebssid", "canary_answer");
const log = pino({ level: "silent" });

let folder: string;
let server: LineServer;
let radio: RunningRadio | undefined;
/** What the supervisor has to say when the radio process says hello. */
let orders: RadioOrder[];
const messages: { type: string; body: { [key: string]: unknown } }[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "pw-radio-"));
  messages.length = 0;
  radio = undefined;
  orders = [{ type: "resume", findings: [], isLast: true }];
  server = new LineServer(socketPath(folder), ["radio"], {
    onConnect: () => {
      for (const order of orders) server.send("radio", order);
    },
    onMessage: (_part, message, origin) => {
      messages.push(message as (typeof messages)[number]);
      if (origin !== undefined) server.confirm(origin);
    },
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
  await radio.stop();
  await vi.waitFor(() => expect(messages.at(-1)?.type).toBe("health"), { timeout: 5_000 });
  const health = messages.at(-1)?.body;
  expect(health).toMatchObject({ captureMethod: "recording", simulatedLevels: false, problems: [] });
  expect(health?.["frames"]).toBeGreaterThan(50);
  expect(health?.["listening"]).not.toEqual([]);
  radio = undefined;
}, 20_000);

/** Plays the recording to a process that is told of its past in these orders; resolves with the states of the finding that it is told of. */
async function toldOfItsPast(...past: RadioOrder[]): Promise<unknown[]> {
  orders = past;
  radio = await startRadioProcess(config({ recording, endAfterMinutes: 0.01 }), log);
  // What the recording holds is heard later than anything of the past, and so ends last.
  const hasEnded = ({ body }: (typeof messages)[number]) =>
    body["state"] === "ended" && body["findingId"] !== "finding-one";
  await vi.waitFor(() => expect(messages.some(hasEnded)).toBe(true), { timeout: 25_000 });
  return messages.filter(({ body }) => body["findingId"] === "finding-one").map(({ body }) => body["state"]);
}

test(
  "a process that has just started takes back its findings, in several orders, and ends what it hears no more",
  { timeout: 40_000 },
  async () => {
    const one = { type: "resume" as const, findings: [findingForTests("finding-one")], isLast: true };
    expect(await toldOfItsPast({ type: "resume", findings: [], isLast: false }, one)).toEqual(["ended"]);
  },
);

test(
  "a process that was told its whole past knows better than a supervisor that was restarted alone",
  { timeout: 40_000 },
  async () => {
    const one = { type: "resume" as const, findings: [findingForTests("finding-one")], isLast: true };
    expect(await toldOfItsPast({ type: "resume", findings: [], isLast: true }, one)).toEqual([]);
  },
);

test("the first frame waits until the supervisor has said what it knows of the venue and of the past", async () => {
  orders = [{ type: "config", body: { v: 1, networks: [], reportResidents: false } }];
  const lines: string[] = [];
  radio = await startRadioProcess(
    config({ recording }),
    pino({ level: "info" }, { write: (line) => lines.push(line) }),
  );
  await vi.waitFor(() => expect(server.isConnected("radio")).toBe(true), { timeout: 5_000 });
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(lines.some((line) => line.includes("is opened"))).toBe(false);
  server.send("radio", { type: "resume", findings: [], isLast: true } as RadioOrder);
  await vi.waitFor(() => expect(lines.some((line) => line.includes("is opened"))).toBe(true), { timeout: 2_000 });
});

test("bait that is written down while the sensor runs is known a second later, and who answers for it is told", async () => {
  const canaries = join(folder, "canaries.json");
  await writeFile(canaries, "[]");
  const listens = { recording: { ...recording, files: [CANARY], speed: 10 }, canaries };
  radio = await startRadioProcess(config(listens), log);
  const label = JSON.parse(await readFile(CANARY.replace("pcap", "json"), "utf8")) as {
    canaries: { transmitter: string; ssid: string }[];
  };
  const bait = label.canaries.map((it) => ({ ...it, ssid: Buffer.from(it.ssid).toString("hex") }));
  await writeFile(canaries, JSON.stringify(bait));
  const isTold = (): boolean => messages.some(({ body }) => JSON.stringify(body).includes('"answered-bait"'));
  await vi.waitFor(() => expect(isTold()).toBe(true), { timeout: 12_000 });
}, 20_000);

test("neither recording nor interface is a mistake of the configuration", async () => {
  await expect(startRadioProcess(config({}), log)).rejects.toThrow(/agent.yaml: \/radio\/interface is missing/);
});

test("a recording that is not there ends the process with its name", async () => {
  radio = await startRadioProcess(config({ recording: { ...recording, files: ["/nowhere/x.pcap"] } }), log);
  await expect(radio.ended).rejects.toThrow("/nowhere/x.pcap");
});

test("an interface that is not there is a problem in health, not the end", async () => {
  radio = await startRadioProcess(config({ interface: "wlan77" }), log);
  await vi.waitFor(() => expect(server.isConnected("radio")).toBe(true), { timeout: 5_000 });
  await new Promise((resolve) => setTimeout(resolve, 300));
  await radio.stop();
  radio = undefined;
  await vi.waitFor(() => expect(messages.at(-1)?.type).toBe("health"), { timeout: 5_000 });
  expect(JSON.stringify(messages.at(-1)?.body["problems"])).toMatch(/interface-gone|not-permitted/);
});
