import type { CensusMinute, SensorTimeline, SuspectTimeline } from "@probewarden/contract";
import { afterEach, beforeEach, expect, test } from "vitest";
import { makeSensorRow, makeVenueRow } from "../store/state/test-rows.ts";
import { writeCensus } from "../store/series/test-series.ts";
import { makeApp, type AppFixture } from "./app-fixture.ts";

const MINUTE = 60_000;
let fixture: AppFixture;
/** 08:00, to the whole hour. */
let now: number;
const iso = (ms: number): string => new Date(ms).toISOString();

beforeEach(async () => {
  fixture = await makeApp({ demo: true });
  now = fixture.clock.now;
  await fixture.state.db.insertInto("venues").values(makeVenueRow()).execute();
});
afterEach(() => fixture.close());

const ask = (path: string, query: Record<string, string>, headers: Record<string, string> = {}) =>
  fixture.app.inject({
    url: `/api/venues/mall/time/${path}?${new URLSearchParams(query).toString()}`,
    headers: { host: "localhost", ...headers },
  });
const hour = (): Record<string, string> => ({ from: iso(now - 60 * MINUTE), to: iso(now), step: "5m" });

const putSpan = (suspectId: string, fromMinute: number, untilMinute: number | null): Promise<unknown> =>
  fixture.state.db
    .insertInto("suspect_spans")
    .values({
      suspect_id: suspectId,
      from_at: now + fromMinute * MINUTE,
      until_at: untilMinute === null ? null : now + untilMinute * MINUTE,
      venue_id: "mall",
      suspicion: "probe-box",
      state: "active",
      band: "strong",
      score_db: 22,
      decision: null,
      settled: 0,
      place: null,
    })
    .execute();

const minute = (at: number, probeRequests: number, stations: CensusMinute["stations"]): CensusMinute => ({
  minute: iso(at),
  channelMhz: 2437,
  secondsListened: 58,
  management: 100,
  control: 0,
  data: 0,
  probeRequests,
  accessPoints: 7,
  stations,
});

test("suspects come in pages, by the name that they had, and an answer that did not change is not sent again", async () => {
  for (const id of ["a", "b", "c"]) await putSpan(id, -40, id === "b" ? -20 : null);
  const first = await ask("suspects", { ...hour(), limit: "2" });
  const page = first.json<{ items: SuspectTimeline[]; next: string }>();
  expect(page.items.map(({ suspectId }) => suspectId)).toEqual(["a", "b"]);
  expect(page.items[1]?.spans).toMatchObject([{ fromMs: now - 40 * MINUTE, untilMs: now - 20 * MINUTE }]);
  const behind = await fixture.app.inject({ url: page.next, headers: { host: "localhost" } });
  expect(behind.json<{ items: SuspectTimeline[] }>().items.map(({ suspectId }) => suspectId)).toEqual(["c"]);
  const etag = String(first.headers["etag"]);
  expect(first.headers["cache-control"]).toBe("private, no-cache");
  expect((await ask("suspects", { ...hour(), limit: "2" }, { "if-none-match": etag })).statusCode).toBe(304);
  await putSpan("aa", -10, null);
  expect((await ask("suspects", { ...hour(), limit: "2" }, { "if-none-match": etag })).statusCode).toBe(200);
});

test("nothing is told of what has not begun", async () => {
  await putSpan("a", -3, null);
  const answer = await ask("suspects", { from: String(now - 10 * MINUTE), to: iso(now + 600 * MINUTE), step: "1m" });
  expect(answer.json<{ items: SuspectTimeline[] }>().items[0]?.spans).toMatchObject([
    { fromMs: now - 3 * MINUTE, untilMs: now + MINUTE },
  ]);
  const future = await ask("suspects", { from: iso(now + 60 * MINUTE), to: iso(now + 90 * MINUTE), step: "5m" });
  expect(future.json()).toEqual({ items: [] });
});

test("a sensor that listened in vain is told from one that did not listen, and few phones are not counted out", async () => {
  for (const id of ["deaf", "north"]) await fixture.state.db.insertInto("sensors").values(makeSensorRow(id)).execute();
  await writeCensus(fixture.series, "mall", "north", [
    ...[0, 1, 2, 3, 4].map((at) => minute(now - (20 - at) * MINUTE, 40, 12)),
    ...[0, 1, 2, 3, 4].map((at) => minute(now - (15 - at) * MINUTE, at === 2 ? 3 : 0, at === 2 ? { fewerThan: 5 } : 0)),
    ...[0, 1].map((at) => minute(now - (10 - at) * MINUTE, 0, 0)),
  ]);
  const range = { from: iso(now - 22 * MINUTE), to: iso(now), step: "5m" };
  const { items } = (await ask("sensors", range)).json<{ items: SensorTimeline[] }>();
  const few = { fewerThan: 5 };
  expect(items).toEqual([
    {
      sensorId: "deaf",
      fromMs: now - 25 * MINUTE,
      stepMs: 5 * MINUTE,
      listenedShare: [0, 0, 0, 0, 0],
      probeRequests: [null, null, null, null, null],
      devices: [null, null, null, null, null],
    },
    {
      sensorId: "north",
      fromMs: now - 25 * MINUTE,
      stepMs: 5 * MINUTE,
      // Of the last step's minutes two are over and their counts on the way; of the one before two of five were listened.
      listenedShare: [0, 1, 1, 0.4, 0],
      probeRequests: [null, 40, few, 0, null],
      devices: [null, 12, few, 0, null],
    },
  ]);
  const cursor = (await ask("sensors", { ...range, limit: "1" })).json<{ next: string }>().next;
  const behind = await fixture.app.inject({ url: cursor, headers: { host: "localhost" } });
  expect(behind.json<{ items: SensorTimeline[] }>().items.map(({ sensorId }) => sensorId)).toEqual(["north"]);
});

test.each([
  ["that ends before it begins", { to: "2026-11-24T06:00:00Z" }, "later than from"],
  ["with more steps than an answer holds", { from: "2026-11-20T00:00:00Z", step: "1m" }, "step 5m has few enough"],
  ["that no step makes short enough", { from: "2000-01-01T00:00:00Z", step: "1h" }, "ask for a shorter time"],
  ["that begins on no day", { from: "2026-13-41T00:00:00Z" }, "no calendar"],
])("a time %s is refused in words", async (_, over, words) => {
  const answer = await ask("suspects", { ...hour(), ...over });
  expect(answer.statusCode).toBe(400);
  expect(answer.json()).toMatchObject({ code: "bad-range", status: 400 });
  expect(answer.json<{ detail: string }>().detail).toContain(words);
});

test("what is no time, no step or no venue is refused as everywhere", async () => {
  expect((await ask("sensors", { ...hour(), from: "yesterday" })).json()).toMatchObject({ code: "bad-request" });
  expect((await ask("sensors", { ...hour(), step: "2m" })).json()).toMatchObject({ code: "bad-request" });
  expect((await ask("sensors", { step: "5m" })).json()).toMatchObject({ code: "bad-request" });
  expect((await ask("sensors", { ...hour(), after: "x" })).json()).toMatchObject({ code: "bad-cursor" });
  const elsewhere = await fixture.app.inject({
    url: `/api/venues/elsewhere/time/suspects?${new URLSearchParams(hour()).toString()}`,
    headers: { host: "localhost" },
  });
  expect(elsewhere.json()).toMatchObject({ code: "not-found" });
});
