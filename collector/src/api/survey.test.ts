import { MOST_SURVEYED, type AirSurvey, type CensusMinute, type SignalRow } from "@probewarden/contract";
import { afterEach, beforeEach, expect, test } from "vitest";
import { residentsSetting } from "../intake/downlink.ts";
import { makeSensorRow, makeVenueRow } from "../store/state/test-rows.ts";
import { writeCensus, writeLevels } from "../store/series/test-series.ts";
import { writeSetting } from "../store/state/settings.ts";
import { makeApp, putSuspect, type AppFixture } from "./app-fixture.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const OURS = "02:00:00:cc:dd:01";
const BOX = "02:00:00:aa:bb:01";
const NEW = "00:00:5e:00:53:77";
const SHOP = "00:00:5e:00:53:01";

let fixture: AppFixture;
beforeEach(async () => {
  fixture = await makeApp({ demo: true });
  const { db } = fixture.state;
  await db
    .insertInto("venues")
    .values(
      makeVenueRow({
        networks: JSON.stringify([{ bssid: OURS }]),
        floors: JSON.stringify(
          ["floor-one", "floor-two"].map((floorId) => ({ floorId, name: floorId, widthMetres: 9, heightMetres: 9 })),
        ),
      }),
    )
    .execute();
  for (const [sensor, floor_id] of [
    ["north", "floor-one"],
    ["south", "floor-two"],
  ] as const)
    await db
      .insertInto("sensors")
      .values({ ...makeSensorRow(sensor), floor_id })
      .execute();
});
afterEach(() => fixture.close());

const level = (transmitter: string, medianDbm: number, ageMs = MINUTE, over: Partial<SignalRow> = {}): SignalRow => ({
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
const listened = (channelMhz: number, seconds: number, over: Partial<CensusMinute> = {}): CensusMinute => ({
  minute: new Date(fixture.clock.now - MINUTE).toISOString(),
  channelMhz,
  secondsListened: seconds,
  management: 0,
  control: 0,
  data: 0,
  probeRequests: 0,
  accessPoints: 0,
  stations: 0,
  ...over,
});
const ask = async (path = "survey", venueId = "mall") =>
  fixture.app.inject({ url: `/api/venues/${venueId}/${path}`, headers: { host: "localhost" } });
const survey = async (): Promise<AirSurvey> => (await ask()).json<AirSurvey>();

test("each of those that are not recognised stands once, with who hears it, since when and what it could be; the venue's own are counted", async () => {
  const { series } = fixture;
  await writeLevels(series, "mall", "north", [
    level(SHOP, -58, MINUTE, { name: "73686f70" }),
    level(SHOP, -58, 90 * HOUR),
    level(OURS, -40, MINUTE, { role: "venue" }),
  ]);
  // This one has not got the list of networks yet.
  await writeLevels(series, "mall", "south", [level(SHOP, -80, 3 * MINUTE), level(OURS, -70)]);
  const { items, recognised, beyond } = await survey();
  expect(recognised).toBe(1);
  expect(beyond).toBe(0);
  expect(items).toEqual([
    {
      kind: "resident",
      transmitter: SHOP,
      transmitterCount: 1,
      name: "73686f70",
      channelMhz: 2437,
      firstHeardAt: new Date(Math.floor((fixture.clock.now - 90 * HOUR) / HOUR) * HOUR).toISOString(),
      lastHeardAt: expect.any(String) as string,
      sensors: [
        { sensorId: "north", levelDbm: -58 },
        { sensorId: "south", levelDbm: -80 },
      ],
      couldBe: ["inside"],
    },
  ]);
});

test("suspects come first and newcomers next, and an address is told once", async () => {
  await putSuspect(fixture, "box-one");
  const { db } = fixture.state;
  await db
    .insertInto("suspect_transmitters")
    .values({ venue_id: "mall", suspicion: "probe-box", transmitter: BOX, suspect_id: "box-one" })
    .execute();
  const at = fixture.clock.now - 5 * MINUTE;
  const newcomer = { name: null, channel_mhz: 2412, first_heard_at: at - 30 * HOUR, told_at: at, mark: null, need: 1 };
  await db
    .insertInto("newcomers")
    .values([
      { ...newcomer, newcomer_id: "n-new", venue_id: "mall", transmitter: NEW, last_heard_at: at },
      { ...newcomer, newcomer_id: "n-gone", venue_id: "mall", transmitter: SHOP, last_heard_at: at - 2 * HOUR },
    ])
    .execute();
  await writeLevels(fixture.series, "mall", "north", [level(NEW, -60), level(BOX, -50), level(SHOP, -90)]);
  const { items } = await survey();
  expect(
    items.map(({ kind, transmitter, suspectId, newcomerId }) => [kind, transmitter, suspectId ?? newcomerId]),
  ).toEqual([
    ["suspect", BOX, "box-one"],
    ["newcomer", NEW, "n-new"],
    ["resident", SHOP, undefined],
  ]);
});

test("an empty list says what was not listened to: channels, floors, and a silent channel is none of them", async () => {
  await writeCensus(fixture.series, "mall", "north", [
    listened(2437, 20, { management: 4, probeRequests: 9, stations: 7 }),
    listened(5180, 3),
  ]);
  const { items, bands, sensors, floorsNotListened } = await survey();
  expect(items).toEqual([]);
  expect(floorsNotListened).toEqual(["floor-two"]);
  expect(sensors).toEqual([
    {
      sensorId: "north",
      floorId: "floor-one",
      state: "never-seen",
      channels: [
        { channelMhz: 2437, seconds: 20, frames: 4 },
        { channelMhz: 5180, seconds: 3, frames: 0 },
      ],
      phonesAMinute: 7,
    },
    { sensorId: "south", floorId: "floor-two", state: "never-seen", channels: [] },
  ]);
  const [low, middle, high] = bands;
  expect(low?.listened).toEqual([2437]);
  expect(low?.notListened).toHaveLength(12);
  expect(middle?.listened).toEqual([5180]);
  expect(middle?.notListened).not.toContain(5180);
  expect(high).toMatchObject({ band: "6", listened: [] });
});

test("a sensor that invents channels and access points fills no more than the answer holds, and shortens no other's", async () => {
  const invented = Array.from({ length: 600 }, (_, at) =>
    level(`0a:00:00:00:${(at >> 8).toString(16).padStart(2, "0")}:${(at & 255).toString(16).padStart(2, "0")}`, -30),
  );
  const { db } = fixture.state;
  for (let at = 0; at < 5; at++) {
    await db
      .insertInto("sensors")
      .values(makeSensorRow(`liar-${at}`))
      .execute();
    const own = invented.map((row) => ({ ...row, transmitter: `0a:0${at}${row.transmitter.slice(5)}` }));
    await writeLevels(fixture.series, "mall", `liar-${at}`, own.slice(0, 512));
    await writeLevels(fixture.series, "mall", `liar-${at}`, own.slice(512));
  }
  await writeCensus(fixture.series, "mall", "liar-0", [
    ...Array.from({ length: 200 }, (_, at) => listened(10_000 + at, 60)),
    listened(0, 60),
  ]);
  const { items, beyond, sensors, bands } = await survey();
  expect(items).toHaveLength(MOST_SURVEYED);
  expect(beyond).toBe(5 * 500 - MOST_SURVEYED);
  expect(sensors.find(({ sensorId }) => sensorId === "liar-0")?.channels).toHaveLength(128);
  expect(bands.every(({ listened: own }) => own.length === 0)).toBe(true);
});

test("residents that are switched off are told as switched off, and a venue that is not there is none", async () => {
  expect((await survey()).residentsTold).toBe(true);
  await writeSetting(fixture.state.db, residentsSetting("mall"), "off");
  expect((await survey()).residentsTold).toBe(false);
  expect((await ask("survey", "nowhere")).statusCode).toBe(404);
});

test("the file says beside who was heard where nobody listened, and a name from the air is hex", async () => {
  await writeLevels(fixture.series, "mall", "north", [level(SHOP, -58, MINUTE, { name: "3d636d64" })]);
  await writeCensus(fixture.series, "mall", "north", [listened(2437, 20)]);
  const file = await ask("survey.csv");
  expect(file.headers["content-type"]).toBe("text/csv; charset=utf-8");
  const lines = file.body.split("\r\n");
  expect(lines[1]).toContain(`resident,${SHOP},1,3d636d64,2437,`);
  expect(file.body).toContain("\r\nchannel-not-listened,,,,2412,");
  expect(file.body).not.toContain("channel-not-listened,,,,2437,");
  expect(file.body).toContain("\r\nfloor-not-listened,,,,,floor-two,");
});
