import { createPublicKey, generateKeyPairSync, sign, type KeyObject } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Answer, commandText, LIMITS, type Command, type Health } from "@probewarden/contract";
import { pino } from "pino";
import { Check } from "typebox/value";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { LevelQuestion } from "../../radio/report/sought-level.ts";
import { readConfig } from "../../main/load-config.ts";
import { readSettingsInForce, withSettings } from "../../main/settings-in-force.ts";
import { thisMachine } from "../../sensor/machine.ts";
import { packed, signed as release, TestMachine } from "../../update/machine-for-tests.ts";
import { Updates } from "../update/updates.ts";
import { CollectorClock } from "./collector-clock.ts";
import { MOST_REMEMBERED, CommandMemory } from "./command-memory.ts";
import { Commander, COMMANDER_FILE } from "./commander.ts";
import { Commands } from "./commands.ts";
import { Hearing } from "./hearing.ts";
import { Identify } from "./identify.ts";
import { LogRing } from "./log-ring.ts";
import { StandingSettings } from "./standing-settings.ts";

const NOW = Date.UTC(2026, 10, 28, 18);
const instant = (at: number): string => new Date(at).toISOString();
const pair = generateKeyPairSync("ed25519");
const hex = (key: KeyObject): string =>
  Buffer.from(createPublicKey(key).export({ format: "jwk" }).x ?? "", "base64url").toString("hex");
const KEY = hex(pair.privateKey);

function signed(over: Partial<Command> = {}, key = pair.privateKey): Command {
  const command = {
    v: 1,
    id: "c-one",
    sensorId: "north-gate",
    name: "test",
    arguments: {},
    issuedAt: instant(NOW),
    expiresAt: instant(NOW + 120_000),
    ...over,
  };
  return { ...command, signature: sign(null, Buffer.from(commandText(command)), key).toString("hex") };
}

let folder: string;
let answers: Answer[];
let restarted: string[];
let told: number;
let monotonic: number;
let parts: { restartSensor?: () => void; radio: string };
let commands: Commands;
let ring: LogRing;
let hearing: Hearing;
let updates: Updates;
let asked: LevelQuestion[];
let updated: TestMachine;

const configNow = () =>
  readConfig(
    `sensorId: north-gate\nvenueId: mall\ndataDir: ${folder}\nruntimeDir: ${folder}/run\nmqtt: { url: "mqtts://collector.example:8883" }\nradio: ${parts.radio}\n`,
    "agent.yaml",
    {},
  );

/** A sensor that starts: what it remembers lies in the folder. `knows`: it has heard the collector's key and time. */
function make(knows = true): Commands {
  const config = configNow();
  updates = new Updates({
    folder,
    places: updated.places,
    version: "1.0.0",
    architecture: "amd64",
    run: "a-run",
    isPackage: true,
    monotonic: () => monotonic,
    answer: (answer) => void answers.push(answer),
    send: () => undefined,
    listen: () => undefined,
  });
  const started = new Commands({
    config,
    commander: new Commander({ folder, collector: "collector.example", log: pino({ level: "silent" }) }),
    memory: new CommandMemory(folder),
    clock: new CollectorClock(() => monotonic),
    settings: new StandingSettings(folder, join(folder, "run")),
    identify: new Identify(join(folder, "leds")),
    hearing,
    updates,
    machine: { ...thisMachine, run: async () => ({ ok: false, stdout: "", stderr: "" }) },
    logRing: ring,
    monotonic: () => monotonic,
    // Three hours off, as a board without a battery is.
    now: () => NOW - 3 * 3_600_000,
    answer: (answer) => {
      expect(Check(Answer, answer)).toBe(true);
      answers.push(answer);
    },
    health: () => undefined as Health | undefined,
    restartPart: (part) => restarted.push(part),
    restartSensor: parts.restartSensor,
    tellRadio: () => told++,
    holdHere: () => undefined,
  });
  started.load();
  if (knows) {
    started.hearOrders({ v: 1, key: KEY });
    started.hearTime(NOW);
  }
  return started;
}
/** Ten seconds pass, after which as many commands again are looked at. */
const later = (): void => {
  monotonic += 10_001;
};
const come = (count: number) => vi.waitFor(() => expect(answers).toHaveLength(count), { interval: 5 });

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "probewarden-commands-"));
  mkdirSync(join(folder, "run"));
  [answers, restarted, told, monotonic] = [[], [], 0, 0];
  parts = { radio: "{ interface: wlan1 }" };
  updated = new TestMachine();
  ring = new LogRing();
  asked = [];
  hearing = new Hearing((question) => asked.push(question));
  commands = make();
});
afterEach(async () => {
  await commands.stop();
  rmSync(folder, { recursive: true, force: true });
  updated.remove();
});

test("an update is begun, keeps no other command waiting, goes on after a restart, and is answered when it is over", async () => {
  const newer = release({ version: "1.1.0", size: 9, sha256: "1".repeat(64) });
  const order = { name: "update", arguments: { release: newer, back: packed("1.0.0").release } };
  commands.take(signed({ ...order, id: "c-update" }));
  commands.take(signed({ ...order, id: "c-another" }));
  commands.take(signed({ id: "c-test" }));
  await come(2);
  expect(answers).toMatchObject([
    { commandId: "c-another", outcome: "refused", reason: "busy" },
    { commandId: "c-test", outcome: "done" },
  ]);
  await commands.stop();
  commands = make();
  expect(updates.id).toBe("c-update");
  expect(answers).toHaveLength(2);
  commands.take(signed({ ...order, id: "c-forged", arguments: { release: { ...newer, size: 8 }, back: newer } }));
  await come(3);
  expect(answers[2]).toMatchObject({ commandId: "c-forged", outcome: "refused", reason: "busy" });
});

test("a test is done, and its answer holds names and states and not a word of what was seen", async () => {
  commands.take(signed());
  await come(1);
  expect(answers[0]).toMatchObject({ commandId: "c-one", name: "test", outcome: "done" });
  expect(answers[0]?.checks?.map(({ check }) => check)).toEqual(
    expect.arrayContaining(["hearing", "broker", "clock", "disk", "power", "node", "cameras", "outbox"]),
  );
  expect(JSON.stringify(answers)).not.toContain(folder);
  expect(JSON.stringify(answers)).not.toContain("collector.example");
});

test.each([
  ["signed with another key", signed({}, generateKeyPairSync("ed25519").privateKey), "command-not-proved"],
  ["changed on the way", { ...signed(), name: "restart" }, "command-not-proved"],
  ["with a longer life than was signed", { ...signed(), expiresAt: instant(NOW + 900_000) }, "command-not-proved"],
  ["with an argument more", { ...signed(), arguments: { seconds: 9 } }, "command-not-proved"],
  ["for another sensor", signed({ sensorId: "south-gate" }), "command-of-another"],
])("a command that is %s is counted, not done and not answered", async (_, command, reason) => {
  commands.take(command);
  commands.take(signed({ id: "c-two" }));
  await come(1);
  expect(answers.map(({ commandId }) => commandId)).toEqual(["c-two"]);
  expect(commands.dropped).toEqual({ [reason]: 1 });
});

test.each([
  ["a name that this sensor does not know", { name: "self-destruct" }, "unknown-command"],
  ["an argument that nobody foresaw", { arguments: { depth: 3 } }, "arguments"],
  ["an argument beyond its bounds", { name: "identify", arguments: { seconds: 9_999 } }, "arguments"],
  ["an end that has passed", { expiresAt: instant(NOW - 1) }, "expired"],
  [
    "a beginning that is hours away",
    { issuedAt: instant(NOW + 3_600_000), expiresAt: instant(NOW + 3_700_000) },
    "issued-later",
  ],
  ["a life of a day", { expiresAt: instant(NOW + 86_400_000) }, "too-long-ahead"],
  ["a part that is switched off", { name: "restart", arguments: { part: "radio" } }, "part-off"],
  ["a sensor that nobody would start again", { name: "restart", arguments: { part: "sensor" } }, "nobody-restarts"],
])("a command with %s is refused in words, and once however often it comes", async (what, over, reason) => {
  if (what.startsWith("a part")) {
    parts.radio = "{ enabled: false }";
    commands = make();
  }
  commands.take(signed(over));
  await come(1);
  commands.take(signed(over));
  commands.take(signed({ id: "c-last" }));
  await come(2);
  expect(answers[0]).toMatchObject({ commandId: "c-one", outcome: "refused", reason });
  expect(answers[1]?.commandId).toBe("c-last");
  expect(commands.dropped).toEqual({ "command-repeated": 1 });
});

test("a command is done once over any restart of the sensor", async () => {
  commands.take(signed());
  await come(1);
  commands = make();
  commands.take(signed());
  commands.take(signed({ id: "c-two" }));
  await come(2);
  expect(answers[1]?.commandId).toBe("c-two");
  expect(commands.dropped).toEqual({ "command-repeated": 1 });
});

test("the sensor's own clock decides nothing: three hours off, it waits for the collector's time and goes by it", async () => {
  commands = make(false);
  commands.hearOrders({ v: 1, key: KEY });
  commands.take(signed());
  commands.take(signed({ id: "c-old", expiresAt: instant(NOW - 1_000) }));
  expect(answers).toEqual([]);
  commands.hearTime(NOW);
  await come(2);
  expect(Object.fromEntries(answers.map(({ commandId, outcome }) => [commandId, outcome]))).toEqual({
    "c-old": "refused",
    "c-one": "done",
  });
  // Two minutes later by a clock that nobody sets, without another word of the collector.
  monotonic += 121_000;
  commands.take(signed({ id: "c-late" }));
  await come(3);
  expect(answers[2]).toMatchObject({ commandId: "c-late", reason: "expired" });
});

test("a flood is counted, and what comes afterwards is done", async () => {
  for (let at = 0; at < 200; at++) commands.take(signed({ id: `c-flood-${at}` }));
  expect(commands.dropped).toEqual({ "command-flood": 180 });
  await come(20);
  expect(answers.filter(({ reason }) => reason === "busy")).toHaveLength(12);
  later();
  commands.take(signed({ id: "c-last" }));
  await come(21);
  expect(answers[20]).toMatchObject({ commandId: "c-last", outcome: "done" });
});

test("what is remembered is bounded, and a command that was forgotten is not done again", async () => {
  const memory = new CommandMemory(folder);
  memory.load();
  for (let at = 0; at <= MOST_REMEMBERED; at++) memory.begin(`c-${at}`, "test", NOW + 1_000 + at);
  memory.end();
  commands = make();
  commands.take(signed({ id: "c-0", expiresAt: instant(NOW + 1_000) }));
  await come(1);
  expect(answers[0]).toMatchObject({ outcome: "refused", reason: "not-remembered" });
  expect(readFileSync(join(folder, "commands.json")).length).toBeLessThan(64 * 1024);
});

test("where nobody can read what was done, nothing that may have been given before is", async () => {
  writeFileSync(join(folder, "commands.json"), "half a fi");
  commands = make();
  commands.take(signed());
  await come(1);
  expect(answers[0]).toMatchObject({ outcome: "refused", reason: "not-remembered" });
  expect(commands.problems().map(({ code }) => code)).toEqual(["commands-not-kept"]);
  monotonic += LIMITS.commandMilliseconds + 1_000;
  const at = NOW + LIMITS.commandMilliseconds + 1_000;
  commands.take(signed({ id: "c-two", issuedAt: instant(at), expiresAt: instant(at + 60_000) }));
  await come(2);
  expect(answers[1]?.outcome).toBe("done");
});

test("before the collector has told its key nobody commands; the first key is kept over a restart, and another is told and not taken", async () => {
  rmSync(join(folder, COMMANDER_FILE));
  commands = make(false);
  commands.take(signed());
  expect(commands.dropped).toEqual({ "command-no-commander": 1 });
  commands.hearOrders({ v: 1, key: KEY });
  commands = make(false);
  const thief = generateKeyPairSync("ed25519").privateKey;
  commands.hearOrders({ v: 1, key: hex(thief) });
  commands.hearTime(NOW);
  commands.take(signed({ id: "c-thief" }, thief));
  commands.take(signed());
  await come(1);
  expect(answers[0]?.commandId).toBe("c-one");
  expect(commands.problems().map(({ code }) => code)).toEqual(["commander-changed"]);
});

test("a key of a collector that a person has changed is forgotten", () => {
  const other = new Commander({ folder, collector: "another.example", log: pino({ level: "silent" }) });
  other.load();
  expect(other.isKnown).toBe(false);
});

test("32 octets that are no key are not taken for one", () => {
  rmSync(join(folder, COMMANDER_FILE));
  commands = make(false);
  commands.hearOrders({ v: 1, key: "ff".repeat(32) });
  commands.hearTime(NOW);
  commands.take(signed());
  expect(Object.values(commands.dropped)).toEqual([1]);
  expect(answers).toEqual([]);
});

test("the board's lamp blinks and is then as it was; where it cannot, the answer says so", async () => {
  commands.take(signed({ name: "identify", arguments: { seconds: 5 } }));
  await come(1);
  expect(answers[0]).toMatchObject({ outcome: "failed", reason: "no-led" });
  const lamp = join(folder, "leds", "ACT");
  mkdirSync(lamp, { recursive: true });
  commands.take(signed({ id: "c-two", name: "identify", arguments: { seconds: 5 } }));
  await come(2);
  expect(answers[1]).toMatchObject({ outcome: "failed", reason: "led-not-writable" });
  writeFileSync(join(lamp, "trigger"), "none timer [mmc0] heartbeat\n");
  writeFileSync(join(lamp, "brightness"), "0\n");
  writeFileSync(join(lamp, "max_brightness"), "255\n");
  commands.take(signed({ id: "c-three", name: "identify", arguments: { seconds: 5 } }));
  await come(3);
  expect(answers[2]).toMatchObject({ outcome: "done" });
  const read = (): string => readFileSync(join(lamp, "brightness"), "utf8").slice(0, 3);
  await vi.waitFor(() => expect(read()).toBe("255"), { interval: 5 });
  await commands.stop();
  expect(readFileSync(join(lamp, "trigger"), "utf8")).toMatch(/^mmc0/);
});

test("a part that was told to restart is done when it is back", async () => {
  commands.take(signed({ name: "restart", arguments: { part: "cameras" } }));
  await vi.waitFor(() => expect(restarted).toEqual(["cameras"]));
  commands.onConnect("radio");
  expect(answers).toEqual([]);
  commands.onConnect("cameras");
  await come(1);
  expect(answers[0]).toMatchObject({ outcome: "done" });
});

test("a sensor that was told to restart answers when it is back; whatever else a restart ends is told as ended", async () => {
  let asked = 0;
  parts.restartSensor = () => asked++;
  commands = make();
  commands.take(signed({ name: "restart", arguments: { part: "sensor" } }));
  await vi.waitFor(() => expect(asked).toBe(1));
  commands = make();
  expect(answers).toMatchObject([{ commandId: "c-one", outcome: "done" }]);
  commands.take(signed({ name: "restart", arguments: { part: "sensor" } }));
  commands.take(signed({ id: "c-two", name: "restart", arguments: { part: "cameras" } }));
  await vi.waitFor(() => expect(restarted).toEqual(["cameras"]));
  await commands.stop();
  commands = make();
  expect(asked).toBe(1);
  expect(answers[1]).toMatchObject({ commandId: "c-two", outcome: "failed", reason: "interrupted" });
});

const configure = (id: string, settings: Command["arguments"], over: Partial<Command> = {}): Command =>
  signed({ id, name: "configure", arguments: settings, expiresAt: "2036-01-01T00:00:00.000Z", ...over });
const inForce = () => readSettingsInForce(join(folder, "run"));

test("a channel plan is in force when the radio hears by it, and stands over a restart; told again it changes nothing", async () => {
  const plan = configure("s-one", { channels: [1, 6, 36], channelsSixGhz: [37, 2] });
  commands.hearOrders({ v: 1, key: KEY, settings: plan });
  await vi.waitFor(() => expect(told).toBe(1));
  expect(inForce()).toEqual({ id: "s-one", settings: { channels: [1, 6, 36], channelsSixGhz: [37, 2] } });
  expect(withSettings(configNow(), inForce().settings).radio.channels).toEqual([1, 6, 36, "6g:37", "6g:2"]);
  commands.onConnect("radio");
  await vi.waitFor(() => {
    commands.onRadioHeard([]);
    expect(answers).toHaveLength(1);
  });
  expect(answers[0]).toMatchObject({ commandId: "s-one", outcome: "done" });
  commands = make();
  commands.holdSettings();
  commands.hearOrders({ v: 1, key: KEY, settings: plan });
  commands.take(configure("s-before", { channels: [1] }, { issuedAt: instant(NOW - 1) }));
  await come(2);
  expect(answers[1]).toMatchObject({ commandId: "s-before", outcome: "refused", reason: "older-settings" });
  expect(inForce().id).toBe("s-one");
});

test("a plan with channels that the adapter lacks is given up: the old one holds, and the answer names them", async () => {
  commands.take(configure("s-one", { channels: [1, 6, 36] }));
  await vi.waitFor(() => expect(told).toBe(1));
  commands.onConnect("radio");
  await vi.waitFor(() => {
    commands.onRadioHeard([{ code: "channel-refused", facts: { channels: "36" } }]);
    expect(told).toBe(2);
  });
  expect(inForce()).toEqual({ id: "none", settings: {} });
  commands.onConnect("radio");
  await vi.waitFor(() => {
    commands.onRadioHeard([]);
    expect(answers).toHaveLength(1);
  });
  expect(answers[0]).toMatchObject({ outcome: "failed", reason: "channel-refused", facts: { channels: "36" } });
});

test.each([
  ["channels that are none", { channels: [15, 200] }, "arguments"],
  ["channels of 6 GHz that are none", { channelsSixGhz: [37, 38] }, "arguments"],
  ["channels by their frequencies", { channelsSixGhz: [6_135] }, "arguments"],
  ["no channel", { channels: [] }, "arguments"],
  ["more channels than there are", { channels: Array.from({ length: 65 }, () => 6) }, "arguments"],
  ["a level of the log that is none", { logLevel: "loud" }, "arguments"],
  ["one plan for a sensor with several adapters", { channels: [1] }, "arguments"],
  ["one of 6 GHz for a sensor with several adapters", { channelsSixGhz: [37] }, "arguments"],
  ["a plan for a sensor that plays recordings", { channels: [1] }, "no-live-radio"],
])("settings with %s are refused, and what was in force stays", async (what, settings, reason) => {
  commands.take(configure("s-good", { logLevel: "warn" }));
  await come(1);
  if (what.endsWith("recordings") || what.endsWith("adapters")) {
    parts.radio = what.endsWith("adapters")
      ? "{ adapters: [{ interface: wlan1 }, { interface: wlan2 }] }"
      : "{ recording: { files: [mall.pcap] } }";
    commands = make();
    commands.holdSettings();
  }
  commands.take(configure("s-bad", settings, { issuedAt: instant(NOW + 1) }));
  await come(2);
  expect(answers[1]).toMatchObject({ commandId: "s-bad", outcome: "refused", reason });
  expect(inForce()).toEqual({ id: "s-good", settings: { logLevel: "warn" } });
});

test("a power cut while a plan is tried leaves the old one in force, and says so", async () => {
  commands.take(configure("s-one", { channels: [36] }));
  await vi.waitFor(() => expect(told).toBe(1));
  await commands.stop();
  commands = make();
  commands.holdSettings();
  expect(answers).toMatchObject([{ commandId: "s-one", outcome: "failed", reason: "interrupted" }]);
  expect(inForce()).toEqual({ id: "none", settings: {} });
});

test("a snapshot's log holds words and no place, name, figure, address or secret", async () => {
  const line = (msg: string, more: object = {}): void =>
    ring.take(JSON.stringify({ level: 40, time: instant(NOW - 3 * 3_600_000 - 5_000), msg, ...more }));
  line("a part of the sensor ended", { part: "radio", ended: "by SIGKILL", password: "geheim" });
  line("no connection to collector.example:8883", { code: "broker-unreachable", broker: "collector.example:8883" });
  line("heard 3a:06:70:a7:97:b4 at 3a0670a797b4 near /var/lib/probewarden of 10.1.2.3");
  line("dead beef cafe dead beef cafe of a phone");
  line("a".repeat(100_000));
  ring.take("no json");
  commands.take(signed({ name: "snapshot" }));
  await come(1);
  expect(answers[0]?.snapshot?.log).toEqual([
    { secondsAgo: 5, level: "warn", part: "radio", words: "a part of the sensor ended" },
    { secondsAgo: 5, level: "warn", code: "broker-unreachable" },
    { secondsAgo: 5, level: "warn", words: "heard at near of" },
  ]);
  for (let at = 0; at < 1_000; at++) line("one of very many lines");
  commands.take(signed({ id: "c-two", name: "snapshot" }));
  await come(2);
  expect(answers[1]?.snapshot?.log).toHaveLength(LIMITS.logLines);
  expect(existsSync(join(folder, "commands.json"))).toBe(true);
});

const HEAR = { name: "hear", arguments: { transmitter: "02:00:00:aa:bb:01", seconds: 9 } };

test("hear: the radio process is asked, and its level is the answer; what it says of another question is not", async () => {
  commands.take(signed(HEAR));
  await vi.waitFor(() => expect(asked).toEqual([{ id: "c-one", transmitter: "02:00:00:aa:bb:01", seconds: 9 }]));
  hearing.onAnswer({ id: "c-other", frames: 3, medianDbm: -20, channelMhz: 2412 });
  hearing.onAnswer({ id: "c-one", frames: 8, medianDbm: -60, channelMhz: 2437 });
  await come(1);
  expect(answers).toEqual([
    { commandId: "c-one", name: "hear", outcome: "done", level: { frames: 8, medianDbm: -60, channelMhz: 2437 } },
  ]);
});

test("hear: a radio process that says nothing is told after its time, and one that is off at once", async () => {
  vi.useFakeTimers();
  commands.take(signed(HEAR));
  await vi.advanceTimersByTimeAsync(15_000);
  vi.useRealTimers();
  await come(1);
  parts.radio = "{ enabled: false }";
  make().take(signed({ ...HEAR, id: "c-two" }));
  await come(2);
  expect(answers.map(({ outcome, reason }) => `${outcome} ${reason}`)).toEqual([
    "failed radio-silent",
    "refused part-off",
  ]);
});
