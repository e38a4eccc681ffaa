import type { Floor } from "@probewarden/contract";
import { describe, expect, test } from "vitest";
import { locate, type HeardAt } from "./location.ts";

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
    expect(locate([], [FLOOR])).toBeUndefined();
  });

  test("is a ring about the nearest sensor when two hear it", () => {
    expect(locate(heardFrom(15, 10, ["north", "south"]), [FLOOR])).toMatchObject({
      method: "nearest-sensor",
      nearestSensorId: "north",
      position: SENSORS.north,
    });
  });

  test.each([
    [20, 12],
    [40, 30],
    [12, 20],
  ])("is near %d, %d when three sensors hear it there", (x, y) => {
    const place = locate(heardFrom(x, y, ["north", "south", "east"]), [FLOOR]);
    expect(place?.method).toBe("grid");
    expect(Math.hypot((place?.position.x ?? 0) - x, (place?.position.y ?? 0) - y)).toBeLessThan(10);
    expect(place?.radiusMetres).toBeGreaterThan(1);
  });

  test("is on the floor where it is loudest", () => {
    const above: HeardAt = { sensorId: "above", floorId: "first", position: { x: 1, y: 1 }, levelDbm: -90 };
    expect(locate([above, ...heardFrom(15, 10, ["north"])], [FLOOR])?.floorId).toBe("ground");
  });
});
