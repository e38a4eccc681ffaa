import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Politeness, type PacketKey } from "./politeness.ts";

let folder: string;
let file: string;
let now = 1_000_000_000_000;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "pw-budget-"));
  file = join(folder, "cameras", "budget.json");
});
afterEach(() => rm(folder, { recursive: true }));

const LAN: PacketKey = "interface 10.0.0.2";
const polite = (dataDir: string | undefined = folder): Politeness => new Politeness(dataDir, () => now);
const take = async (budget: Politeness, key: PacketKey = LAN, wanted = 6): Promise<number | undefined> =>
  (await budget.reserve([key], wanted)).get(key);

test("six packets go out on an interface in ten minutes, then again six", async () => {
  const budget = polite(undefined);
  expect(await take(budget)).toBe(6);
  now += 9 * 60_000;
  expect(await take(budget)).toBe(0);
  now += 60_000;
  expect(await take(budget)).toBe(6);
});

test("the service and the command line share one budget, and a restart does not forget it", async () => {
  expect(await take(polite(), LAN, 4)).toBe(4);
  expect(await take(polite())).toBe(2);
  expect(await take(polite())).toBe(0);
  expect(await take(polite(), "interface 10.0.0.3")).toBe(6);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(await readdir(join(folder, "cameras"))).toEqual(["budget.json"]);
});

test("what was not sent is put back", async () => {
  const budget = polite();
  await take(budget);
  await budget.giveBack(new Map([[LAN, 5]]));
  expect(await take(polite())).toBe(5);
});

test("of many at once no two get the same packet", async () => {
  const granted = await Promise.all(Array.from({ length: 20 }, () => take(polite(), LAN, 1)));
  expect(granted.filter((packets) => packets === 1)).toHaveLength(6);
});

test("of two processes at once neither gets more than is left", async () => {
  const script = `
    const { Politeness } = await import(${JSON.stringify(new URL("politeness.ts", import.meta.url).href)});
    const budget = new Politeness(${JSON.stringify(folder)}, () => ${now});
    let got = 0;
    for (let n = 0; n < 10; n++) got += (await budget.reserve(["${LAN}"], 1)).get("${LAN}");
    console.log(got);`;
  const root = fileURLToPath(new URL("../../../", import.meta.url));
  const runs = [1, 2].map(async () => {
    const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script], { cwd: root });
    let said = "";
    child.stdout.on("data", (chunk: Buffer) => (said += chunk.toString()));
    await once(child, "close");
    return Number(said);
  });
  const [first = 0, second = 0] = await Promise.all(runs);
  expect(first + second).toBe(6);
});

test.each([
  "",
  "{",
  "null",
  "[]",
  '{"packets":1,"leaveAloneUntil":{}}',
  '{"packets":{"a":{}},"leaveAloneUntil":{}}',
  '{"packets":{}}',
  "\0\0\0\0",
  `"${"x".repeat(2_000_000)}"`,
])("a file that is none of ours (%#) is told, and written anew", async (text) => {
  await mkdir(join(folder, "cameras"));
  await writeFile(file, text);
  const budget = polite();
  expect(await take(budget)).toBe(6);
  expect([...budget.problems]).toEqual(["budget-unreadable"]);
  expect(await take(polite())).toBe(0);
});

test("times out of the future, of a clock that was wrong, silence the sensor no longer than they would have", async () => {
  await mkdir(join(folder, "cameras"));
  const packets = { [LAN]: Array.from({ length: 6 }, () => now + 9e9) };
  await writeFile(file, JSON.stringify({ packets, leaveAloneUntil: { "10.0.0.9 none": now + 9e9 } }));
  expect(await take(polite())).toBe(0);
  now += 10 * 60_000;
  expect(await take(polite())).toBe(6);
  expect((await polite().resting())("10.0.0.9")).toBe(true);
  now += 24 * 3_600_000;
  expect((await polite().resting())("10.0.0.9")).toBe(false);
});

test.each([1_000, 3_600_000, 10 * 31_536_000_000])(
  "a clock that is set back by %i ms sends no packet anew, and asks no account again that is locked",
  async (back) => {
    expect(await take(polite())).toBe(6);
    await polite().leaveAlone("10.0.0.9");
    expect(await polite().takeAttempt("10.0.0.9", "auditor")).toBe(true);
    expect(await polite().beginVisit("10.0.0.8")).toBe(true);
    now -= back;
    expect(await take(polite())).toBe(0);
    expect((await polite().resting())("10.0.0.9")).toBe(true);
    expect(await polite().takeAttempt("10.0.0.9", "auditor")).toBe(false);
    expect(await polite().beginVisit("10.0.0.8", AbortSignal.timeout(300))).toBe(false);
    now += 10 * 60_000;
    expect(await take(polite())).toBe(6);
    now += 24 * 3_600_000;
    expect((await polite().resting())("10.0.0.9")).toBe(false);
  },
);

test("a disk that takes nothing is told, and the budget holds in memory", async () => {
  await writeFile(join(folder, "cameras"), "a file where the folder should be");
  const budget = polite();
  expect(await take(budget)).toBe(6);
  expect(await take(budget)).toBe(0);
  expect([...budget.problems]).toEqual(["budget-not-kept"]);
});

test("a lock that a process left behind is taken over", async () => {
  await mkdir(join(folder, "cameras"));
  await writeFile(`${file}.lock`, "");
  const long = new Date(Date.now() - 60_000);
  await utimes(`${file}.lock`, long, long);
  const budget = polite();
  expect(await take(budget)).toBe(6);
  expect([...budget.problems]).toEqual([]);
});

test("an account that is locked is left alone for a day, by all processes, and no other account", async () => {
  await polite().leaveAlone("10.0.0.9");
  expect((await polite().resting())("10.0.0.9")).toBe(true);
  expect((await polite().resting())("10.0.0.8")).toBe(false);
  expect((await polite().resting("auditor"))("10.0.0.9")).toBe(false);
  now += 24 * 3_600_000;
  expect((await polite().resting())("10.0.0.9")).toBe(false);
});

test("a visit that is renewed stays one, however long it takes, and no other process begins one beside it", async () => {
  const ours = polite();
  expect(await ours.beginVisit("10.0.0.9")).toBe(true);
  for (let minute = 0; minute < 5; minute++) {
    now += 50_000;
    await ours.renewVisit("10.0.0.9");
  }
  now += 50_000;
  const waiting = new AbortController();
  const other = polite().beginVisit("10.0.0.9", waiting.signal);
  setTimeout(() => waiting.abort(), 300);
  expect(await other).toBe(false);
});

test("of two processes one at a time visits an address, and a visit of a process that is gone ends by itself", async () => {
  expect(await polite().beginVisit("10.0.0.9")).toBe(true);
  expect(await polite().beginVisit("10.0.0.8")).toBe(true);
  let begun = false;
  const second = polite()
    .beginVisit("10.0.0.9")
    .then(() => (begun = true));
  await sleep(400);
  expect(begun).toBe(false);
  await polite().endVisit("10.0.0.9");
  expect(await second).toBe(true);
  now += 60_000;
  expect(await polite().beginVisit("10.0.0.9")).toBe(true);
});

test("waiting for another process's visit ends with the signal", async () => {
  await polite().beginVisit("10.0.0.9");
  expect(await polite().beginVisit("10.0.0.9", AbortSignal.timeout(300))).toBe(false);
});

test("the file is bounded, and the newest stays", async () => {
  const budget = polite();
  const hosts = Array.from({ length: 6_000 }, (_, n) => `host 10.0.${n >> 8}.${n & 255}:3702` as const);
  await budget.reserve(hosts.slice(0, 3_000), 6);
  now += 1;
  await budget.reserve(hosts.slice(3_000), 6);
  const { packets } = JSON.parse(await readFile(file, "utf8")) as { packets: Record<string, number[]> };
  expect(Object.keys(packets)).toHaveLength(4_096);
  expect(packets[hosts.at(-1) ?? ""]).toHaveLength(6);
  // However many answer, what went to the group is not forgotten.
  expect(await take(polite())).toBe(6);
  now += 1;
  await polite().reserve(hosts, 1);
  expect(await take(polite())).toBe(0);
  expect((await stat(file)).size).toBeLessThan(1024 * 1024);
});
