import type { Place, SuspectPast, SuspectPresence } from "@probewarden/contract";
import { afterEach, beforeEach, expect, test } from "vitest";
import { writeCensus, writeLevels } from "../store/series/test-series.ts";
import { makeVenueRow } from "../store/state/test-rows.ts";
import { MOST_PAST_SPANS } from "../suspects/read-past.ts";
import { makeApp, putSuspect, type AppFixture } from "./app-fixture.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const BOX = "02:00:00:aa:bb:01";
let fixture: AppFixture;
let now: number;
const iso = (ms: number): string => new Date(ms).toISOString();

beforeEach(async () => {
  fixture = await makeApp({ demo: true });
  now = fixture.clock.now;
  await fixture.state.db
    .insertInto("venues")
    .values({ ...makeVenueRow(), time_zone: "Asia/Shanghai" })
    .onConflict((conflict) => conflict.column("venue_id").doUpdateSet({ time_zone: "Asia/Shanghai" }))
    .execute();
  await putSuspect(fixture, "box-one");
  await fixture.state.db
    .insertInto("suspect_transmitters")
    .values({ venue_id: "mall", suspicion: "probe-box", transmitter: BOX, suspect_id: "box-one" })
    .execute();
  await fixture.state.db.deleteFrom("suspect_spans").execute();
});
afterEach(() => fixture.close());

const ask = (what: string, from: number, to: number, headers: Record<string, string> = {}, id = "box-one") =>
  fixture.app.inject({
    url: `/api/suspects/${id}/time/${what}?${new URLSearchParams({ from: iso(from), to: iso(to) }).toString()}`,
    headers: { host: "localhost", ...headers },
  });
const placeAt = (x: number): Place => ({
  floorId: "ground",
  position: { x, y: 2 },
  radiusMetres: 3,
  method: "grid",
  nearestSensorId: "north",
});
const span = (fromMinute: number, untilMinute: number | null, scoreDb: number, x?: number) => ({
  suspect_id: "box-one",
  from_at: now + fromMinute * MINUTE,
  until_at: untilMinute === null ? null : now + untilMinute * MINUTE,
  venue_id: "mall",
  suspicion: "probe-box",
  state: "active",
  band: scoreDb >= 20 ? "strong" : "suspected",
  score_db: scoreDb,
  decision: null,
  settled: 0,
  place: x === undefined ? null : JSON.stringify(placeAt(x)),
});
const put = (...spans: ReturnType<typeof span>[]) =>
  fixture.state.db.insertInto("suspect_spans").values(spans).execute();

test("what was known is told to the instant, each place once, and up to the present", async () => {
  await put(span(-90, -61.5, 12, 1), span(-61.5, -30, 22, 9), span(-10, null, 22, 1));
  const answer = await ask("known", now - HOUR, now + DAY);
  const past = answer.json<SuspectPast>();
  expect(past).toMatchObject({ suspectId: "box-one", fromMs: now - HOUR, toMs: now });
  expect(
    past.spans.map(({ fromMs, untilMs, scoreDb, place }) => [fromMs - now, untilMs - now, scoreDb, place]),
  ).toEqual([
    [-HOUR, -30 * MINUTE, 22, 0],
    [-10 * MINUTE, 0, 22, 1],
  ]);
  expect(past.places.map(({ position }) => position.x)).toEqual([9, 1]);
  const etag = String(answer.headers["etag"]);
  expect((await ask("known", now - HOUR, now + DAY, { "if-none-match": etag })).statusCode).toBe(304);
});

test("of a suspect that changes for ever the latest spans are told, and since when", async () => {
  const spans = Array.from({ length: MOST_PAST_SPANS + 3 }, (_, at) => {
    const back = MOST_PAST_SPANS + 3 - at;
    return span(-back, 1 - back, 12 + (at % 2));
  });
  for (let at = 0; at < spans.length; at += 50) await put(...spans.slice(at, at + 50));
  const past = (await ask("known", now - 3 * DAY, now)).json<SuspectPast>();
  expect(past.spans).toHaveLength(MOST_PAST_SPANS);
  expect(past.fromMs).toBe(now - MOST_PAST_SPANS * MINUTE);
});

test("presence is told by the hour of the week in the venue's zone, and where nobody listened nothing is known", async () => {
  // A Monday afternoon there, well within what is kept.
  const monday = Date.parse("2026-11-23T06:00:00.000Z");
  fixture.clock.now = monday + 8 * HOUR;
  const level = (at: number) => ({
    minute: iso(at),
    transmitter: BOX,
    role: "suspect" as const,
    channelMhz: 2437,
    frames: 4,
    medianDbm: -60,
    p10Dbm: -65,
    p90Dbm: -55,
  });
  const minute = (at: number) => ({
    minute: iso(at),
    channelMhz: 2437,
    secondsListened: 58,
    management: 100,
    control: 0,
    data: 0,
    probeRequests: 0,
    accessPoints: 7,
    stations: 0,
  });
  await writeLevels(
    fixture.series,
    "mall",
    "north",
    [0, 1, 5, 65].map((at) => level(monday + at * MINUTE)),
  );
  await writeCensus(
    fixture.series,
    "mall",
    "north",
    [0, 5, 10, 65, 125].map((at) => minute(monday + at * MINUTE)),
  );
  // Of the day before nothing is known: its levels are kept since it was first heard.
  const heardFirst = (at: number) => fixture.state.db.updateTable("suspects").set({ first_heard_at: at }).execute();
  await writeCensus(fixture.series, "mall", "north", [minute(monday - 3 * HOUR)]);
  await heardFirst(monday + 2 * MINUTE);
  const told = (await ask("presence", monday - DAY, monday + DAY)).json<SuspectPresence>();
  expect(told).toMatchObject({ timeZone: "Asia/Shanghai", stepMinutes: 5, sensorIds: ["north"], fromMs: monday });
  const hours = (minutes: number[]) => minutes.flatMap((each, hour) => (each > 0 ? [[hour, each]] : []));
  expect(hours(told.heardMinutes)).toEqual([
    [14, 10],
    [15, 5],
  ]);
  expect(hours(told.listenedMinutes)).toEqual([
    [14, 15],
    [15, 5],
    [16, 5],
  ]);
  await heardFirst(monday + 61 * MINUTE);
  expect(hours((await ask("presence", monday - DAY, monday + DAY)).json<SuspectPresence>().heardMinutes)).toEqual([
    [15, 5],
  ]);
});

test("what cannot be told is refused in words", async () => {
  expect((await ask("presence", now - 32 * DAY, now)).json()).toMatchObject({ code: "bad-range", status: 400 });
  expect((await ask("known", now, now - HOUR)).json()).toMatchObject({ code: "bad-range" });
  expect((await ask("known", now - HOUR, now, {}, "nobody")).json()).toMatchObject({ code: "not-found" });
  expect((await ask("presence", now - HOUR, now, {}, "nobody")).json()).toMatchObject({ code: "not-found" });
});

test("a venue whose zone is none is told in UTC", async () => {
  await fixture.state.db.updateTable("venues").set({ time_zone: "Mars/Phobos" }).execute();
  expect((await ask("presence", now - DAY, now)).json()).toMatchObject({ timeZone: "UTC", sensorIds: [] });
});
