import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SignalRow } from "@probewarden/contract";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openSqliteFile } from "../state/sqlite-file.ts";
import { HEARD_MINUTES, LATEST_LEVELS, LISTENED_MINUTES } from "./sqlite-heard-minutes.ts";
import { SqliteReadThread } from "./sqlite-read-thread.ts";
import { SqliteSeries } from "./sqlite-series.ts";
import { writeLevels } from "./test-series.ts";

const HOUR = 3_600_000;
const NOW = Math.floor(Date.now() / HOUR) * HOUR;
const KEEP = { rawHours: 48, fiveMinuteDays: 30, hourDays: 365 };
const ADDRESS = "02:00:00:aa:bb:01";

const level = (atMs: number, over: Partial<SignalRow> = {}): SignalRow => ({
  minute: new Date(atMs).toISOString(),
  transmitter: ADDRESS,
  role: "resident",
  channelMhz: 2437,
  frames: 10,
  medianDbm: -60,
  p10Dbm: -65,
  p90Dbm: -55,
  ...over,
});

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sqlite-series-"));
  path = join(folder, "series.db");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function filled(rows: SignalRow[], sensors = 1): Promise<SqliteSeries> {
  const store = new SqliteSeries(path);
  await store.start();
  for (let sensor = 0; sensor < sensors; sensor += 1) await writeLevels(store, "mall", `s-${sensor}`, rows);
  return store;
}

/** Rows of a table, read beside the store. */
function rowsOf(table: string): Record<string, unknown>[] {
  const database = openSqliteFile(path);
  const rows = database.prepare(`SELECT * FROM ${table}`).all() as Record<string, unknown>[];
  database.close();
  return rows;
}

test("more reads than the thread may hold are refused, and those before them are answered", async () => {
  const store = await filled([level(NOW)], 3);
  const thread = new SqliteReadThread(path, 2);
  const ask = () => thread.levels("mall", [ADDRESS], NOW - HOUR, NOW + HOUR, 500);
  const asked = await Promise.allSettled([ask(), ask(), ask()]);
  expect(asked.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "rejected"]);
  expect(asked[2]).toMatchObject({ reason: { kind: "unavailable", message: expect.stringMatching(/2 reads/) } });
  expect(await ask()).toHaveLength(3);
  await thread.stop();
  await store.stop();
});

test("a thread that cannot read fails its reads, and the next read starts another", async () => {
  const thread = new SqliteReadThread(path);
  await expect(thread.residents("mall", "s-0", 0, NOW + HOUR, 10)).rejects.toMatchObject({ kind: "unavailable" });
  const store = await filled([level(NOW)]);
  expect(await thread.residents("mall", "s-0", 0, NOW + HOUR, 10)).toHaveLength(1);
  await thread.stop();
  await store.stop();
});

test("a store that stops ends the reads under way instead of waiting for them", async () => {
  const store = await filled([level(NOW)], 50);
  const reads = Array.from({ length: 20 }, () => store.levels("mall", [ADDRESS], NOW - HOUR, NOW + HOUR, 500));
  const ended = Promise.allSettled(reads);
  await store.stop();
  for (const read of await ended)
    if (read.status === "rejected") expect(read.reason).toMatchObject({ kind: "unavailable" });
});

test("many transmitters, and one with a clock that is decades ahead, are read like a few", async () => {
  const many = Array.from({ length: 40 }, (_, index) => `02:00:00:00:00:${(index + 1).toString(16).padStart(2, "0")}`);
  const ahead = Date.parse("2099-01-01T00:00:00Z");
  const store = await filled([...many.map((transmitter) => level(NOW, { transmitter })), level(ahead)]);
  const [all] = await store.levels("mall", many, NOW - HOUR, NOW + HOUR, 500);
  expect(all?.points).toEqual([[NOW, -65, -60, -55, 400]]);
  const [one] = await store.levels("mall", many.slice(0, 1), 0, ahead + HOUR, 500);
  expect(one?.points).toEqual([[expect.any(Number), -65, -60, -55, 10]]);
  expect(await store.latestLevels("mall", many, NOW, NOW + HOUR)).toHaveLength(40);
  // What is in the future is not the latest.
  expect(await store.latestLevels("mall", [ADDRESS], NOW, NOW + HOUR)).toEqual([]);
  await store.stop();
});

test("an address or a name of which no level is left is forgotten; what is still heard stays", async () => {
  const old = { transmitter: "02:00:00:aa:bb:02", name: "6f6c64" };
  const store = await filled([level(NOW - 400 * 24 * HOUR, old), level(NOW - 60 * HOUR, { name: "6d6964" })]);
  await writeLevels(store, "mall", "s-0", [level(NOW, { transmitter: "02:00:00:aa:bb:03", name: "6e6577" })]);
  await store.retain(NOW, KEEP);
  expect(rowsOf("transmitters").map(({ address }) => address)).toEqual([ADDRESS, "02:00:00:aa:bb:03"]);
  expect(rowsOf("names").map(({ hex }) => hex)).toEqual(["6e6577"]);
  // The address that was forgotten comes back as if it were new.
  await writeLevels(store, "mall", "s-0", [level(NOW, old)]);
  expect(await store.residents("mall", "s-0", NOW, NOW + HOUR, 10)).toHaveLength(2);
  await store.stop();
});

test("to forget goes piece by piece, so that others have their turn in between", async () => {
  const rows = Array.from({ length: 10 }, (_, hour) => level(NOW - (60 + hour) * HOUR));
  const store = await filled(rows, 4);
  let turns = 0;
  let turn = setImmediate(function again() {
    turns += 1;
    turn = setImmediate(again);
  });
  expect(await store.retain(NOW, KEEP)).toBe(40);
  clearImmediate(turn);
  expect(turns).toBeGreaterThanOrEqual(30);
  expect(rowsOf("signal_1m")).toEqual([]);
  expect(rowsOf("signal_5m")).toHaveLength(40);
  await store.stop();
});

test("a file of an earlier version is brought up to date, and forgets nothing for it", async () => {
  const earlier = openSqliteFile(path);
  earlier.exec(`CREATE TABLE transmitters (id INTEGER PRIMARY KEY, address TEXT NOT NULL UNIQUE);
    CREATE TABLE names (id INTEGER PRIMARY KEY, hex TEXT NOT NULL UNIQUE);
    INSERT INTO transmitters VALUES (1, '${ADDRESS}')`);
  earlier.close();
  const store = await filled([level(NOW - HOUR)]);
  await store.retain(NOW, KEEP);
  const residents = () => store.residents("mall", "s-0", NOW - 2 * HOUR, NOW, 10);
  expect(await residents()).toMatchObject([{ transmitter: ADDRESS, role: "resident" }]);
  // Roles were words.
  const again = openSqliteFile(path);
  again.exec("UPDATE signal_1m SET role = 'venue'");
  again.close();
  expect(await residents()).toMatchObject([{ transmitter: ADDRESS, role: "venue" }]);
  await store.stop();
});

test("who heard a box is looked up, however many sensors did not", async () => {
  const store = await filled([]);
  const database = openSqliteFile(path);
  for (const sql of [HEARD_MINUTES, LATEST_LEVELS, LISTENED_MINUTES]) {
    const plan = database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(["mall", 0, 60, "[]"]) as { detail: string }[];
    const scanned = plan.flatMap(({ detail }) => /^SCAN (\S+)/.exec(detail)?.[1] ?? []);
    expect(
      scanned.filter(
        (name) => !["wanted", "minute", "heard", "CONSTANT"].includes(name) && !name.startsWith("(subquery"),
      ),
    ).toEqual([]);
  }
  database.close();
  await store.stop();
});

test("roll-ups are the same whether one transmitter is written or many", async () => {
  const at = NOW - 2 * HOUR;
  const box = (index: number): string => `02:00:00:00:00:0${index}`;
  const rows = Array.from({ length: 60 }, (_, index) =>
    level(at + (index % 12) * 60_000, { transmitter: box(index % 5), frames: 1 + index, medianDbm: -40 - index }),
  );
  const store = await filled(rows);
  for (const row of rows) await writeLevels(store, "mall", "one-by-one", [row]);
  for (const table of ["signal_5m", "signal_1h"]) {
    const of = (sensor: number): object[] =>
      rowsOf(table).flatMap(({ sensor: its, median, ...row }) =>
        its === sensor ? [{ ...row, median: Number(median).toFixed(9) }] : [],
      );
    expect(of(2)).toEqual(of(1));
    expect(of(1)).toHaveLength(table === "signal_5m" ? 15 : 5);
  }
  await store.stop();
});
