import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CONTRACT_MAJOR } from "@probewarden/contract";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findingForTests, messageForTests } from "./messages-for-tests.ts";
import type { OutboxOptions } from "./outbox-options.ts";
import { Outbox } from "./outbox.ts";
import { readOutbox } from "./outbox-database.ts";

const NORTH = { venueId: "mall", sensorId: "north-gate" };

let folder: string;
let monotonic: number;
let boots: number;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "probewarden-outbox-"));
  monotonic = 0;
  boots = 0;
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const open = (options: Partial<OutboxOptions> = {}) => {
  boots += 1;
  return new Outbox({
    folder,
    bootId: `bghghghghghghghg${"hijklm"[boots] ?? "n"}`,
    sensor: NORTH,
    maxBytes: 2 ** 28,
    now: () => 0,
    monotonic: () => monotonic,
    commitMilliseconds: 1,
    ...options,
  });
};
const finding = (id: number | string, sensorId = NORTH.sensorId, v = CONTRACT_MAJOR) => ({
  ...messageForTests("finding", findingForTests(`finding-${id}`)),
  sensorId,
  v,
});
const put = (outbox: Outbox, from: number, to: number, ...who: [string?, number?]): Promise<unknown> =>
  Promise.all(Array.from({ length: to - from + 1 }, (_, index) => outbox.put(finding(from + index, ...who))));
const idsOf = (payloads: { payload: string }[]): string[] =>
  payloads.map(({ payload }) => (JSON.parse(payload) as { body: { findingId: string } }).body.findingId);

test("a sensor that was renamed sends its 200 new findings, and the 128 old ones lie aside with their reason", async () => {
  const before = open();
  await put(before, 1, 128);
  before.close();
  const after = open({ sensor: { ...NORTH, sensorId: "south-gate" } });
  expect(after.next(1000)).toEqual([]);
  expect(after.waiting()).toMatchObject({ messages: 0, oldestSeconds: null });
  expect(after.problems()).toMatchObject([
    { code: "messages-set-aside", facts: { messages: 128, cause: "other-sensor" } },
  ]);
  // Told under the other name, and under this one they would be a stranger's.
  expect(after.toldFindings()).toEqual([]);
  await put(after, 129, 328, "south-gate");
  const sent = new Set<string>();
  for (let round = 0; round < 3; round += 1) {
    const given = after.next(1000);
    for (const id of idsOf(given)) sent.add(id);
    after.acknowledge(
      `bghghghghghghghgj`,
      given.map(({ payload }) => (JSON.parse(payload) as { seq: number }).seq).map((seq) => [seq, seq] as const),
    );
  }
  expect(sent.size).toBe(200);
  after.close();
});

test.each([
  ["another venue", { sensor: { ...NORTH, venueId: "station" } }, "other-venue"],
  ["another name", { sensor: { ...NORTH, sensorId: "north-gate-2" } }, "other-sensor"],
  ["a name that the old one begins with", { sensor: { ...NORTH, sensorId: "north" } }, "other-sensor"],
])(
  "what was made before the sensor got %s is set aside, and comes back when it is as it was",
  async (_what, other, cause) => {
    const before = open();
    await put(before, 1, 3);
    before.close();
    const meanwhile = open(other);
    expect(meanwhile.problems()).toMatchObject([{ code: "messages-set-aside", facts: { messages: 3, cause } }]);
    meanwhile.close();
    const after = open();
    expect(after.problems()).toEqual([]);
    expect(idsOf(after.next(10))).toEqual(["finding-1", "finding-2", "finding-3"]);
    after.close();
  },
);

test("messages of another major version are set aside", async () => {
  const before = open({ sensor: { ...NORTH, venueId: "elsewhere" } });
  await put(before, 1, 2, NORTH.sensorId, CONTRACT_MAJOR + 1);
  before.close();
  const after = open();
  expect(after.problems()).toMatchObject([{ facts: { messages: 2, cause: "other-contract" } }]);
  after.close();
});

test("what the collector refuses for good is kept with its reason and sent no more, over a restart too", async () => {
  const outbox = open();
  await put(outbox, 1, 3);
  expect(
    outbox.refuse("bghghghghghghghgi", [
      { seq: 2, reason: "schema" },
      { seq: 9, reason: "schema" },
    ]),
  ).toBe(1);
  expect(outbox.acknowledge("bghghghghghghghgi", [[1, 2]])).toBe(1);
  outbox.close();
  const after = open();
  expect(idsOf(after.next(10))).toEqual(["finding-3"]);
  expect(after.problems()).toMatchObject([{ code: "messages-set-aside", facts: { messages: 1, cause: "schema" } }]);
  expect([...readOutbox(folder)].map(({ aside }) => aside)).toEqual(["schema", undefined]);
  after.close();
});

test("no more than a thousand lie aside: findings stay, and how many went is counted", async () => {
  const before = open();
  await Promise.all(Array.from({ length: 600 }, () => before.put(messageForTests("census"))));
  await put(before, 1, 700);
  before.close();
  const after = open({ sensor: { ...NORTH, sensorId: "south-gate" } });
  expect(after.problems()).toMatchObject([{ facts: { messages: 1000 } }]);
  expect(after.dropped()).toEqual({ "set-aside": 300 });
  after.close();
  expect([...readOutbox(folder)].filter(({ payload }) => payload.includes('"kind":"finding"'))).toHaveLength(700);
});

test("what lies aside is the first to go when the outbox is full", async () => {
  const before = open();
  await put(before, 1, 3);
  const { bytes } = before.waiting();
  before.close();
  const after = open({ sensor: { ...NORTH, sensorId: "south-gate" }, maxBytes: bytes + 10 });
  await put(after, 4, 5, "south-gate");
  expect(after.waiting().messages).toBe(2);
  expect(after.problems()).toMatchObject([{ facts: { messages: 1 } }]);
  after.close();
});

test("findings that are never acknowledged, whatever the reason, keep no newer ones back while others are", async () => {
  const outbox = open();
  await put(outbox, 1, 128);
  let newest = 128;
  const answered = new Set<string>();
  for (let minute = 0; minute < 60; minute += 1) {
    newest += 4;
    await put(outbox, newest - 3, newest);
    monotonic += 60_000;
    for (const { payload } of outbox.next(1000)) {
      const { seq, body } = JSON.parse(payload) as { seq: number; body: { findingId: string } };
      if (seq <= 127) continue;
      answered.add(body.findingId);
      outbox.acknowledge("bghghghghghghghgi", [[seq, seq]]);
    }
  }
  expect(answered.size).toBeGreaterThan(230);
  expect(outbox.problems()).toMatchObject([{ code: "some-not-acknowledged", facts: { messages: 127 } }]);
  outbox.close();
});
