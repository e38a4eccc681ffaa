import { MOST_HEARD_NETWORKS, MOST_OWN_NETWORKS } from "@probewarden/contract/figures";
import type { Health, InventoryEntry, SignalRow, VenueNetworks } from "@probewarden/contract";
import { afterEach, beforeEach, expect, test } from "vitest";
import { residentsSetting } from "../intake/downlink.ts";
import { writeLevels } from "../store/series/test-series.ts";
import { writeSetting } from "../store/state/settings.ts";
import { makeSensorRow, makeVenueRow } from "../store/state/test-rows.ts";
import { revisionOf } from "../venues/venue-networks.ts";
import { makeApp, OWN_PAGE, putSuspect, type AppFixture } from "./app-fixture.ts";
import { health } from "./openapi-rows.ts";

const HOUR = 3_600_000;
const OURS: InventoryEntry = { bssid: "02:00:00:cc:dd:01", ssid: "4d616c6c", security: "wpa2" };
const SHOP = "00:00:5e:00:53:01";
const BOX = "02:00:00:aa:bb:01";
const PATH = "/api/venues/mall/networks";

let fixture: AppFixture;
beforeEach(async () => {
  fixture = await makeApp({ demo: true });
  const { db } = fixture.state;
  await db
    .insertInto("venues")
    .values(makeVenueRow({ networks: JSON.stringify([OURS]) }))
    .execute();
  await db
    .insertInto("sensors")
    .values([sensor("north", { networkList: revisionOf([OURS]) }), sensor("south", { networkList: revisionOf([]) })])
    .execute();
});
afterEach(() => fixture.close());

const sensor = (id: string, more: Partial<Health>, contract_version = "1.3.0") => ({
  ...makeSensorRow(id),
  contract_version,
  health: JSON.stringify({ ...health, ...more }),
});
const level = (transmitter: string, medianDbm: number, ageMs = HOUR, over: Partial<SignalRow> = {}): SignalRow => ({
  minute: new Date(fixture.clock.now - ageMs).toISOString(),
  transmitter,
  role: "resident",
  channelMhz: 2437,
  frames: 10,
  medianDbm,
  p10Dbm: medianDbm,
  p90Dbm: medianDbm,
  ...over,
});
const read = async (): Promise<VenueNetworks> =>
  (await fixture.app.inject({ url: PATH, headers: { host: "localhost" } })).json<VenueNetworks>();
const put = async (networks: unknown, ifMatch?: string) => {
  const tag = ifMatch === undefined ? {} : { "if-match": ifMatch };
  const headers = { ...OWN_PAGE, ...tag };
  return fixture.app.inject({ method: "PUT", url: PATH, headers, payload: { networks } });
};
const codeOf = (answer: Awaited<ReturnType<typeof put>>): [number, string] => [
  answer.statusCode,
  answer.json<{ code: string }>().code,
];

test("what was heard in a day stands once, with who hears it, and those on the list and suspects before all others", async () => {
  await putSuspect(fixture, "box-one");
  await fixture.state.db
    .insertInto("suspect_transmitters")
    .values({ venue_id: "mall", suspicion: "probe-box", transmitter: BOX, suspect_id: "box-one" })
    .execute();
  await writeLevels(fixture.series, "mall", "north", [
    level(SHOP, -40),
    level(SHOP, -50, 90 * HOUR, { name: "73686f70" }),
    level(OURS.bssid, -70, HOUR, { role: "venue", name: "4d616c6c" }),
    level("00:00:5e:00:53:02", -30, 30 * HOUR),
  ]);
  await writeLevels(fixture.series, "mall", "south", [level(SHOP, -60, 3 * HOUR, { name: "73686f70" })]);
  const { heard, beyond, networks, revision, residentsTold } = await read();
  expect([networks, revision, beyond, residentsTold]).toEqual([[OURS], revisionOf([OURS]), 0, true]);
  expect(heard.map(({ bssid }) => bssid)).toEqual([OURS.bssid, BOX, SHOP]);
  expect(heard[1]).toMatchObject({ suspectId: "box-one", suspicion: "probe-box" });
  expect(heard[2]).toMatchObject({
    name: "73686f70",
    channelMhz: 2437,
    lastHeardAt: level(SHOP, 0).minute,
    sensors: [
      { sensorId: "north", levelDbm: -40 },
      { sensorId: "south", levelDbm: -60 },
    ],
  });
  expect(Date.parse(heard.at(2)?.firstHeardAt ?? "")).toBeLessThanOrEqual(fixture.clock.now - 90 * HOUR);
});

test("which list each sensor has is told by what it said last, and of one that never could say it is said so", async () => {
  const { db } = fixture.state;
  await db
    .insertInto("sensors")
    .values([sensor("east", {}), sensor("old", {}, "1.2.0")])
    .execute();
  const listOf = async () => new Map((await read()).sensors.map(({ sensorId, list }) => [sensorId, list]));
  const before = { north: "this", south: "another", east: "none", old: "does-not-say" };
  expect(await listOf()).toEqual(new Map(Object.entries(before)));
  await put([], `"${revisionOf([OURS])}"`);
  expect(await listOf()).toEqual(new Map(Object.entries({ ...before, north: "another", south: "this" })));
});

test("a list is put in the place of the one that was seen, by whom it stands in the record, and in the place of no other", async () => {
  const { revision } = await read();
  const next = [OURS, { bssid: SHOP, ssid: "73686f70" }];
  const done = await put(next, `"${revision}"`);
  expect([done.statusCode, done.json()]).toEqual([200, { revision: revisionOf(next), networks: next }]);
  expect((await read()).networks).toEqual(next);
  const lines = await fixture.state.db.selectFrom("audit").select(["action", "subject"]).execute();
  expect(lines.at(-1)).toEqual({ action: "networks-set", subject: "mall" });
  expect(codeOf(await put([], `"${revision}"`))).toEqual([412, "changed-meanwhile"]);
  expect(codeOf(await put([]))).toEqual([428, "version-needed"]);
  expect((await put([])).json<{ detail: string }>().detail).toContain("the `revision` that was read");
  expect((await read()).networks).toEqual(next);
});

test.each([
  ["an address twice", [OURS, OURS], 400, "address-twice"],
  ["a device that may observe", [{ bssid: SHOP, licensed: true }], 403, "licence-elsewhere"],
  ["an address that is none", [{ bssid: "<b>" }], 400, "bad-request"],
  ["a name of 33 octets", [{ bssid: SHOP, ssid: "41".repeat(33) }], 400, "bad-request"],
  ["a field that is none", [{ bssid: SHOP, owner: "me" }], 400, "bad-request"],
])("a list with %s is refused, and nothing is changed", async (_, networks, status, code) => {
  expect(codeOf(await put(networks, "*"))).toEqual([status, code]);
  expect((await read()).networks).toEqual([OURS]);
});

test("a list holds 1,024 access points, and no more", async () => {
  const many = Array.from({ length: MOST_OWN_NETWORKS }, (_, at) => ({
    bssid: `02:00:00:00:${(at >> 8).toString(16).padStart(2, "0")}:${(at & 255).toString(16).padStart(2, "0")}`,
    ssid: "41".repeat(32),
    channel: 165,
    security: "enterprise",
  }));
  expect((await put(many, "*")).statusCode).toBe(200);
  expect(codeOf(await put([...many, OURS], "*"))).toEqual([400, "bad-request"]);
});

test("whoever fills the air is counted behind the two thousand that are shown, and pushes none of the venue's own out", async () => {
  const { db } = fixture.state;
  for (let at = 0; at < 5; at++) {
    await db
      .insertInto("sensors")
      .values(makeSensorRow(`s-${at}`))
      .execute();
    const strangers = Array.from({ length: 500 }, (_, n) =>
      level(
        `02:00:5e:0${at}:${(n >> 8).toString(16).padStart(2, "0")}:${(n & 255).toString(16).padStart(2, "0")}`,
        -20,
      ),
    );
    await writeLevels(fixture.series, "mall", `s-${at}`, strangers);
  }
  await writeLevels(fixture.series, "mall", "north", [level(OURS.bssid, -90, HOUR, { role: "venue" })]);
  const { heard, beyond } = await read();
  expect([heard.length, beyond, heard[0]?.bssid]).toEqual([MOST_HEARD_NETWORKS, 501, OURS.bssid]);
});

test("five hundred strangers who are louder at the same sensor push none of the venue's own out", async () => {
  const strangers = Array.from({ length: 600 }, (_, n) =>
    level(`02:00:5e:00:${(n >> 8).toString(16).padStart(2, "0")}:${(n & 255).toString(16).padStart(2, "0")}`, -20),
  );
  const own = [level(OURS.bssid, -88, HOUR, { role: "venue" }), level(OURS.bssid, -90, 0.5 * HOUR, { role: "venue" })];
  await writeLevels(fixture.series, "mall", "north", [...strangers, ...own]);
  const { heard } = await read();
  expect(heard[0]).toMatchObject({
    bssid: OURS.bssid,
    lastHeardAt: level(OURS.bssid, 0, 0.5 * HOUR).minute,
    sensors: [{ sensorId: "north", levelDbm: -90 }],
  });
});

test("a venue that has switched residents off says so, and one that is not there is not found", async () => {
  await writeSetting(fixture.state.db, residentsSetting("mall"), "off");
  expect((await read()).residentsTold).toBe(false);
  const answer = await fixture.app.inject({ url: "/api/venues/pier/networks", headers: { host: "localhost" } });
  expect(answer.statusCode).toBe(404);
});
