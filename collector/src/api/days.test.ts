import type { CensusMinute, VenueDay } from "@probewarden/contract";
import { afterEach, beforeEach, expect, test } from "vitest";
import { writeCensus } from "../store/series/test-series.ts";
import { makeSensorRow, makeVenueRow } from "../store/state/test-rows.ts";
import { makeApp, type AppFixture } from "./app-fixture.ts";

const HOUR = 3_600_000;
/** Noon of a Tuesday in Shanghai. */
const NOON = Date.parse("2026-11-24T04:00:00.000Z");
let fixture: AppFixture;

beforeEach(async () => {
  fixture = await makeApp({ demo: true });
  fixture.clock.now = NOON;
  await fixture.state.db
    .insertInto("venues")
    .values({ ...makeVenueRow(), time_zone: "Asia/Shanghai" })
    .execute();
});
afterEach(() => fixture.close());

const ask = (from: string, to: string, headers: Record<string, string> = {}, venue = "mall") =>
  fixture.app.inject({
    url: `/api/venues/${venue}/time/days?from=${from}&to=${to}`,
    headers: { host: "localhost", ...headers },
  });
const put = (suspectId: string, fromHour: number, untilHour: number | null, over: object = {}): Promise<unknown> =>
  fixture.state.db
    .insertInto("suspect_spans")
    .values({
      suspect_id: suspectId,
      from_at: NOON + fromHour * HOUR,
      until_at: untilHour === null ? null : NOON + untilHour * HOUR,
      venue_id: "mall",
      suspicion: "probe-box",
      state: "active",
      band: "suspected",
      score_db: 14,
      decision: null,
      settled: 0,
      place: null,
      ...over,
    })
    .execute();
const minute = (at: number): CensusMinute => ({
  minute: new Date(at).toISOString(),
  channelMhz: 2437,
  secondsListened: 58,
  management: 100,
  control: 0,
  data: 0,
  probeRequests: 0,
  accessPoints: 7,
  stations: 0,
});

test("a day tells who was active and who was new on it, as it was known then, and the days are the venue's own", async () => {
  await put("a", -80, -60);
  await put("a", -14, -11, { band: "strong" });
  await put("b", -13, -12.5);
  await put("settled", -30, null, { settled: 1 });
  await put("silent", -30, null, { state: "silent" });
  const answer = await ask("2026-11-22", "2026-11-24");
  const { items } = answer.json<{ items: VenueDay[] }>();
  // Midnight in Shanghai is twelve hours before noon: what went on across it counts on both days.
  expect(items.map(({ date, active, appeared, band }) => [date, active, appeared, band])).toEqual([
    ["2026-11-22", 0, 0, undefined],
    ["2026-11-23", 2, 1, "strong"],
    ["2026-11-24", 1, 0, "strong"],
  ]);
  expect(items[1]?.firstActiveMs).toBe(NOON - 14 * HOUR);
  expect(items[2]).toMatchObject({ fromMs: NOON - 12 * HOUR, firstActiveMs: NOON - 12 * HOUR });
  const etag = String(answer.headers["etag"]);
  expect((await ask("2026-11-22", "2026-11-24", { "if-none-match": etag })).statusCode).toBe(304);
});

test("a sensor that did not listen for an hour is deaf on that day, not before it was there, and not for hours to come", async () => {
  await fixture.state.db
    .insertInto("sensors")
    .values([
      { ...makeSensorRow("north"), added_at: NOON - 48 * HOUR },
      { ...makeSensorRow("new"), added_at: NOON - 2 * HOUR },
    ])
    .execute();
  const hours = Array.from({ length: 48 }, (_, hour) => NOON - (48 - hour) * HOUR);
  const heard = hours.filter((hour) => hour < NOON - 20 * HOUR || hour >= NOON - 17 * HOUR);
  await writeCensus(
    fixture.series,
    "mall",
    "north",
    heard.map((hour) => minute(hour)),
  );
  await writeCensus(fixture.series, "mall", "new", [minute(NOON - 2 * HOUR)]);
  await fixture.state.db
    .insertInto("outages")
    .values({
      outage_id: "o",
      kind: "sensor-silent",
      venue_id: "mall",
      sensors: '["north"]',
      state: "closed",
      opened_at: NOON - 20 * HOUR,
      closed_at: NOON - 17 * HOUR,
      closed_by: null,
      reason: "returned",
      delivery: "none",
      over_at: NOON - 17 * HOUR,
    })
    .execute();
  const { items } = (await ask("2026-11-22", "2026-11-25")).json<{ items: VenueDay[] }>();
  expect(
    items.map(({ date, sensors, deafSensors, deafHours, outages }) => [date, sensors, deafSensors, deafHours, outages]),
  ).toEqual([
    ["2026-11-22", 1, 0, 0, 0],
    ["2026-11-23", 1, 1, 3, 1],
    // Of its last hour the counts are on the way.
    ["2026-11-24", 2, 0, 0, 0],
    ["2026-11-25", 0, 0, 0, 0],
  ]);
});

test("more suspects than are read at once are each counted once", async () => {
  const rows = Array.from({ length: 2_600 }, (_, at) => `s-${String(at).padStart(5, "0")}`);
  for (let at = 0; at < rows.length; at += 50)
    await fixture.state.db
      .insertInto("suspect_spans")
      .values(
        rows.slice(at, at + 50).flatMap((suspect_id) =>
          [5, 3].map((back) => ({
            suspect_id,
            from_at: NOON - back * HOUR,
            until_at: NOON - (back - 1) * HOUR,
            venue_id: "mall",
            suspicion: "probe-box",
            state: "active",
            band: "watch",
            score_db: 1,
            decision: null,
            settled: 0,
            place: null,
          })),
        ),
      )
      .execute();
  const { items } = (await ask("2026-11-24", "2026-11-24")).json<{ items: VenueDay[] }>();
  expect(items[0]).toMatchObject({ active: 2_600, appeared: 2_600, band: "watch" });
});

test("what is no day, too many, or no venue is refused in words", async () => {
  for (const [from, to] of [
    ["2026-02-30", "2026-03-01"],
    ["2026-11-02", "2026-11-01"],
    ["2026-01-01", "2026-03-01"],
  ] as const)
    expect((await ask(from, to)).json(), from).toMatchObject({ code: "bad-range", status: 400 });
  expect((await ask("yesterday", "2026-11-01")).json()).toMatchObject({ code: "bad-request" });
  expect((await ask("2026-11-01", "2026-11-02", {}, "elsewhere")).json()).toMatchObject({ code: "not-found" });
});
