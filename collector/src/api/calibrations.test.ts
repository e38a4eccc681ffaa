import type { CalibrationState, CensusMinute, FitResult, SignalRow } from "@probewarden/contract";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { writeCensus, writeLevels } from "../store/series/test-series.ts";
import { makeSensorRow, makeVenueRow } from "../store/state/test-rows.ts";
import { eraseLevels } from "../suspects/erase-levels.ts";
import { readWatch, refreshWatch } from "../suspects/watch.ts";
import { walkedPoint, WALK_SENSORS } from "../venues/calibration/test-walk.ts";
import { endOldWalks } from "../venues/calibration/walk.ts";
import { makeApp, OWN_PAGE, type AppFixture } from "./app-fixture.ts";

const HOTSPOT = "06:00:00:aa:bb:01";
const ROUTER = "02:00:00:cc:dd:01";
const MINUTE = 60_000;
const PATH = "/api/venues/mall/floors/ground/calibration";

let fixture: AppFixture;
let start = 0;
beforeAll(async () => {
  fixture = await makeApp({ demo: true });
  const floor = { floorId: "ground", name: "Ground", widthMetres: 60, heightMetres: 40 };
  await fixture.state.db
    .insertInto("venues")
    .values({ ...makeVenueRow(), floors: JSON.stringify([floor]) })
    .execute();
  for (const { sensorId, x, y } of WALK_SENSORS)
    await fixture.state.db
      .insertInto("sensors")
      .values(makeSensorRow(sensorId, { floor_id: "ground", x, y }))
      .execute();
});
afterAll(() => fixture.close());
beforeEach(async () => {
  for (const table of ["documents", "audit", "watch_entries", "series_erasures"] as const)
    await fixture.state.db.deleteFrom(table).execute();
  // Each test walks in an hour of its own.
  fixture.clock.now += 3 * 3_600_000;
  start = Math.floor(fixture.clock.now / MINUTE) * MINUTE;
});

type Method = "GET" | "PUT" | "POST" | "DELETE";
const ask = (method: Method, path: string, payload?: object) =>
  fixture.app.inject({
    method,
    url: `${PATH}${path}`,
    headers: OWN_PAGE,
    ...(payload === undefined ? {} : { payload }),
  });
const shown = async (): Promise<CalibrationState> => (await ask("GET", "")).json<CalibrationState>();
const codeOf = (answer: { json: () => unknown }) => (answer.json() as { code: string }).code;
const iso = (ms: number): string => new Date(ms).toISOString();

/** A sensor listened, and heard others than the walk. */
const listenedAt = (ms: number): CensusMinute => ({
  minute: iso(ms),
  channelMhz: 2437,
  secondsListened: 20,
  management: 400,
  control: 0,
  data: 10,
  probeRequests: 3,
  accessPoints: 5,
  stations: { fewerThan: 5 },
});

/** A point of the walk that fills the minute with this number. */
const pointAt = (index: number, more: object = {}) => {
  const { x, y } = walkedPoint(index);
  const fromAt = iso(start + index * MINUTE);
  return { kind: "carried", transmitter: HOTSPOT, x, y, fromAt, toAt: iso(start + (index + 1) * MINUTE), ...more };
};
/** What the sensors report of the walk's minutes, as it is heard in `heardAs`. */
async function report(heardAs: (index: number) => ReturnType<typeof walkedPoint>, transmitter = HOTSPOT) {
  for (const { sensorId } of WALK_SENSORS) {
    const minutes = Array.from({ length: 12 }, (_, at): CensusMinute => listenedAt(start + at * MINUTE));
    const rows = minutes.flatMap(({ minute }, at): SignalRow[] => {
      const level = heardAs(at).levels.find((one) => one.sensorId === sensorId)?.levelDbm ?? null;
      if (level === null) return [];
      const levels = { medianDbm: level, p10Dbm: level - 4, p90Dbm: level + 4 };
      return [{ minute, transmitter, role: "watched", channelMhz: 2437, frames: 40, ...levels }];
    });
    await writeLevels(fixture.series, "mall", sensorId, rows);
    await writeCensus(fixture.series, "mall", sensorId, minutes);
  }
  fixture.clock.now = start + 14 * MINUTE;
}
async function walk(points = 12): Promise<void> {
  await ask("PUT", "/walk", { carried: HOTSPOT });
  for (let index = 0; index < points; index++)
    await ask("PUT", `/walk/points/point-${"ghijklmnopqr"[index]}`, pointAt(index));
}

describe("a calibration walk", () => {
  test("asks the venue's sensors for what is carried until it ends, fits the floor to what they report, and forgets the address", async () => {
    expect(await shown()).toEqual({ now: iso(fixture.clock.now) });
    await walk();
    expect(fixture.decidedVenues).toContain("mall");
    const list = await refreshWatch(fixture.state, "mall", fixture.clock.now);
    expect(list?.entries).toEqual([{ transmitter: HOTSPOT, expiresAt: iso(fixture.clock.now + 2 * 3_600_000) }]);
    // It stays, and is not sent again and again.
    expect(await refreshWatch(fixture.state, "mall", fixture.clock.now + MINUTE)).toBeUndefined();
    expect((await shown()).walk?.points.map(({ state }) => state)).toEqual(Array(12).fill("waiting"));
    await report((at) => walkedPoint(at));
    const { walk: heard } = await shown();
    expect(
      heard?.points.every(({ state, heardBy, listened }) => state === "heard" && heardBy > 0 && listened === 4),
    ).toBe(true);
    expect(heard?.hearing.length).toBeGreaterThan(0);

    const fit = (await ask("POST", "/walk/fit")).json<FitResult>();
    expect(fit).toMatchObject({ outcome: "kept", error: { count: 12 } });
    const after = await shown();
    expect(after.walk).toBeUndefined();
    expect(after.calibration).toMatchObject({ state: "in-use", error: fit.error, by: "demo" });
    expect(after.calibration?.bands[0]?.offsets.find(({ sensorId }) => sensorId === "east")?.offsetDb).toBeLessThan(-5);
    // Nothing that is kept names it, sensors are asked no more, and its levels go.
    const kept = await fixture.state.db.selectFrom("documents").select("octets").execute();
    for (const { octets } of kept) expect(Buffer.from(octets).toString()).not.toContain(HOTSPOT);
    expect((await refreshWatch(fixture.state, "mall", fixture.clock.now))?.entries).toEqual([]);
    expect((await readWatch(fixture.state, "mall", fixture.clock.now)).entries).toEqual([]);
    await eraseLevels(fixture.state, fixture.series, fixture.clock.now);
    expect(await fixture.series.heardMinutes("mall", [HOTSPOT], start, fixture.clock.now)).toEqual([]);
    const lines = await fixture.state.db.selectFrom("audit").select("action").orderBy("seq").execute();
    expect(lines.map(({ action }) => action)).toEqual([
      "walk-begun",
      "floor-calibrated",
      "walk-ended",
      "levels-erased",
    ]);
  });

  test("has a point once however often it is sent, takes it back, and refuses what cannot be", async () => {
    expect((await ask("PUT", "/walk/points/point-g", pointAt(0))).statusCode).toBe(404);
    await walk(2);
    for (let again = 0; again < 3; again++) await ask("PUT", "/walk/points/point-g", pointAt(0, { x: 7 }));
    expect((await shown()).walk?.points.map(({ x }) => x)).toEqual([7, 22]);
    await ask("DELETE", "/walk/points/point-g");
    expect((await ask("DELETE", "/walk/points/point-g")).statusCode).toBe(200);
    expect((await shown()).walk?.points).toHaveLength(1);
    for (const wrong of [
      { x: 61 },
      { toAt: iso(start) },
      { toAt: iso(start + 19 * MINUTE) },
      { transmitter: ROUTER },
    ]) {
      const answer = await ask("PUT", "/walk/points/point-k", pointAt(3, wrong));
      expect([answer.statusCode, codeOf(answer)]).toEqual([400, "bad-point"]);
    }
    expect(codeOf(await ask("PUT", "/walk", { carried: "06:00:00:aa:bb:02" }))).toBe("walk-under-way");
    // Begun again with the same it goes on.
    expect((await ask("PUT", "/walk", { carried: HOTSPOT })).json<CalibrationState>().walk?.points).toHaveLength(1);
    expect(
      (await fixture.app.inject({ url: "/api/venues/mall/floors/attic/calibration", headers: OWN_PAGE })).statusCode,
    ).toBe(404);
  });

  test("holds 64 points and no more", async () => {
    await ask("PUT", "/walk", { carried: HOTSPOT });
    const name = (at: number): string => `point-${"ghijklmn"[Math.floor(at / 8)]}${"ghijklmn"[at % 8]}`;
    for (let at = 0; at < 64; at++) await ask("PUT", `/walk/points/${name(at)}`, pointAt(0));
    const answer = await ask("PUT", "/walk/points/point-more", pointAt(0));
    expect([codeOf(answer), (await shown()).walk?.points.length]).toEqual(["bad-point", 64]);
    // One that is known may still be changed.
    expect((await ask("PUT", `/walk/points/${name(3)}`, pointAt(1))).statusCode).toBe(200);
  });

  test("whose transmitter somebody else sends with from one place changes nothing, and says so", async () => {
    await walk();
    const elsewhere = walkedPoint(0);
    await report(() => elsewhere);
    const fit = (await ask("POST", "/walk/fit")).json<FitResult>();
    expect(fit.outcome).toBe("misleading");
    const after = await shown();
    expect([after.calibration, after.walk?.points.length]).toEqual([undefined, 12]);
  });

  test("of which three points are somebody else's is fitted without them, and they are said", async () => {
    await walk();
    const elsewhere = walkedPoint(0);
    const forged = new Set([5, 7, 10]);
    await report((at) => (forged.has(at) ? elsewhere : walkedPoint(at)));
    const mended = (await ask("POST", "/walk/fit")).json<FitResult>();
    expect(mended.outcome).toBe("kept");
    const leftOut = mended.places.flatMap((place, at) => (place.leftOut ? [at] : []));
    expect(leftOut.filter((at) => forged.has(at)).length).toBeGreaterThanOrEqual(2);
    expect(leftOut.length).toBeLessThanOrEqual(4);
    const exponent = (await shown()).calibration?.bands[0]?.exponent ?? 0;
    expect(Math.abs(exponent - 3.2)).toBeLessThan(0.6);
  });

  test("too few points that somebody heard are said, the walk goes on, and it may be given up; a forgotten one ends by itself", async () => {
    await walk(4);
    await report((at) => walkedPoint(at));
    expect((await ask("POST", "/walk/fit")).json()).toMatchObject({ outcome: "too-few" });
    expect((await shown()).walk?.points).toHaveLength(4);
    expect((await ask("DELETE", "/walk")).json<CalibrationState>().walk).toBeUndefined();
    expect((await ask("POST", "/walk/fit")).statusCode).toBe(404);
    await walk(1);
    fixture.clock.now += 2 * 3_600_000 + 1;
    expect((await shown()).walk).toBeUndefined();
    expect((await refreshWatch(fixture.state, "mall", fixture.clock.now))?.entries ?? []).toEqual([]);
    expect(await endOldWalks(fixture.state, fixture.clock.now)).toEqual(["mall"]);
    expect(await fixture.state.db.selectFrom("documents").select("name").execute()).toEqual([]);
    expect(await fixture.state.db.selectFrom("series_erasures").select("transmitter").execute()).toHaveLength(1);
  });

  test("takes access points that stand at known places too, each with a power of its own", async () => {
    await walk(6);
    await report((at) => walkedPoint(at));
    // The router is where the walk's ninth point would be, and sends 12 dB more.
    const ninth = walkedPoint(8);
    const louder = {
      ...ninth,
      levels: ninth.levels.map((one) => ({ ...one, levelDbm: one.levelDbm === null ? null : one.levelDbm + 12 })),
    };
    for (const { sensorId } of WALK_SENSORS) {
      const level = louder.levels.find((one) => one.sensorId === sensorId)?.levelDbm ?? -80;
      const rows = Array.from({ length: 10 }, (_, at): SignalRow => ({
        minute: iso(start + at * MINUTE),
        transmitter: ROUTER,
        role: "resident",
        channelMhz: 2437,
        frames: 60,
        medianDbm: level,
        p10Dbm: level,
        p90Dbm: level,
      }));
      await writeLevels(fixture.series, "mall", sensorId, rows);
    }
    const { items } = (await ask("GET", "/access-points")).json<{
      items: { transmitter: string; sensors: number }[];
    }>();
    expect(items).toMatchObject([{ transmitter: ROUTER, sensors: 4 }]);
    const stands = { kind: "access-point", transmitter: ROUTER, x: ninth.x, y: ninth.y };
    await ask("PUT", "/walk/points/point-ap", { ...pointAt(0), ...stands, toAt: iso(start + 10 * MINUTE) });
    const fit = (await ask("POST", "/walk/fit")).json<FitResult>();
    expect(fit).toMatchObject({ outcome: "kept", error: { count: 7 } });
    expect(fit.places.map(({ source }) => source)).toEqual([...Array<string>(6).fill("walk"), "ap-1"]);
    expect((await ask("POST", "/fit")).json()).toMatchObject({ outcome: "kept", error: { count: 7 } });
    expect((await ask("DELETE", "")).json<CalibrationState>().calibration).toBeUndefined();
    expect((await ask("DELETE", "")).statusCode).toBe(404);
  });
});
