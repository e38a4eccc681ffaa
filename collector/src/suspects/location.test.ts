import type { Floor, Position } from "@probewarden/contract";
import { describe, expect, test } from "vitest";
import { HEARING_RADIUS_METRES } from "../sensors/hearing-radius.ts";
import { locate, type HeardAt, type PlacedSensor } from "./location.ts";

const FLOOR: Floor = { floorId: "ground", name: "Ground", widthMetres: 60, heightMetres: 40 };
const SENSORS = { north: { x: 10, y: 5 }, south: { x: 10, y: 35 }, east: { x: 50, y: 20 } };

/** Levels of a transmitter at `x, y` by the log-distance model, from -32 dBm at one metre. */
const heardFrom = (x: number, y: number, names: (keyof typeof SENSORS)[]): HeardAt[] =>
  names.map((sensorId) => {
    const position = SENSORS[sensorId];
    return {
      sensorId,
      floorId: "ground",
      position,
      levelDbm: -32 - 30 * Math.log10(Math.max(1, Math.hypot(position.x - x, position.y - y))),
    };
  });

describe("the place of a suspect", () => {
  test("is unknown when nobody hears it", () => {
    expect(locate([], { floors: [FLOOR], sensors: [] })).toBeUndefined();
  });

  test("is within hearing of the loudest sensor when two hear it", () => {
    expect(locate(heardFrom(15, 10, ["north", "south"]), { floors: [FLOOR], sensors: [] })).toMatchObject({
      method: "nearest-sensor",
      nearestSensorId: "north",
      position: SENSORS.north,
      radiusMetres: HEARING_RADIUS_METRES,
    });
  });

  test.each([
    [20, 12],
    [40, 30],
    [12, 20],
  ])("is near %d, %d when three sensors hear it there", (x, y) => {
    const place = locate(heardFrom(x, y, ["north", "south", "east"]), { floors: [FLOOR], sensors: [] });
    expect(place?.method).toBe("grid");
    expect(Math.hypot((place?.position.x ?? 0) - x, (place?.position.y ?? 0) - y)).toBeLessThan(10);
    expect(place?.radiusMetres).toBeGreaterThan(1);
  });

  test("is on the floor where it is loudest", () => {
    const above: HeardAt = { sensorId: "above", floorId: "first", position: { x: 1, y: 1 }, levelDbm: -90 };
    expect(locate([above, ...heardFrom(15, 10, ["north"])], { floors: [FLOOR], sensors: [] })?.floorId).toBe("ground");
  });

  describe("is named", () => {
    const sensors = (Object.keys(SENSORS) as (keyof typeof SENSORS)[]).map((sensorId): PlacedSensor => ({
      sensorId,
      floorId: "ground",
      position: SENSORS[sensorId],
    }));
    const around = { floors: [FLOOR], sensors };
    const louder = (heard: HeardAt[], sensorId: string, byDb: number): HeardAt[] =>
      heard.map((entry) => (entry.sensorId === sensorId ? { ...entry, levelDbm: entry.levelDbm + byDb } : entry));

    test("after the sensor nearest to it, even where that one does not hear it or another hears it louder", () => {
      for (const byDb of [-9, -6, 0, 6, 9]) {
        const heard = louder(heardFrom(25, 18, ["north", "south", "east"]), "east", byDb);
        const place = locate(heard, around)!;
        const metresTo = ({ x, y }: Position): number => Math.hypot(x - place.position.x, y - place.position.y);
        const nearest = sensors.toSorted((a, b) => metresTo(a.position) - metresTo(b.position))[0];
        expect(place.nearestSensorId).toBe(nearest?.sensorId);
        const deaf: PlacedSensor = { sensorId: "deaf", floorId: "ground", position: place.position };
        expect(locate(heard, { ...around, sensors: [...sensors, deaf] })?.nearestSensorId).toBe("deaf");
      }
    });

    test("after the same sensor while it wanders between two, and after the other once that is clearly nearer", () => {
      const heard = (y: number): HeardAt[] => heardFrom(11, y, ["north", "south", "east"]);
      const first = locate(heard(12), around);
      expect(first?.nearestSensorId).toBe("north");
      const names = [19, 21, 19.5, 20.5].map((y) => locate(heard(y), { ...around, before: first })?.nearestSensorId);
      expect(names).toEqual(["north", "north", "north", "north"]);
      expect(locate(heard(32), { ...around, before: first })?.nearestSensorId).toBe("south");
    });

    test("after the same of two sensors until the other is louder by more than a level is uncertain", () => {
      const heard = heardFrom(10, 20, ["north", "south"]);
      const before = locate(louder(heard, "south", 1), around);
      expect(before?.nearestSensorId).toBe("south");
      expect(locate(louder(heard, "north", 5), { ...around, before })?.nearestSensorId).toBe("south");
      expect(locate(louder(heard, "north", 8), { ...around, before })?.nearestSensorId).toBe("north");
    });
  });
});
