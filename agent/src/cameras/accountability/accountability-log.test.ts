import { appendFile, mkdir, mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { AccountabilityLog } from "./accountability-log.ts";
import { CallLog } from "./call-log.ts";
import type { LogEntry, SentEntry } from "./log-entry.ts";

let dataDir = "";
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "pw-accountability-"));
});
afterEach(() => rm(dataDir, { recursive: true }));

const entry = (address: string): SentEntry => ({
  at: new Date(0).toISOString(),
  address,
  port: 80,
  tls: false,
  method: "GET",
  path: "/",
  account: false,
});
async function entriesOf(log: AccountabilityLog): Promise<LogEntry[]> {
  const found: LogEntry[] = [];
  for await (const each of log.entries()) found.push(each);
  return found;
}
const addressesOf = (entries: readonly LogEntry[]): unknown[] =>
  entries.map((each) => ("address" in each ? each.address : undefined));

test("entries stand in the order in which they were given, whichever process wrote them, and a line that is none is passed over", async () => {
  const [service, commandLine] = [new AccountabilityLog(dataDir), new AccountabilityLog(dataDir)];
  expect(await service.write([entry("10.0.0.1"), entry("10.0.0.2")])).toBe(true);
  await appendFile(join(dataDir, "cameras", "audit.log"), '{"at":"1970-01-01T00:0\n');
  await commandLine.write([entry("10.0.0.3")]);
  await Promise.all([service.write([entry("10.0.0.4")]), service.write([entry("10.0.0.5")])]);
  expect(addressesOf(await entriesOf(service))).toEqual(["10.0.0.1", "10.0.0.2", "10.0.0.3", "10.0.0.4", "10.0.0.5"]);
});

test("the log is bounded: a full file is put aside, the newest entries stay and the oldest file goes", async () => {
  const bounds = { fileOctets: 1_000, files: 3 };
  const logs = [new AccountabilityLog(dataDir, undefined, bounds), new AccountabilityLog(dataDir, undefined, bounds)];
  for (let at = 0; at < 200; at++) await logs[at % 2]?.write([entry(`10.0.0.${at}`)]);
  const names = await readdir(join(dataDir, "cameras"));
  expect(names.toSorted()).toEqual(["audit.log", "audit.log.1", "audit.log.2"]);
  for (const name of names)
    expect((await stat(join(dataDir, "cameras", name))).size).toBeLessThan(bounds.fileOctets + 200);
  const kept = addressesOf(await entriesOf(new AccountabilityLog(dataDir, undefined, bounds)));
  expect(kept.length).toBeGreaterThan(15);
  expect(kept).toEqual(Array.from({ length: kept.length }, (_, at) => `10.0.0.${200 - kept.length + at}`));
});

test("what is not on the disk is not said to be, and is no evidence", async () => {
  await mkdir(join(dataDir, "cameras", "audit.log"), { recursive: true });
  const told: LogEntry[] = [];
  const log = new AccountabilityLog(dataDir, (entries) => void told.push(...entries));
  expect(await log.write([entry("10.0.0.1")])).toBe(false);
  await writeFile(join(dataDir, "none"), "");
  expect(await new AccountabilityLog(join(dataDir, "none")).write([entry("10.0.0.1")])).toBe(false);
  expect(told).toEqual([]);
});

test("an address that does not prove to be a camera is a number; one that does is written with what was sent before its proof", async () => {
  let now = 0;
  const log = new AccountabilityLog(dataDir);
  const calls = new CallLog(
    log,
    () => now,
    () => expect.unreachable(),
  );
  const to = (address: string) =>
    ({ target: { address, port: 80, secure: false, path: "/x" }, method: "POST", call: "GetServices" }) as const;
  const [phone, camera, named] = [calls.at(false), calls.at(false), calls.at(true)];
  expect([await phone.tell(to("10.0.0.7")), await camera.tell(to("10.0.0.8"))]).toEqual([true, true]);
  expect(await entriesOf(log)).toEqual([]);
  await named.tell(to("10.0.0.9"));
  now = 1_000;
  await camera.proven();
  await camera.tell(to("10.0.0.8"));
  for (const each of [phone, camera, named]) each.end();
  const entries = await entriesOf(log);
  expect(addressesOf(entries)).toEqual(["10.0.0.9", "10.0.0.8", "10.0.0.8"]);
  expect(entries.map(({ at }) => at)).toEqual([0, 0, 1_000].map((at) => new Date(at).toISOString()));
  expect(calls.counts).toEqual({ callsToCameras: 3, callsToOthers: 1, others: 1 });
});

test("what cannot be written down is told as what it is: a call that was not made, and calls that were made before the proof", async () => {
  await writeFile(join(dataDir, "none"), "");
  const counts: Record<string, number> = {};
  const calls = new CallLog(
    new AccountabilityLog(join(dataDir, "none")),
    () => 0,
    (reason, times = 1) => {
      counts[reason] = (counts[reason] ?? 0) + times;
    },
  );
  const to = { target: { address: "10.0.0.7", port: 80, secure: false, path: "/x" }, method: "GET" } as const;
  const [named, found] = [calls.at(true), calls.at(false)];
  expect(await named.tell(to)).toBe(false);
  expect(counts).toEqual({ "not-written-down-call": 1 });
  expect([await found.tell(to), await found.tell(to)]).toEqual([true, true]);
  await found.proven();
  expect(counts).toEqual({ "not-written-down-call": 1, "not-written-down-made": 2 });
  expect(await found.tell(to)).toBe(false);
  expect(counts["not-written-down-call"]).toBe(2);
  expect(calls.counts).toEqual({ callsToCameras: 0, callsToOthers: 0, others: 0 });
});
