import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SignalRow } from "@probewarden/contract";
import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { makeApp, putSuspect, type AppFixture } from "../api/app-fixture.ts";
import { markNewcomer } from "../newcomers/mark-newcomer.ts";
import { makeSensorRow, makeSuspectRow, makeVenueRow } from "../store/state/test-rows.ts";
import { writeLevels } from "../store/series/test-series.ts";
import {
  learntNetworks,
  readNetworkFile,
  readNetworks,
  readVenueNetworks,
  revisionOf,
  writeNetworks,
} from "./venue-networks.ts";

const HOUR = 3_600_000;
const LISTED = "02:00:00:cc:dd:01";
const SHOP = "00:00:5e:00:53:01";
const TILL = "00:00:5e:00:53:02";
const BOX = "02:00:00:aa:bb:01";
const [CAME, OURS] = ["00:00:5e:00:53:77", "00:00:5e:00:53:78"];
const folder = mkdtempSync(join(tmpdir(), "pw-networks-"));
afterAll(() => rmSync(folder, { recursive: true }));

let fixture: AppFixture;
beforeEach(async () => {
  fixture = await makeApp();
  const { db } = fixture.state;
  await db
    .insertInto("venues")
    .values(makeVenueRow({ networks: JSON.stringify([{ bssid: LISTED, security: "wpa2" }]) }))
    .execute();
  for (const sensor of ["north", "south"]) await db.insertInto("sensors").values(makeSensorRow(sensor)).execute();
});
afterEach(() => fixture.close());

const level = (transmitter: string, ageMs = HOUR, over: Partial<SignalRow> = {}): SignalRow => ({
  minute: new Date(fixture.clock.now - ageMs).toISOString(),
  transmitter,
  role: "resident",
  channelMhz: 2437,
  frames: 10,
  medianDbm: -60,
  p10Dbm: -61,
  p90Dbm: -59,
  ...over,
});
const read = async () => (await readVenueNetworks(fixture.state, fixture.series, "mall", fixture.clock.now))!;
const heard = async () => learntNetworks(await read());

test("what sensors have heard for long and is not on the list is offered once, with its name where that may be told; what was not heard for a day is not", async () => {
  await writeLevels(fixture.series, "mall", "north", [level(SHOP), level(TILL, 30 * HOUR), level(LISTED)]);
  await writeLevels(fixture.series, "mall", "south", [level(SHOP, HOUR, { name: "73686f70" })]);
  expect(await heard()).toEqual({ networks: [{ bssid: SHOP, ssid: "73686f70" }], suspected: 0, newcomers: 0 });
});

test("what was switched off hours ago is found by a look at every third hour, back to a day ago", async () => {
  await writeLevels(fixture.series, "mall", "north", [
    level(SHOP, 9 * HOUR),
    level(SHOP, 12 * HOUR, { name: "73686f70" }),
    level(TILL, 24 * HOUR),
  ]);
  const { heard: rows } = await read();
  expect(
    rows.map(({ bssid, name, lastHeardAt }) => [bssid, name, fixture.clock.now - Date.parse(lastHeardAt)]),
  ).toEqual([
    [SHOP, "73686f70", 9 * HOUR],
    [TILL, undefined, 24 * HOUR],
  ]);
});

test("nobody is learnt who is suspected, or came when the place was known and was not called the venue's", async () => {
  await putSuspect(fixture, "box-one");
  const { db } = fixture.state;
  await db
    .insertInto("suspect_transmitters")
    .values({ venue_id: "mall", suspicion: "probe-box", transmitter: BOX, suspect_id: "box-one" })
    .execute();
  const at = fixture.clock.now - HOUR;
  const newcomer = { name: null, channel_mhz: 2412, first_heard_at: at - 30 * HOUR, last_heard_at: at, told_at: at };
  const ids = { venue_id: "mall", mark: null, need: 1 };
  await db
    .insertInto("newcomers")
    .values([
      { ...newcomer, ...ids, newcomer_id: "n-came", transmitter: CAME },
      { ...newcomer, ...ids, newcomer_id: "n-ours", transmitter: OURS },
    ])
    .execute();
  const mark = { mark: "ours" as const, note: "the new till", by: "ana", at: new Date(at).toISOString() };
  await markNewcomer(fixture.state, "n-ours", mark);
  await writeLevels(fixture.series, "mall", "north", [level(BOX), level(CAME), level(OURS)]);
  expect(await heard()).toEqual({ networks: [{ bssid: OURS }], suspected: 1, newcomers: 1 });
});

const accuse = (transmitter: string, suspectId: string) =>
  fixture.state.db
    .insertInto("suspect_transmitters")
    .values({ venue_id: "mall", suspicion: "probe-box", transmitter, suspect_id: suspectId })
    .execute();

test.each(["silent", "unobserved"])(
  "a suspect that is %s is marked where it was heard before, and not learnt; one that has ended is marked no more",
  async (state) => {
    await putSuspect(fixture, "box-one", { state });
    await putSuspect(fixture, "box-over", { state: "ended" });
    await accuse(BOX, "box-one");
    await accuse(SHOP, "box-over");
    await writeLevels(fixture.series, "mall", "north", [level(BOX, 3 * HOUR), level(SHOP)]);
    const { heard: rows } = await read();
    expect(rows.map(({ bssid, suspectId }) => [bssid, suspectId])).toEqual([
      [BOX, "box-one"],
      [SHOP, undefined],
    ]);
    expect(await heard()).toEqual({ networks: [{ bssid: SHOP }], suspected: 1, newcomers: 0 });
  },
);

test("who is suspected or came later is marked, however many suspects and newcomers need a person more", async () => {
  const { db } = fixture.state;
  const others = Array.from({ length: 501 }, (_, n) => n);
  const at = fixture.clock.now - HOUR;
  const address = (n: number) =>
    `02:00:00:00:${(n >> 8).toString(16).padStart(2, "0")}:${(n & 255).toString(16).padStart(2, "0")}`;
  await db
    .insertInto("suspects")
    .values([
      ...others.map((n) => makeSuspectRow(`loud-${n}`, { band: "strong", last_heard_at: at })),
      makeSuspectRow("box-one"),
    ])
    .execute();
  await accuse(BOX, "box-one");
  const newcomer = { name: null, channel_mhz: 2412, first_heard_at: at - 30 * HOUR, last_heard_at: at };
  await db
    .insertInto("newcomers")
    .values(
      [CAME, ...others.map(address)].map((transmitter, n) => ({
        ...newcomer,
        venue_id: "mall",
        newcomer_id: `n-${n}`,
        transmitter,
        told_at: at - (n === 0 ? HOUR : 0),
        mark: null,
        need: 1,
      })),
    )
    .execute();
  await writeLevels(fixture.series, "mall", "north", [level(BOX), level(CAME), level(SHOP)]);
  expect(await heard()).toEqual({ networks: [{ bssid: SHOP }], suspected: 1, newcomers: 1 });
});

test("a list that is taken in takes the place of the one before, and stands in the record", async () => {
  const who = { by: "ana", at: fixture.clock.now };
  const networks = [{ bssid: SHOP, channel: 6 }];
  expect(await writeNetworks(fixture.state, "pier", [], who)).toBe("no-venue");
  expect(await writeNetworks(fixture.state, "mall", networks, who)).toBe("done");
  expect(await readNetworks(fixture.state, "mall")).toEqual(networks);
  const lines = await fixture.state.db.selectFrom("audit").select(["action", "subject", "by"]).execute();
  expect(lines.at(-1)).toEqual({ action: "networks-set", subject: "mall", by: "ana" });
});

test("of two who change the same list one is told that it was changed meanwhile, and the record has one line", async () => {
  const { revision } = await read();
  const who = (by: string) => ({ by, at: fixture.clock.now, inPlaceOf: [revision] });
  const outcomes = await Promise.all([
    writeNetworks(fixture.state, "mall", [{ bssid: SHOP }], who("ana")),
    writeNetworks(fixture.state, "mall", [{ bssid: TILL }], who("ben")),
  ]);
  expect(outcomes.toSorted()).toEqual(["changed-meanwhile", "done"]);
  expect(
    await fixture.state.db.selectFrom("audit").select("by").where("action", "=", "networks-set").execute(),
  ).toHaveLength(1);
});

test("who may not say so makes no device one that may observe, and one that was stays it", async () => {
  const who = { by: "ana", at: fixture.clock.now };
  const licensed = { bssid: SHOP, licensed: true };
  expect(await writeNetworks(fixture.state, "mall", [licensed], { ...who, keepsLicences: true })).toBe("licence");
  expect(await writeNetworks(fixture.state, "mall", [licensed], who)).toBe("done");
  const more = [licensed, { bssid: TILL }];
  expect(await writeNetworks(fixture.state, "mall", more, { ...who, keepsLicences: true })).toBe("done");
});

test("the same list has the same revision, however its keys are ordered, as the sensors work it out", () => {
  const SHA = "22512cb286a357082c513c3a75e8d24fcfd899782e4869584907d92b8f2ddce7";
  expect(revisionOf([{ bssid: "02:00:00:00:00:01", ssid: "6d616c6c" }])).toBe(SHA);
  expect(revisionOf([{ ssid: "6d616c6c", bssid: "02:00:00:00:00:01" }])).toBe(SHA);
});

test.each([
  ["no list", "{}", /\/networks/],
  ["no JSON", "[", /not JSON.*example: \[/],
  ["an address that is none", '[{"bssid":"02:00"}]', /bssid/],
  ["an address twice", '[{"bssid":"02:00:00:00:00:01"},{"bssid":"02:00:00:00:00:01"}]', /stands twice/],
  ["a security that is none", '[{"bssid":"02:00:00:00:00:01","security":"good"}]', /security/],
])("a file with %s is refused, and says where", (_, text, message) => {
  const file = join(folder, "list.json");
  writeFileSync(file, text);
  expect(() => readNetworkFile(file)).toThrow(message);
});
