import { execFileSync } from "node:child_process";
import {
  closeSync,
  copyFileSync,
  cpSync,
  openSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { OwnDisk, describeWithDisks } from "@probewarden/cli/own-disk-for-tests";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { openState } from "../store/state/open-state.ts";
import { makeVenue, sendUntilAcked, type TestVenue } from "./test-venue.ts";

const SLOW = { timeout: 90_000 };

/** Findings that the state of a folder holds. */
async function stored({ config, dataDir }: TestVenue): Promise<number[]> {
  const state = await openState(config.state.url, dataDir);
  const rows = await state.db.selectFrom("findings").select("seq").orderBy("seq").execute();
  await state.close();
  return rows.map(({ seq }) => seq);
}

/** Overwrites pages of a file with what no page begins with. */
function spoil(path: string): void {
  const file = openSync(path, "r+");
  writeSync(file, Buffer.alloc(20 * 4096, 0xa5), 0, 20 * 4096, 4 * 4096);
  closeSync(file);
}

/** A collector that has stored one finding and was stopped. */
async function stoppedVenue(): Promise<TestVenue> {
  const venue = await makeVenue();
  const collector = await venue.start();
  await sendUntilAcked(await venue.sensor(), 1);
  await collector.stop();
  const state = await openState(venue.config.state.url, venue.dataDir);
  await state.settleErased();
  await state.close();
  // libsql lets go of a file when its last statement is collected, and writes into it once more then: not over what a test does to it.
  for (let turn = 0; turn < 3; turn++) {
    collectGarbage();
    await delay(20);
  }
  return venue;
}

describe("a collector that starts on a store that is broken", () => {
  test.each<[string, string, (path: string) => void]>([
    ["has bad pages", "state-file-damaged", spoil],
    ["is no database", "state-file-damaged", (path) => writeFileSync(path, "x".repeat(20_000))],
    ["is cut short", "state-file-damaged", (path) => truncateSync(path, Math.floor(statSync(path).size / 8192) * 4096)],
    ["is empty", "state-file-gone", (path) => truncateSync(path, 0)],
    ["is missing", "state-file-gone", (path) => rmSync(path)],
  ])("whose state.db %s says %s, and goes to work when the file is back", SLOW, async (_what, code, harm) => {
    const venue = await stoppedVenue();
    const path = join(venue.dataDir, "state.db");
    copyFileSync(path, join(venue.dataDir, "..", "copy.db"));
    for (const beside of ["-wal", "-shm"]) rmSync(path + beside, { force: true });
    harm(path);
    await venue.start();
    const health = await venue.health();
    expect(health).toMatchObject({ status: 503, state: "refusing-data", faults: [{ code }] });
    expect(health.faults[0]?.text).toMatch(/backup/);
    await expect(venue.sensor()).rejects.toThrow();

    // At once, as `restore` does it: a collector that looks meanwhile must not find half of it.
    renameSync(join(venue.dataDir, "..", "copy.db"), path);
    await venue.untilReady();
    await sendUntilAcked(await venue.sensor(), 2);
    expect(await stored(venue)).toEqual([1, 2]);
  });

  test(
    "whose series.db has bad pages takes findings, refuses levels, and says so until the file is back",
    SLOW,
    async () => {
      const venue = await stoppedVenue();
      const path = join(venue.dataDir, "series.db");
      for (const beside of ["-wal", "-shm"]) rmSync(path + beside, { force: true });
      writeFileSync(path, "x".repeat(20_000));
      await venue.start();
      await venue.untilFault("series-file-damaged");
      expect((await venue.health()).status).toBe(200);
      await sendUntilAcked(await venue.sensor(), 2);
      rmSync(path);
      await venue.untilFault("series-file-gone");
      rmSync(`${path}.made`);
      await expect.poll(async () => (await venue.health()).faults, SLOW).toEqual([]);
    },
  );
});

describe("a collector at work", () => {
  test("whose data folder is moved away acknowledges nothing, and goes on when it is back", SLOW, async () => {
    const venue = await makeVenue();
    await venue.start();
    const sensor = await venue.sensor();
    await sendUntilAcked(sensor, 1);
    renameSync(venue.dataDir, `${venue.dataDir}-away`);
    await sensor.send(2);
    await delay(500);
    expect(sensor.acked.has(2)).toBe(false);
    const health = await venue.health();
    expect(health.status).toBe(503);
    // What lies in the folder may have been missed meanwhile too; the folder comes first.
    expect(health.faults[0]?.code).toBe("data-folder-gone");
    renameSync(`${venue.dataDir}-away`, venue.dataDir);
    await sendUntilAcked(sensor, 2);
    await venue.untilReady();
    expect(await stored(venue)).toEqual([1, 2]);
  });

  test(
    "whose data folder is deleted goes on with a copy that is put in its place, and what came meanwhile comes again",
    SLOW,
    async () => {
      const venue = await makeVenue();
      await venue.start();
      const sensor = await venue.sensor();
      await sendUntilAcked(sensor, 1);
      const state = await openState(venue.config.state.url, venue.dataDir);
      await state.settleErased();
      await state.close();
      cpSync(venue.dataDir, `${venue.dataDir}-copy`, { recursive: true });
      rmSync(venue.dataDir, { recursive: true });
      await sensor.send(2);
      await venue.untilFault("data-folder-gone");
      expect(sensor.acked.has(2)).toBe(false);
      renameSync(`${venue.dataDir}-copy`, venue.dataDir);
      await sendUntilAcked(sensor, 2);
      await venue.untilReady();
      expect(await stored(venue)).toEqual([1, 2]);
    },
  );

  test("whose state.db alone is deleted says so", SLOW, async () => {
    const venue = await makeVenue();
    await venue.start();
    const sensor = await venue.sensor();
    await sendUntilAcked(sensor, 1);
    rmSync(join(venue.dataDir, "state.db"));
    await sensor.send(2);
    await venue.untilFault("state-file-gone");
    expect(sensor.acked.has(2)).toBe(false);
  });

  test("that finds an older state than it had says how much of the record is missing", SLOW, async () => {
    const venue = await stoppedVenue();
    const path = join(venue.dataDir, "state.db");
    writeFileSync(`${path}.made`, "This file remembers.\ntick 500\n");
    await venue.start();
    await venue.untilFault("state-went-back");
    expect((await venue.health()).status).toBe(200);
  });

  test.each([
    ["lost", 0],
    ["cut in the middle of a page", 6_000],
  ])(
    "whose write-ahead log was %s says that the end of the record is missing, and takes what comes",
    SLOW,
    async (_how, octets) => {
      const venue = await makeVenue();
      const collector = await venue.start();
      await sendUntilAcked(await venue.sensor(), 1);
      // What lies on the disk in the middle of the work, as after a power cut on a disk that lied about its cache.
      const asItLay = `${venue.dataDir}-as-it-lay`;
      await vi.waitFor(
        () => expect(readFileSync(join(venue.dataDir, "state.db.made"), "utf8")).toMatch(/tick [2-9]/),
        SLOW,
      );
      cpSync(venue.dataDir, asItLay, { recursive: true });
      await collector.stop();
      rmSync(venue.dataDir, { recursive: true });
      renameSync(asItLay, venue.dataDir);
      rmSync(join(venue.dataDir, "state.db-shm"), { force: true });
      truncateSync(join(venue.dataDir, "state.db-wal"), octets);
      await venue.start();
      await venue.untilFault("state-went-back");
      expect((await venue.health()).status).toBe(200);
      await sendUntilAcked(await venue.sensor(), 2);
    },
  );

  test("keeps its files to itself although the umask would show them to everybody", SLOW, async () => {
    const before = process.umask(0);
    onTestFinished(() => void process.umask(before));
    const venue = await makeVenue();
    await venue.start();
    await sendUntilAcked(await venue.sensor(), 1);
    expect(statSync(venue.dataDir).mode & 0o777).toBe(0o700);
    const open = readdirSync(venue.dataDir).filter((name) => (statSync(join(venue.dataDir, name)).mode & 0o077) !== 0);
    expect(open).toEqual([]);
  });
});

/** Node shows its collector only to who asks for it. */
function collectGarbage(): void {
  setFlagsFromString("--expose-gc");
  runInNewContext("gc()");
}

describeWithDisks("a read-only disk", import.meta.url, () => {
  test("is said at the start, and the collector goes to work when it takes writes again", SLOW, async () => {
    const disk = new OwnDisk(64 * 1024 * 1024);
    onTestFinished(() => disk.unmount());
    const venue = await makeVenue(disk.folder);
    execFileSync("sync");
    // libsql lets go of a file when its last statement is collected; a mount with files open for writing stays as it is.
    await vi.waitFor(() => {
      collectGarbage();
      disk.makeReadOnly();
    }, SLOW);
    await venue.start();
    expect(await venue.health()).toMatchObject({ status: 503, faults: [{ code: "data-folder-read-only" }] });
    disk.makeWritable();
    await venue.untilReady();
    await sendUntilAcked(await venue.sensor(), 1);
  });
});
