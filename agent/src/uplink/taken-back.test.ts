import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Finding, Newcomers, Signal } from "@probewarden/contract";
import { afterEach, beforeEach, expect, test } from "vitest";
import { AT, findingForTests, messageForTests } from "./messages-for-tests.ts";
import { readOutbox } from "./outbox-database.ts";
import { Outbox } from "./outbox.ts";

const PHONE = "34:14:5f:9a:2b:71";
const BOX = "00:0c:43:7e:37:18";
const BOOT = "bghghghghghghghgh";

let folder: string;
let outbox: Outbox;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "probewarden-outbox-"));
  outbox = new Outbox({
    folder,
    bootId: BOOT,
    sensor: { venueId: "mall", sensorId: "north-gate" },
    maxBytes: 2 ** 28,
    now: () => 0,
    monotonic: () => 0,
    commitMilliseconds: 5,
  });
});
afterEach(() => {
  outbox.close();
  rmSync(folder, { recursive: true, force: true });
});

const naming = (findingId: string, transmitters: string[], more: Partial<Finding> = {}): Finding => ({
  ...findingForTests(findingId),
  transmitters,
  ...more,
});
const row = (transmitter: string): Signal["rows"][number] => ({
  minute: AT,
  transmitter,
  role: "suspect",
  channelMhz: 2412,
  frames: 1,
  medianDbm: -50,
  p10Dbm: -50,
  p90Dbm: -50,
});
const keep = (finding: Finding): Promise<number> => outbox.put(messageForTests("finding", finding));
const level = (...transmitters: string[]): Promise<number> =>
  outbox.put(messageForTests("signal", { rows: transmitters.map(row) }));
/** What waits, by its number. */
const waiting = (): Map<number, { kind: string; body: Finding & Newcomers & Signal }> =>
  new Map(
    [...readOutbox(folder)].map(({ payload }) => {
      const message = JSON.parse(payload) as { seq: number; kind: string; body: Finding & Newcomers & Signal };
      return [message.seq, message];
    }),
  );

test("what waits says no more what was taken back; each message keeps its number, and one that says nothing more is not sent", async () => {
  const mitigations = [{ code: "address-borrowed", weightDb: 0, bssid: PHONE }];
  await keep(naming("f-one", [PHONE, BOX], { targets: [PHONE], mitigations }));
  await keep(naming("f-other", [BOX]));
  await Promise.all([level(PHONE, BOX), level(PHONE)]);
  await keep(naming("f-one", [BOX], { state: "changed", takenBack: true }));
  const messages = waiting();
  expect(new Set(messages.keys())).toEqual(new Set([1, 2, 3, 5]));
  expect(messages.get(1)?.body).toMatchObject({ transmitters: [BOX], targets: [], state: "opened" });
  expect(messages.get(1)?.body.mitigations).toEqual([{ code: "address-borrowed", weightDb: 0 }]);
  expect(messages.get(2)?.body.transmitters).toEqual([BOX]);
  expect(messages.get(3)?.body.rows.map(({ transmitter }) => transmitter)).toEqual([BOX]);
  expect(outbox.waiting().messages).toBe(4);
  expect(outbox.acknowledge(BOOT, [[1, 5]])).toBe(4);
  expect(outbox.waiting()).toMatchObject({ messages: 0, bytes: 0 });
});

test("a network that is named after the address goes with it, and any other stays", async () => {
  const inHex = (name: string): string => Buffer.from(name).toString("hex");
  const other = inHex("DataSky_f40f9a");
  const line = {
    detector: "product-fingerprint",
    detectorVersion: 1,
    family: "product",
    code: "product-bound-wording",
    weightDb: 20,
    boundDb: 10,
    usedDb: 20,
    basis: "judged" as const,
    facts: [],
    frames: [],
    names: [inHex("TanZhen_34145f9a2b71"), other],
    firstAt: AT,
    lastAt: AT,
  };
  const evidence = [line];
  await keep(naming("f-one", [PHONE, BOX], { evidence }));
  await keep(naming("f-one", [BOX], { state: "changed", takenBack: true }));
  expect(waiting().get(1)?.body.evidence[0]?.names).toEqual([other]);
});

test("levels are taken back too when every word that named the address was stored by the collector long ago", async () => {
  await keep(naming("f-one", [PHONE]));
  outbox.acknowledge(BOOT, [[1, 1]]);
  await level(PHONE);
  await keep(naming("f-one", [], { state: "changed", takenBack: true }));
  expect([...waiting().keys()]).toEqual([3]);
  expect(outbox.toldFindings().map(({ transmitters }) => transmitters)).toEqual([[]]);
});

test("an ended finding that is taken back is stripped as well, and is not open again", async () => {
  await keep(naming("f-one", [PHONE]));
  await keep(naming("f-one", [PHONE], { state: "ended" }));
  await keep(naming("f-one", [], { state: "ended", takenBack: true }));
  expect([...waiting().values()].map(({ body }) => body.transmitters)).toEqual([[], [], []]);
  expect(outbox.toldFindings()).toEqual([]);
});

test("the disk holds no octet of an address that was taken back, of what was sent before either", async () => {
  for (let count = 0; count < 50; count++) await keep(naming("f-one", [PHONE], { state: "heard" }));
  await level(PHONE, BOX);
  outbox.acknowledge(BOOT, [[1, 20]]);
  await keep(naming("f-one", [], { state: "changed", takenBack: true }));
  const files = readdirSync(folder).map((name) => readFileSync(join(folder, name)));
  expect(files.some((octets) => octets.includes("f-one"))).toBe(true);
  expect(files.some((octets) => octets.includes(PHONE))).toBe(false);
});

test("a stay that was taken back waits no more under its address, nor do the levels that it was heard at; others stay", async () => {
  const stay = (stayId: string, transmitter: string): Newcomers["here"][number] => ({
    stayId,
    transmitter,
    channelMhz: 2437,
    levelDbm: -60,
    spreadDb: 2,
    hoursHeard: 20,
    firstHeardAt: AT,
    lastHeardAt: AT,
  });
  const say = (here: Newcomers["here"], takenBack: string[] = []): Promise<number> =>
    outbox.put(messageForTests("newcomer", { here, takenBack, waiting: 0 } satisfies Newcomers));
  const both = await say([stay("t-one", PHONE), stay("t-two", BOX)]);
  const levels = await level(PHONE, BOX);
  const last = await say([], ["t-one"]);
  const left = waiting();
  expect([...left.keys()]).toEqual([both, levels, last]);
  expect(left.get(both)?.body.here.map(({ stayId }) => stayId)).toEqual(["t-two"]);
  expect(left.get(levels)?.body.rows.map(({ transmitter }) => transmitter)).toEqual([BOX]);
  for (const file of readdirSync(folder)) expect(readFileSync(join(folder, file)).includes(PHONE), file).toBe(false);
});

test("frames of a suspect are not sent when an address in them is taken back, by a finding or a stay; those of others are", async () => {
  const frames = (transmitters: string[], targets: string[] = []): Promise<number> =>
    outbox.put(messageForTests("excerpt", { suspectId: "s-one", transmitters, targets }));
  await keep(naming("f-one", [PHONE], { targets: [BOX] }));
  outbox.acknowledge(BOOT, [[1, 1]]);
  const [, , others] = [await frames([PHONE]), await frames([], [PHONE]), await frames([BOX])];
  const taken = await keep(naming("f-one", [], { targets: [BOX], state: "changed", takenBack: true }));
  expect([...waiting().keys()]).toEqual([others, taken]);
  for (const file of readdirSync(folder)) expect(readFileSync(join(folder, file)).includes(PHONE), file).toBe(false);

  const stay = { stayId: "t-one", transmitter: BOX } as Newcomers["here"][number];
  await outbox.put(messageForTests("newcomer", { here: [stay], takenBack: [], waiting: 0 } satisfies Newcomers));
  await outbox.put(messageForTests("newcomer", { here: [], takenBack: ["t-one"], waiting: 0 } satisfies Newcomers));
  expect([...waiting().keys()]).not.toContain(others);
});
