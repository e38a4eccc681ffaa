import type { LevelSeries } from "@probewarden/contract";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { makeApp, putSuspect, type AppFixture } from "./app-fixture.ts";
import { makeSensorRow } from "../store/state/test-rows.ts";
import { writeLevels } from "../store/series/test-series.ts";

const HOUR = 3_600_000;
const BOX = "02:00:00:aa:bb:01";

let fixture: AppFixture;
beforeEach(async () => {
  fixture = await makeApp({ demo: true });
  await putSuspect(fixture, "box-one");
  await fixture.state.db
    .insertInto("suspect_transmitters")
    .values({ venue_id: "mall", suspicion: "probe-box", transmitter: BOX, suspect_id: "box-one" })
    .execute();
});
afterEach(() => fixture.close());

async function putSensors(count: number): Promise<void> {
  for (let index = 0; index < count; index += 1)
    await fixture.state.db
      .insertInto("sensors")
      .values(makeSensorRow(`s-${index}`))
      .execute();
}

/** Levels of a sensor, one a minute. */
const putLevels = (sensorId: string, minutes: number): Promise<void> =>
  writeLevels(
    fixture.series,
    "mall",
    sensorId,
    Array.from({ length: minutes }, (_, minute) => ({
      minute: new Date(fixture.clock.now - minute * 60_000).toISOString(),
      transmitter: BOX,
      role: "suspect",
      channelMhz: 2437,
      frames: 1,
      medianDbm: -60,
      p10Dbm: -65,
      p90Dbm: -55,
    })),
  );

const ask = async (fromMs: number, toMs: number, maxPoints: number): Promise<LevelSeries[]> => {
  const query = `fromMs=${fromMs}&toMs=${toMs}&maxPoints=${maxPoints}`;
  const answer = await fixture.app.inject({
    url: `/api/suspects/box-one/levels?${query}`,
    headers: { host: "localhost" },
  });
  expect(answer.statusCode).toBe(200);
  return answer.json<{ items: LevelSeries[] }>().items;
};

test("a venue with few sensors is answered with as many points as were asked for", async () => {
  await putSensors(2);
  await putLevels("s-0", 120);
  const [series] = await ask(fixture.clock.now - 2 * HOUR, fixture.clock.now + 60_000, 2000);
  expect(series?.points).toHaveLength(120);
});

test("a venue with many sensors is answered with fewer points each, and never with more than 20,000", async () => {
  await putSensors(500);
  await putLevels("s-0", 120);
  const [series] = await ask(fixture.clock.now - 2 * HOUR, fixture.clock.now + 60_000, 2000);
  expect(series?.points.length).toBeGreaterThan(20);
  expect(series?.points.length).toBeLessThanOrEqual(41);
  expect(series?.points.reduce((sum, [, , , , frames]) => sum + frames, 0)).toBe(120);
});

test("a span beyond what is kept is cut before the series is asked", async () => {
  const asked = vi.spyOn(fixture.series, "levels");
  await ask(0, Number.MAX_SAFE_INTEGER, 500);
  const { hourDays } = fixture.config.retention;
  expect(asked).toHaveBeenCalledWith(
    "mall",
    [BOX],
    fixture.clock.now - hourDays * 24 * HOUR,
    fixture.clock.now + HOUR,
    500,
  );
});
