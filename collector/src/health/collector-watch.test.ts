import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { SeriesStoreError } from "../store/series/series-error.ts";
import { openState, type StateStore } from "../store/state/open-state.ts";
import { CollectorWatch, type CollectorWatchParts } from "./collector-watch.ts";
import { problem } from "./problem.ts";
import { readCollectors } from "./read-collectors.ts";

const HOUR = 3_600_000;
let dataDir: string;
let state: StateStore;
let wall: number;
let steady: number;
beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), "collector-watch-"));
  state = await openState("sqlite:", dataDir);
  wall = Date.parse("2026-11-24T08:00:00.000Z");
  steady = 1_000;
});
afterEach(async () => {
  await state.close();
  rmSync(dataDir, { recursive: true, force: true });
});

const QUIET = { received: 0, stored: 0, duplicates: 0, refused: 0, deadLetters: 0 };

/** A collector that is well, but for what a test changes. */
function makeWatch(over: Partial<CollectorWatchParts> = {}): {
  watch: CollectorWatch;
  lines: string[];
  look: () => Promise<string[]>;
} {
  const lines: string[] = [];
  const watch = new CollectorWatch({
    name: "server:8080",
    version: "0.1.0",
    dataDir,
    state,
    stateFile: join(dataDir, "state.db"),
    places: { state: join(dataDir, "state.db"), series: join(dataDir, "series.db") },
    now: () => wall,
    steady: () => steady,
    canary: () => Promise.resolve(2),
    freeBytes: () => Promise.resolve(10_000_000_000),
    minimumFreeBytes: 1_000,
    intake: {
      problems: () => ({ refusing: false, faults: [] }),
      counters: () => QUIET as ReturnType<CollectorWatchParts["intake"]["counters"]>,
      waiting: () => ({ messages: 0, bytes: 0, oldestAt: undefined }),
      mended: () => undefined,
    },
    seriesTrouble: () => Promise.resolve(undefined),
    notices: () => Promise.resolve({ waiting: 0, failing: false }),
    heldBack: () => 0,
    replaced: () => undefined,
    log: {
      warn: (fields) => lines.push(`warn ${String((fields as { code: string }).code)}`),
      info: (fields) => lines.push(`info ${String((fields as { code: string }).code)}`),
    },
    ...over,
  });
  const look = async (): Promise<string[]> => {
    wall += 5_000;
    steady += 5_000;
    await watch.look();
    return watch.faults().map(({ code }) => code);
  };
  return { watch, lines, look };
}

test("a collector that is well says so, as a row that every collector of the database reads", async () => {
  const { watch, look, lines } = makeWatch();
  expect(await look()).toEqual([]);
  expect(watch.isRefusing()).toBe(false);
  const [row] = await readCollectors(state, wall);
  expect(row).toMatchObject({ name: "server:8080", state: "ready", disk: { writeMilliseconds: 2 }, faults: [] });
  expect(lines).toEqual([]);
});

test("collectors of one database that sign with different keys are told, until they have one", async () => {
  const [ours, theirs] = ["a".repeat(64), "b".repeat(64)];
  let key: string | undefined;
  const { look, watch } = makeWatch({ packageKey: () => key });
  const other = makeWatch({ name: "other:8080", packageKey: () => theirs });
  await other.look();
  // Who has no key yet signs with none.
  expect(await look()).toEqual([]);
  key = ours;
  expect(await look()).toEqual(["signing-keys-differ"]);
  expect(watch.faults()[0]?.facts).toEqual({ collectors: 1 });
  expect(watch.row()).toMatchObject({ packageKey: ours, state: "ready" });
  expect(await other.look()).toEqual(["signing-keys-differ"]);
  key = theirs;
  expect(await look()).toEqual([]);
  expect(await other.look()).toEqual([]);
  // One that was taken away is held against nobody.
  key = ours;
  for (let looks = 0; looks < 30; looks++) await look();
  expect(await look()).toEqual([]);
});

test("a disk that is slow once is not told, one that stays slow is, and it goes when it is fast again; each is one line", async () => {
  let writeMs = 9_000;
  const { watch, look, lines } = makeWatch({ canary: () => Promise.resolve(writeMs) });
  expect(await look()).toEqual([]);
  expect(await look()).toEqual(["disk-slow"]);
  expect(await look()).toEqual(["disk-slow"]);
  expect(watch.isRefusing()).toBe(false);
  writeMs = 3;
  expect(await look()).toEqual([]);
  expect(lines).toEqual(["warn disk-slow", "info disk-slow"]);
});

test("a look that does not come back is told while it lasts", async () => {
  let answer: (ms: number) => void = () => undefined;
  const { watch } = makeWatch({ canary: () => new Promise<number>((resolve) => (answer = resolve)) });
  const looking = watch.look();
  await vi.waitFor(() => expect(answer.length).toBe(1));
  steady += 30_000;
  expect(watch.faults()).toMatchObject([{ code: "disk-slow", facts: { seconds: 30 } }]);
  answer(1);
  await looking;
});

test.each([
  ["ENOSPC", "disk-full"],
  ["EROFS", "data-folder-read-only"],
  ["EACCES", "data-folder-read-only"],
  ["ENOENT", "data-folder-gone"],
])("a folder that answers %s is %s, nothing is taken, and it is taken again when it passes", async (code, said) => {
  let error: Error | undefined = Object.assign(new Error("no"), { code });
  const mended = vi.fn();
  const parts = makeWatch().watch;
  expect(parts.isRefusing()).toBe(false);
  const { watch, look } = makeWatch({
    canary: () => (error === undefined ? Promise.resolve(1) : Promise.reject(error)),
    intake: {
      problems: () => ({ refusing: false, faults: [] }),
      counters: () => QUIET as ReturnType<CollectorWatchParts["intake"]["counters"]>,
      waiting: () => ({ messages: 0, bytes: 0, oldestAt: undefined }),
      mended,
    },
  });
  expect(await look()).toEqual([said]);
  expect(watch.isRefusing()).toBe(true);
  expect(watch.row().state).toBe("refusing-data");
  expect(mended).not.toHaveBeenCalled();
  error = undefined;
  expect(await look()).toEqual([]);
  expect(watch.isRefusing()).toBe(false);
  expect(mended).toHaveBeenCalled();
});

test("little room is told before there is none", async () => {
  const { watch, look } = makeWatch({ freeBytes: () => Promise.resolve(999) });
  expect(await look()).toEqual(["disk-nearly-full"]);
  expect(watch.isRefusing()).toBe(true);
});

test.each([365 * 24 * HOUR, -3 * HOUR])(
  "a clock that jumps by %d ms is told, and nothing may be forgotten until it is right",
  async (jump) => {
    const { watch, look } = makeWatch();
    expect(await look()).toEqual([]);
    expect(watch.mayForget()).toBe(true);
    wall += jump;
    expect(await look()).toEqual(["clock-jumped"]);
    expect(watch.mayForget()).toBe(false);
    expect(watch.isRefusing()).toBe(false);
    wall -= jump;
    expect(await look()).toEqual([]);
    expect(watch.mayForget()).toBe(true);
  },
);

test("a clock that stood before what an earlier run wrote down is told at the start", async () => {
  const before = makeWatch().watch;
  await before.start();
  await before.stop();
  wall -= 2 * HOUR;
  const { watch } = makeWatch();
  await watch.start();
  expect(watch.faults().map(({ code }) => code)).toEqual(["clock-jumped"]);
  await watch.stop();
});

test("messages that wait too long are told, a store of levels that is away, notices that fail, and suspects without an alert", async () => {
  let isBad = true;
  const { look } = makeWatch({
    intake: {
      problems: () => ({ refusing: false, faults: isBad ? [problem("broker-away")] : [] }),
      counters: () => QUIET as ReturnType<CollectorWatchParts["intake"]["counters"]>,
      waiting: () => ({ messages: 900, bytes: 1, oldestAt: isBad ? wall - 60_000 : undefined }),
      mended: () => undefined,
    },
    seriesTrouble: () =>
      Promise.resolve(
        isBad
          ? new SeriesStoreError("unavailable", "away", {
              cause: Object.assign(new Error("x"), { code: "SQLITE_CORRUPT" }),
            })
          : undefined,
      ),
    notices: () => Promise.resolve({ waiting: 3, failing: isBad }),
    heldBack: () => (isBad ? 7 : 0),
  });
  await look();
  expect((await look()).toSorted()).toEqual([
    "alerts-held-back",
    "broker-away",
    "ingest-behind",
    "notices-fail",
    "series-file-damaged",
  ]);
  isBad = false;
  expect(await look()).toEqual([]);
});

test("faults are bounded, and what keeps data from being taken stands first", async () => {
  const { watch, look } = makeWatch({
    freeBytes: () => Promise.resolve(0),
    heldBack: () => 1,
    notices: () => Promise.resolve({ waiting: 1, failing: true }),
  });
  await look();
  expect(watch.faults().map(({ code }) => code)[0]).toBe("disk-nearly-full");
  expect(watch.faults().length).toBeLessThanOrEqual(16);
});
