import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { HealthProblem } from "@probewarden/contract";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { findingForTests, messageForTests } from "./messages-for-tests.ts";
import { OUTBOX_FILE, readOutbox } from "./outbox-database.ts";
import { Outbox } from "./outbox.ts";
import { unreadableFiles } from "./unreadable-files.ts";

const PAGE = 4096;
const FINDINGS = 60;

let folder: string;
let file: string;
let now: number;
let told: HealthProblem[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "probewarden-outbox-"));
  file = join(folder, OUTBOX_FILE);
  now = Date.parse("2026-11-24T10:00:00.000Z");
  told = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const open = (bootId = "bghghghghghghghgh") =>
  new Outbox({
    folder,
    bootId,
    sensor: { venueId: "mall", sensorId: "north-gate" },
    maxBytes: 2 ** 28,
    now: () => now,
    monotonic: () => 0,
    commitMilliseconds: 5,
    tell: (problem) => told.push(problem),
  });
const put = (outbox: Outbox, id: number | string) =>
  outbox.put(messageForTests("finding", findingForTests(`finding-${id}`)));
const fill = async (): Promise<void> => {
  const outbox = open();
  for (let id = 1; id <= FINDINGS; id += 1) await put(outbox, id);
  outbox.close();
  closeForGood();
};
const kept = (): number[] => [...readOutbox(folder)].map(({ payload }) => (JSON.parse(payload) as { seq: number }).seq);
/** libsql closes a file when its statements are collected: what a power cut or another process would find is on the disk only then. */
const closeForGood = (): void => {
  setFlagsFromString("--expose-gc");
  (runInNewContext("gc") as () => void)();
};
const change = (edit: (bytes: Buffer) => Buffer): void => writeFileSync(file, edit(readFileSync(file)));

describe("a file that the disk has damaged", () => {
  /** What was done to the file, how it is called, and how many of the findings can still be read. */
  test.each([
    ["every page but the first two is full of noise", (b: Buffer) => b.fill(0xa5, 2 * PAGE), "bad-page", 0],
    ["a page in the middle is noise", (b: Buffer) => b.fill(0xff, 9 * PAGE, 10 * PAGE), "bad-page", FINDINGS - 12],
    ["the schema is gone", (b: Buffer) => b.fill(0xff, 200, PAGE), "bad-page", 0],
    ["the header is gone", (b: Buffer) => b.fill(0, 0, 100), "not-a-database", 0],
    ["it is text", () => Buffer.from("no database\n".repeat(999)), "not-a-database", 0],
    ["it is empty", () => Buffer.alloc(0), "not-a-database", 0],
    ["it is one octet", () => Buffer.from("S"), "not-a-database", 0],
    [
      "its second half is missing",
      (b: Buffer) => b.subarray(0, Math.floor(b.length / PAGE / 2) * PAGE),
      "ends-early",
      1,
    ],
    ["it ends within a page", (b: Buffer) => b.subarray(0, b.length - 2 * PAGE - 100), "ends-early", FINDINGS - 30],
  ] as const)(
    "%s: it is set aside, what can be read is saved, and the sensor goes on",
    async (_what, edit, cause, saved) => {
      await fill();
      change(edit);
      const outbox = open("bpppppppppppppppp");
      expect(unreadableFiles(folder)).toEqual(["outbox.sqlite.unreadable-2026-11-24T10-00-00-000Z"]);
      const [problem] = outbox.problems();
      expect(problem).toMatchObject({ code: "outbox-unreadable", facts: { cause } });
      expect(told).toEqual([problem]);
      const messages = problem?.facts?.["messages"] as number;
      expect(messages).toBeGreaterThanOrEqual(saved);
      expect(outbox.waiting().messages).toBe(messages);
      await put(outbox, "new");
      expect(outbox.next(1000).length).toBe(messages + 1);
      outbox.close();
      expect(kept()).toHaveLength(messages + 1);
    },
  );

  test("a restart tells it again and saves nothing twice; after seven days the file is gone and nothing more is told", async () => {
    await fill();
    change((bytes) => bytes.fill(0xff, 9 * PAGE, 10 * PAGE));
    const first = open();
    const saved = first.waiting().messages;
    first.acknowledge("bghghghghghghghgh", [[1, 10]]);
    first.close();
    const second = open();
    expect(second.waiting().messages).toBeLessThan(saved);
    expect(second.problems()).toMatchObject([{ code: "outbox-unreadable" }]);
    second.close();
    expect(told).toHaveLength(1);
    // The age of a file is the disk's word, and the clock of this test is not the disk's.
    now = Date.now() + 8 * 86_400_000;
    const third = open();
    expect(third.problems()).toEqual([]);
    expect(unreadableFiles(folder)).toEqual([]);
    third.close();
  });

  test("a second damaged file takes the place of the first: a dying card is not filled with them", async () => {
    for (const day of [1, 2, 3]) {
      now = Date.parse(`2026-11-2${day}T10:00:00.000Z`);
      writeFileSync(file, "noise");
      open().close();
    }
    expect(unreadableFiles(folder)).toEqual(["outbox.sqlite.unreadable-2026-11-23T10-00-00-000Z"]);
  });

  test("what is taken back is not left in a damaged file, where nothing can be rewritten", async () => {
    await fill();
    change((bytes) => bytes.fill(0xff, 9 * PAGE, 10 * PAGE));
    const outbox = open("bpppppppppppppppp");
    expect(unreadableFiles(folder)).toHaveLength(1);
    await outbox.put(
      messageForTests("finding", { ...findingForTests("finding-1"), transmitters: [], takenBack: true }),
    );
    expect(readdirSync(folder).filter((name) => name.includes("unreadable"))).toEqual([]);
    outbox.close();
  });

  test("a page that is damaged while the sensor runs is met when it is read, and ends nothing", async () => {
    await fill();
    const outbox = open("bpppppppppppppppp");
    // Behind SQLite's back, as a card does it; its cache still has what it has read.
    change((bytes) => bytes.fill(0xff, 5 * PAGE));
    for (let id = 0; id < 40; id += 1) await put(outbox, `late-${id}`).catch(() => undefined);
    expect(outbox.next(1000).length).toBeGreaterThan(0);
    await put(outbox, "last");
    expect(outbox.waiting().messages).toBeGreaterThan(0);
    outbox.close();
  });

  test("a write-ahead log that was cut in the middle costs its last commits and nothing else", async () => {
    const outbox = open();
    for (let id = 1; id <= FINDINGS; id += 1) await put(outbox, id);
    // As it lies there when the power fails: the log is not in the file yet.
    const copy = join(folder, "copy");
    for (const end of ["", "-wal"]) copyFileSync(file + end, `${copy}${end}`);
    outbox.close();
    const wal = readFileSync(`${copy}-wal`);
    for (const [name, cut] of [
      ["half", wal.subarray(0, wal.length / 2)],
      ["noise", Buffer.concat([wal.subarray(0, 32 + 24), Buffer.alloc(wal.length, 0xa5)])],
    ] as const) {
      for (const end of ["-wal", "-shm", ""]) rmSync(file + end, { force: true });
      copyFileSync(copy, file);
      writeFileSync(`${file}-wal`, cut);
      const after = open("bpppppppppppppppp");
      await put(after, name);
      expect(after.next(1000).length).toBeGreaterThan(name === "half" ? 10 : 0);
      after.close();
    }
  });
});

test("a folder that is removed under the running sensor is made again with all that waited", async () => {
  const outbox = open();
  for (let id = 1; id <= 5; id += 1) await put(outbox, id);
  rmSync(folder, { recursive: true });
  await put(outbox, "after");
  expect(existsSync(file)).toBe(true);
  expect(outbox.problems()).toMatchObject([{ code: "outbox-unreadable", facts: { cause: "gone", messages: 5 } }]);
  outbox.close();
  expect(kept()).toEqual([1, 2, 3, 4, 5, 6]);
});

test("a file that is replaced by another keeps what both hold", async () => {
  const outbox = open();
  for (let id = 1; id <= 5; id += 1) await put(outbox, id);
  const other = `${folder}-other`;
  const stranger = new Outbox({
    folder: other,
    bootId: "bpppppppppppppppp",
    sensor: { venueId: "mall", sensorId: "north-gate" },
    maxBytes: 2 ** 28,
    now: () => now,
    monotonic: () => 0,
  });
  await put(stranger, "of-the-copy");
  stranger.close();
  closeForGood();
  renameSync(join(other, OUTBOX_FILE), file);
  rmSync(other, { recursive: true });
  await put(outbox, "after");
  outbox.close();
  expect(kept()).toHaveLength(7);
});
