import { afterEach, beforeEach, expect, test } from "vitest";
import { makeApp, type AppFixture } from "../../api/app-fixture.ts";
import type { SeriesStore } from "../../store/series/series-store.ts";
import { writeCensus } from "../../store/series/test-series.ts";
import { makeSensorRow, makeVenueRow } from "../../store/state/test-rows.ts";
import { readTimelines } from "../../suspects/read-spans.ts";
import { storyMinute, storySpans } from "./demo-story.ts";
import { fillDemoPast } from "./fill-demo-past.ts";

const HOUR = 3_600_000;
let fixture: AppFixture;
let now: number;

beforeEach(async () => {
  fixture = await makeApp({ demo: true });
  now = fixture.clock.now;
  const floors = JSON.stringify([{ floorId: "b1", name: "B1", widthMetres: 60, heightMetres: 40 }]);
  await fixture.state.db.insertInto("venues").values(makeVenueRow({ floors })).execute();
  for (const [id, x, y] of [
    ["door-1", 6, 8],
    ["door-3", 8, 34],
    ["atrium", 30, 22],
    ["food", 44, 14],
  ] as const)
    await fixture.state.db
      .insertInto("sensors")
      .values(makeSensorRow(id, { floor_id: "b1", x, y }))
      .execute();
});
afterEach(() => fixture.close());

const fill = (at = now): Promise<number> =>
  fillDemoPast({ state: fixture.state, series: fixture.series, venueId: "mall", now: at, stopped: () => false });
const loadOf = (from: number, until: number) =>
  fixture.series.probing("mall", ["door-1", "door-3", "atrium", "food"], from, until, HOUR);

test("two days stand behind the demo: boxes with a place and regions, counts of each hour, and sensors that were deaf", async () => {
  expect(await fill()).toBeGreaterThan(4 * 40 * 60);
  const stretch = { fromMs: now - 48 * HOUR, toMs: now, stepMs: 300_000 };
  const { items } = await readTimelines(fixture.state, "mall", stretch, { limit: 100 });
  expect(items.map(({ suspectId }) => suspectId)).toEqual([
    "simulated-past-door",
    "simulated-past-food",
    "simulated-past-survey",
  ]);
  const [door] = items;
  // Yesterday at 14:20 in Shanghai it was sure, and at its first place.
  const yesterday = Date.parse("2026-11-23T14:20:00+08:00");
  const then = door?.spans.find(({ fromMs, untilMs }) => fromMs <= yesterday && yesterday < untilMs);
  expect(then).toMatchObject({ state: "active", band: "strong" });
  expect(then?.decision).toBeUndefined();
  const place = door?.places[then?.place ?? -1];
  expect(place?.regions).toHaveLength(2);
  expect(Math.hypot((place?.position.x ?? 99) - 10, (place?.position.y ?? 99) - 29)).toBeLessThan(10);
  const hours = await loadOf(now - 48 * HOUR, now);
  expect(hours.length).toBeGreaterThan(4 * 40);
  const deaf = Date.parse("2026-11-23T04:00:00+08:00");
  expect(hours.filter(({ atMs }) => atMs === deaf).map(({ sensorId }) => sensorId)).toEqual([
    "atrium",
    "door-1",
    "door-3",
  ]);
});

test("of a large venue no write holds up the messages of its sensors: eight sensors' hour at once", async () => {
  for (let index = 0; index < 40; index += 1)
    await fixture.state.db
      .insertInto("sensors")
      .values(makeSensorRow(`more-${index}`, { floor_id: "b1", x: 1 + index, y: 30 }))
      .execute();
  const sizes: number[] = [];
  const write: SeriesStore["write"] = async (batch) => {
    sizes.push(batch.census.reduce((sum, { minutes }) => sum + minutes.length, 0));
  };
  const series = { write, probing: fixture.series.probing.bind(fixture.series) };
  const written = await fillDemoPast({ state: fixture.state, series, venueId: "mall", now, stopped: () => false });
  expect(written).toBeGreaterThan(44 * 40 * 60);
  expect(Math.max(...sizes)).toBeLessThanOrEqual(8 * 60);
});

test("what is there is left as it is, at the next start too", async () => {
  await fill();
  const before = await loadOf(now - 48 * HOUR, now);
  expect(await fill(now + 60_000)).toBe(0);
  expect(await loadOf(now - 48 * HOUR, now)).toEqual(before);
});

test("nothing is written over what the demo's sensors counted yesterday", async () => {
  const minute = storyMinute(0, now - 20 * HOUR, now);
  await writeCensus(fixture.series, "mall", "door-1", [{ ...minute!, probeRequests: 777 }]);
  await fill();
  const [hour] = await fixture.series.probing("mall", ["door-1"], now - 20 * HOUR, now - 19 * HOUR, HOUR);
  expect(hour).toMatchObject({ minutes: 1, load: { requests: 777 } });
  expect(await fixture.series.probing("mall", ["door-1"], now - 30 * HOUR, now - 21 * HOUR, HOUR)).toEqual([]);
  expect((await loadOf(now - 10 * HOUR, now)).length).toBeGreaterThan(20);
});

test("the story has no two things known of a box at once, whatever the time of day", () => {
  for (let hour = 0; hour < 24; hour += 1) {
    const at = now + hour * HOUR;
    const spans = storySpans(at - 48 * HOUR, at).toSorted(
      (a, b) => (a.suspectId < b.suspectId ? -1 : a.suspectId > b.suspectId ? 1 : 0) || a.fromMs - b.fromMs,
    );
    expect(spans.length).toBeGreaterThan(5);
    spans.forEach((span, index) => {
      const next = spans[index + 1];
      expect(span.fromMs).toBeLessThan(span.untilMs);
      expect(span.untilMs).toBeLessThanOrEqual(at);
      if (next?.suspectId === span.suspectId) expect(next.fromMs).toBeGreaterThanOrEqual(span.untilMs);
    });
  }
});
