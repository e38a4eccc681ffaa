import { spawn } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { Finding } from "@probewarden/contract";
import Database from "libsql";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findingForTests, messageForTests } from "./messages-for-tests.ts";
import { OUTBOX_FILE, readOutbox } from "./outbox-database.ts";
import type { OutboxOptions } from "./outbox-options.ts";
import { MessageTooLargeError, Outbox } from "./outbox.ts";

let folder: string;
let now: number;
/** What a clock shows that is not set when `now` is. */
let monotonic: number;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "probewarden-outbox-"));
  now = Date.parse("2026-11-24T10:00:00.000Z");
  monotonic = 5_000;
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const open = (options: Partial<OutboxOptions> = {}) =>
  new Outbox({
    folder,
    bootId: "bghghghghghghghgh",
    sensor: { venueId: "mall", sensorId: "north-gate" },
    maxBytes: 2 ** 28,
    now: () => now,
    monotonic: () => monotonic,
    commitMilliseconds: 5,
    ...options,
  });
const pass = (milliseconds: number): void => {
  now += milliseconds;
  monotonic += milliseconds;
};
const read = ({ payload }: { payload: string }) => JSON.parse(payload) as { bootId: string; seq: number; kind: string };

test("messages leave in the order finding, camera, health, signal, census", async () => {
  const outbox = open();
  const kinds = ["census", "signal", "health", "camera"] as const;
  await Promise.all(kinds.map((kind) => outbox.put(messageForTests(kind))));
  await outbox.put(messageForTests("finding", findingForTests("finding-one")));
  expect(outbox.next(32).map(({ kind }) => kind)).toEqual(["finding", "camera", "health", "signal", "census"]);
  outbox.close();
});

test("a message leaves the disk only when the collector names it, and is given again after the time-out", async () => {
  const outbox = open();
  for (let i = 0; i < 3; i += 1) await outbox.put(messageForTests("camera"));
  expect(outbox.next(32)).toHaveLength(3);
  expect(outbox.next(32)).toHaveLength(0);
  pass(30_001);
  expect(outbox.acknowledge("bghghghghghghghgh", [[1, 2]])).toBe(2);
  expect(outbox.next(32).map((message) => read(message).seq)).toEqual([3]);
  expect(outbox.waiting()).toMatchObject({ messages: 1, oldestSeconds: 30.001 });
  outbox.close();
});

test("what the collector has stored leaves the disk with the next commit; a sensor that is cut off before that sends it again", async () => {
  const outbox = open();
  const onDisk = (from: string) => [...readOutbox(from)].map((lying) => read(lying).seq);
  for (let i = 0; i < 3; i += 1) await outbox.put(messageForTests("camera"));
  expect(outbox.next(32)).toHaveLength(3);
  expect(outbox.acknowledge("bghghghghghghghgh", [[1, 2]])).toBe(2);
  expect(outbox.acknowledge("bghghghghghghghgh", [[1, 2]])).toBe(0);
  pass(30_001);
  expect(outbox.next(32).map((message) => read(message).seq)).toEqual([3]);
  expect(onDisk(folder)).toEqual([1, 2, 3]);
  const cutOff = join(folder, "cut-off");
  mkdirSync(cutOff);
  for (const end of ["", "-wal"]) copyFileSync(join(folder, OUTBOX_FILE + end), join(cutOff, OUTBOX_FILE + end));
  await outbox.put(messageForTests("health"));
  expect(onDisk(folder)).toEqual([3, 4]);
  expect(outbox.waiting().messages).toBe(2);
  outbox.acknowledge("bghghghghghghghgh", [[3, 4]]);
  outbox.close();
  expect(onDisk(folder)).toEqual([]);
  const after = open({ folder: cutOff, bootId: "bpppppppppppppppp" });
  expect(after.next(32).map((message) => read(message))).toMatchObject([
    { bootId: "bghghghghghghghgh", seq: 1 },
    { bootId: "bghghghghghghghgh", seq: 2 },
    { bootId: "bghghghghghghghgh", seq: 3 },
  ]);
  after.close();
});

test("what the collector has stored leaves at once while much waits", async () => {
  const outbox = open();
  await Promise.all(Array.from({ length: 120 }, () => outbox.put(messageForTests("camera"))));
  const left = () => [...readOutbox(folder)].length;
  outbox.acknowledge("bghghghghghghghgh", [[1, 60]]);
  expect(left()).toBe(60);
  outbox.acknowledge("bghghghghghghghgh", [[61, 100]]);
  expect([left(), outbox.waiting().messages]).toEqual([60, 20]);
  outbox.acknowledge("bghghghghghghghgh", [[101, 120]]);
  expect([left(), outbox.waiting()]).toEqual([60, { messages: 0, bytes: 0, oldestSeconds: null }]);
  outbox.flush();
  expect(left()).toBe(0);
  outbox.close();
});

test("a clock that is set neither holds up a message nor sends it early", async () => {
  const outbox = open();
  await outbox.put(messageForTests("health"));
  expect(outbox.next(32)).toHaveLength(1);
  now += 86_400_000;
  expect(outbox.next(32)).toHaveLength(0);
  now -= 2 * 86_400_000;
  monotonic += 30_001;
  expect(outbox.next(32)).toHaveLength(1);
  outbox.close();
});

test("while the collector is silent a message is repeated less and less often, and often again when it answers", async () => {
  const outbox = open();
  await outbox.put(messageForTests("finding", findingForTests("finding-one")));
  await outbox.put(messageForTests("finding", findingForTests("finding-two")));
  const repeats = () => {
    const started = now;
    while (outbox.next(32).length === 0) pass(1000);
    return (now - started) / 1000;
  };
  expect([repeats(), repeats(), repeats(), repeats(), repeats(), repeats()]).toEqual([0, 30, 60, 120, 240, 240]);
  outbox.acknowledge("bghghghghghghghgh", [[1, 1]]);
  expect(repeats()).toBe(30);
  outbox.close();
});

test("an earlier boot's messages are still sent under its own boot", async () => {
  const before = open();
  await before.put(messageForTests("camera"));
  before.close();
  const after = open({ bootId: "bpppppppppppppppp" });
  await after.put(messageForTests("camera"));
  expect(after.next(32).map((message) => read(message))).toMatchObject([
    { bootId: "bghghghghghghghgh", seq: 1 },
    { bootId: "bpppppppppppppppp", seq: 1 },
  ]);
  expect(after.acknowledge("bghghghghghghghgh", [[1, 9]])).toBe(1);
  expect(after.waiting().messages).toBe(1);
  after.close();
});

test("a full outbox throws away the oldest census and signal first, findings last, and counts what it threw away", async () => {
  const outbox = open({ maxBytes: 6000 });
  const text = "x".repeat(700);
  for (const kind of ["finding", "camera", "health", "signal", "census", "signal"] as const) {
    await outbox.put(messageForTests(kind, kind === "finding" ? findingForTests("finding-one") : { text }));
  }
  const kinds = () => [...readOutbox(folder)].map((lying) => read(lying).kind);
  expect(outbox.dropped()).toEqual({});
  await outbox.put(messageForTests("census", { text: "y".repeat(2600) }));
  expect(kinds()).toEqual(["finding", "camera", "health", "census"]);
  expect(outbox.dropped()).toEqual({ "outbox-signal": 2, "outbox-census": 1 });
  for (let i = 0; i < 12; i += 1) await outbox.put(messageForTests("finding", findingForTests(`finding-more-${i}`)));
  expect(new Set(kinds())).toEqual(new Set(["finding"]));
  expect(outbox.waiting().bytes).toBeLessThanOrEqual(6000);
  expect(outbox.dropped()).toMatchObject({ "outbox-health": 1, "outbox-camera": 1, "outbox-census": 2 });
  outbox.close();
});

test("a message beyond the contract's size is refused and keeps nothing else back", async () => {
  const outbox = open();
  const large = outbox.put(messageForTests("census", { text: "z".repeat(300_000) }));
  const small = outbox.put(messageForTests("census"));
  await expect(large).rejects.toThrow(MessageTooLargeError);
  await expect(small).resolves.toBe(2);
  outbox.close();
});

test("findings are remembered for a restarted radio process: those that have not ended, and for a day those that have and named somebody", async () => {
  const outbox = open();
  const told = () => outbox.toldFindings().map(({ findingId, state }) => `${findingId} ${state}`);
  const say = (id: string, over: Partial<Finding> = {}) =>
    outbox.put(messageForTests("finding", { ...findingForTests(id), ...over }));
  await say("finding-one");
  await say("finding-two");
  await say("finding-three");
  await say("finding-one", { state: "ended" });
  await say("finding-three", { state: "ended", transmitters: [], targets: [] });
  outbox.acknowledge("bghghghghghghghgh", [[1, 5]]);
  expect(told()).toEqual(["finding-one ended", "finding-two opened"]);
  await say("finding-one", { state: "ended", transmitters: [], targets: [], takenBack: true });
  expect(told()).toEqual(["finding-two opened"]);
  await say("finding-two", { state: "ended" });
  const nextDay = Date.parse(findingForTests("finding-two").lastHeardAt) + 25 * 3_600_000;
  await say("finding-four", { state: "ended", transmitters: [], lastHeardAt: new Date(nextDay).toISOString() });
  expect(told()).toEqual([]);
  outbox.close();
});

test("however many have ended, those that have not are told, and no more of either than a radio process has", async () => {
  const outbox = open();
  await outbox.put(messageForTests("finding", findingForTests("open")));
  const ended = Array.from({ length: 600 }, (_, id) => findingForTests(`finding-${id}`, "ended"));
  await Promise.all(ended.map((finding) => outbox.put(messageForTests("finding", finding))));
  const told = outbox.toldFindings();
  expect(told).toHaveLength(513);
  expect(told.at(-1)?.findingId).toBe("open");
  outbox.close();
});

test("no more open findings are remembered than a radio process has", async () => {
  const outbox = open();
  const heard = (id: number) => ({
    ...findingForTests(`finding-${id}`),
    lastHeardAt: new Date(now + id).toISOString(),
  });
  await Promise.all(Array.from({ length: 600 }, (_, id) => outbox.put(messageForTests("finding", heard(id)))));
  const told = outbox.toldFindings();
  expect(told).toHaveLength(512);
  expect(told[0]?.findingId).toBe("finding-88");
  outbox.close();
});

test("what a restarted radio process is told has a bound in octets; the latest heard stay", async () => {
  const outbox = open();
  const large = (id: number) => ({
    ...findingForTests(`finding-${id}`),
    lastHeardAt: new Date(now + id).toISOString(),
    transmitters: Array.from({ length: 10_000 }, () => "02:00:00:00:00:01"),
  });
  await Promise.all(Array.from({ length: 40 }, (_, id) => outbox.put(messageForTests("finding", large(id)))));
  const told = outbox.toldFindings();
  expect(JSON.stringify(told).length).toBeLessThan(4_194_304 + 100);
  expect(told.length).toBeGreaterThan(15);
  expect(told.at(-1)?.findingId).toBe("finding-39");
  outbox.close();
});

test("a line that comes again is kept once, after a restart of the supervisor too", async () => {
  const origin = (line: number, run = "run-1") => ({ part: "radio", run, line, openFrom: 1 });
  const finding = (id: number) => messageForTests("finding", findingForTests(`finding-${id}`));
  const before = open();
  await Promise.all([before.put(finding(1), origin(1)), before.put(finding(1), origin(1))]);
  await before.put(finding(3), origin(3));
  // What the collector has stored is still known.
  before.acknowledge("bghghghghghghghgh", [[1, 9]]);
  before.close();
  const after = open({ bootId: "bpppppppppppppppp" });
  for (const line of [1, 2, 3, 4]) await after.put(finding(line), origin(line));
  await after.put(finding(5), origin(1, "run-2"));
  const kept = () =>
    [...readOutbox(folder)].map(({ payload }) => (JSON.parse(payload) as { body: Finding }).body.findingId);
  expect(kept()).toEqual(["finding-2", "finding-4", "finding-5"]);
  after.close();
});

test("lines that their part no longer has are forgotten", async () => {
  const outbox = open();
  for (let line = 1; line <= 300; line += 1)
    await outbox.put(messageForTests("camera"), {
      part: "cameras",
      run: "run-1",
      line,
      openFrom: Math.max(1, line - 5),
    });
  outbox.close();
  const database = new Database(join(folder, OUTBOX_FILE), { readonly: true });
  expect(database.prepare("SELECT count(*) AS lines FROM kept_line").all()).toEqual([{ lines: 6 }]);
  database.close();
});

test("only the owner can read the files", async () => {
  const outbox = open();
  await outbox.put(messageForTests("finding", findingForTests("finding-one")));
  for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).mode & 0o077).toBe(0);
  outbox.close();
});

test("kill -9 in the middle of writing loses nothing that was reported as stored", async () => {
  const script = join(folder, "writer.mts");
  const here = (name: string) => JSON.stringify(fileURLToPath(new URL(name, import.meta.url)));
  writeFileSync(
    script,
    `import { Outbox } from ${here("./outbox.ts")};
     import { findingForTests, messageForTests } from ${here("./messages-for-tests.ts")};
     const outbox = new Outbox({ folder: ${JSON.stringify(join(folder, "box"))}, bootId: "bghghghghghghghgh", sensor: { venueId: "mall", sensorId: "north-gate" }, maxBytes: 2 ** 28, now: Date.now, monotonic: () => performance.now(), commitMilliseconds: 20 });
     for (let i = 0; ; i += 1) {
       const kind = i % 5 === 0 ? "finding" : "signal";
       void outbox.put(messageForTests(kind, kind === "finding" ? findingForTests("finding-" + (i % 7)) : {})).then((seq) => process.stdout.write(seq + "\\n"));
       if (i % 3 === 0) await new Promise((resolve) => setTimeout(resolve, 1));
     }`,
  );
  const child = spawn(process.execPath, ["--conditions=@probewarden/source", "--import", "tsx", script], {
    cwd: fileURLToPath(new URL("../../..", import.meta.url)),
    stdio: ["ignore", "pipe", "inherit"],
  });
  const reported: number[] = [];
  const lines = createInterface({ input: child.stdout });
  lines.on("line", (line) => {
    reported.push(Number(line));
    if (reported.length === 400) child.kill("SIGKILL");
  });
  await new Promise((resolve) => lines.once("close", resolve));
  const kept = new Set([...readOutbox(join(folder, "box"))].map((lying) => read(lying).seq));
  expect(reported.length).toBeGreaterThanOrEqual(400);
  expect(reported.filter((seq) => !kept.has(seq))).toEqual([]);
});
