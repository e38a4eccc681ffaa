import { beforeEach, expect, test } from "vitest";
import { readPoints } from "../../store/calibrations.ts";
import { keepDrawing } from "../../store/drawings.ts";
import type { StateStore } from "../../store/state/open-state.ts";
import { makeSensorRow, makeVenueRow } from "../../store/state/test-rows.ts";
import { describeStates, keepOpen } from "../../store/state/test-states.ts";
import { VenuesAround } from "../../suspects/venue-around.ts";
import { readVenues } from "../read-venues.ts";
import { removeFloorOf } from "../remove-floor.ts";
import { calibrateVenueFloor, pointsToFitAnew, takeCalibrationBack } from "./calibrate.ts";
import { WALK_SENSORS, walkedPoints } from "./test-walk.ts";

const AT = 1_700_000_000_000;
const FLOOR = { venueId: "mall", floorId: "ground" };
const ENTRY = { ...FLOOR, points: walkedPoints(), by: "wang", at: AT };

describeStates("the calibration of a floor in %s", (start) => {
  let state: StateStore;
  keepOpen(start, (opened) => (state = opened));
  beforeEach(async () => {
    for (const table of ["documents", "audit", "sensors", "venues"] as const)
      await state.db.deleteFrom(table).execute();
    const floors = [{ floorId: "ground", name: "Ground", widthMetres: 60, heightMetres: 40 }];
    await state.db
      .insertInto("venues")
      .values({ ...makeVenueRow(), floors: JSON.stringify(floors) })
      .execute();
    for (const { sensorId, x, y } of WALK_SENSORS)
      await state.db
        .insertInto("sensors")
        .values(makeSensorRow(sensorId, { floor_id: "ground", x, y }))
        .execute();
  });
  const told = async () => (await readVenues(state))[0]?.floors[0]?.calibration;
  const used = async () =>
    (await new VenuesAround(state).of("mall")).calibrations.get("ground")?.calibration.get("2.4GHz");

  test("is kept with its measured error, told beside the floor, used where suspects are placed, and noted", async () => {
    expect(await told()).toBeUndefined();
    expect(await used()).toBeUndefined();
    const made = await calibrateVenueFloor(state, ENTRY);
    expect(made.outcome).toBe("kept");
    const now = await told();
    expect(now).toMatchObject({ state: "in-use", calibratedAt: new Date(AT).toISOString(), error: { count: 12 } });
    expect(now!.error.medianMetres).toBeGreaterThan(0);
    expect(now!.error.p90Metres).toBeGreaterThanOrEqual(now!.error.medianMetres);
    expect((await used())?.exponent).toBeCloseTo(3.2, 0);
    expect((await used())?.offsets.get("east")?.offsetDb).toBeLessThan(-5);
    expect(await readPoints(state.db, FLOOR)).toEqual(ENTRY.points);
    const lines = await state.db.selectFrom("audit").select(["by", "action", "subject"]).execute();
    expect(lines.map((line) => ({ ...line }))).toEqual([
      { by: "wang", action: "floor-calibrated", subject: "mall ground" },
    ]);
  });

  test("is out of date, and not used, when a wall or a sensor that took part is elsewhere; a sensor that is new changes nothing", async () => {
    await calibrateVenueFloor(state, ENTRY);
    await state.db
      .insertInto("sensors")
      .values(makeSensorRow("new-one", { floor_id: "ground", x: 40, y: 20 }))
      .execute();
    expect((await told())?.state).toBe("in-use");
    const wall = {
      points: [
        [20, 0],
        [20, 30],
      ] as [number, number][],
      lossDb: 8,
    };
    await keepDrawing(state.db, FLOOR, { walls: [wall], zones: [], cameras: [] }, AT);
    expect((await told())?.state).toBe("outdated");
    expect(await used()).toBeUndefined();
    // Fitted anew to the same points it holds for the floor as it is.
    await calibrateVenueFloor(state, { ...ENTRY, points: await pointsToFitAnew(state.db, FLOOR) });
    expect((await told())?.state).toBe("in-use");
    await state.db.updateTable("sensors").set({ x: 20 }).where("sensor_id", "=", "west").execute();
    expect((await told())?.state).toBe("outdated");
    const anew = await pointsToFitAnew(state.db, FLOOR);
    expect(new Set(anew.flatMap(({ levels }) => levels.map(({ sensorId }) => sensorId)))).toEqual(
      new Set(["north", "east", "south"]),
    );
  });

  test("is taken back, and goes with its floor", async () => {
    expect(await takeCalibrationBack(state, FLOOR, "wang", AT)).toBe(false);
    await calibrateVenueFloor(state, ENTRY);
    expect(await takeCalibrationBack(state, FLOOR, "wang", AT)).toBe(true);
    expect(await told()).toBeUndefined();
    expect(await readPoints(state.db, FLOOR)).toEqual([]);
    await calibrateVenueFloor(state, ENTRY);
    await removeFloorOf(state, { ...FLOOR, evenWith: true }, "wang", AT);
    expect(await state.db.selectFrom("documents").select("name").execute()).toEqual([]);
  });

  test("is refused, and what was there stays, where points are few, beside the floor, of a strange sensor, or tell nothing of where they are", async () => {
    await calibrateVenueFloor(state, ENTRY);
    const before = await told();
    const tried = async (points = walkedPoints(), floorId = "ground") =>
      (await calibrateVenueFloor(state, { ...ENTRY, floorId, points, at: AT + 1 })).outcome;
    expect(await tried(walkedPoints(), "attic")).toBe("no-floor");
    expect(await tried(walkedPoints().slice(0, 4))).toBe("too-few");
    expect(await tried(walkedPoints().map((point) => ({ ...point, x: point.x + 55 })))).toBe("outside");
    expect(
      await tried(walkedPoints().map((point) => ({ ...point, levels: [{ sensorId: "stranger", levelDbm: -50 }] }))),
    ).toBe("unknown-sensor");
    // Somebody else sends with the walk's address, and stands still beside one sensor.
    const [forged] = walkedPoints();
    expect(await tried(walkedPoints().map((point) => ({ ...point, levels: forged?.levels ?? [] })))).toBe("misleading");
    expect(await told()).toEqual(before);
  });

  test("that somebody wrote over in the database is none, and hurts nothing else", async () => {
    await calibrateVenueFloor(state, ENTRY);
    await state.db
      .updateTable("documents")
      .set({ octets: Buffer.from('{"bands": "x"}') })
      .where("name", "=", "calibrations/mall/ground")
      .execute();
    expect(await told()).toBeUndefined();
    expect(await used()).toBeUndefined();
  });
});
