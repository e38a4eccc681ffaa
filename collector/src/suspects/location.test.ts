import type { Floor, Place } from "@probewarden/contract";
import type { ChannelLooks } from "@probewarden/place";
import { describe, expect, test } from "vitest";
import { Buildings, type PlacedSensor } from "./buildings.ts";
import { locate } from "./location.ts";

const FLOOR: Floor = { floorId: "ground", name: "Ground", widthMetres: 60, heightMetres: 40 };
const ABOVE: Floor = { ...FLOOR, floorId: "first", name: "First" };
const PLACES = { north: { x: 10, y: 5 }, south: { x: 10, y: 35 }, east: { x: 50, y: 20 } };
type Name = keyof typeof PLACES;
const NAMES = Object.keys(PLACES) as Name[];
const SENSORS = NAMES.map((sensorId): PlacedSensor => ({ sensorId, floorId: "ground", position: PLACES[sensorId] }));
const AROUND = { floors: [FLOOR], sensors: SENSORS };

/** Levels of a transmitter at `x, y` by the log-distance model, from −32 dBm at one metre; silence where none is given but listened. */
function heardFrom(
  x: number,
  y: number,
  names: readonly Name[],
  louder: Partial<Record<string, number>> = {},
): ChannelLooks[] {
  const looks = Object.entries(PLACES).flatMap(([sensorId, at]) => {
    if (!names.some((name) => name === sensorId)) return [];
    const level = -32 - 30 * Math.log10(Math.max(1, Math.hypot(at.x - x, at.y - y))) + (louder[sensorId] ?? 0);
    return [lookOf(sensorId, level)];
  });
  return [{ channelMhz: 2437, sensors: looks }];
}

const lookOf = (sensorId: string, level: number | null): ChannelLooks["sensors"][number] => ({
  sensorId,
  levelsDbm: Array<number | null>(10).fill(level),
  frames: Array<number>(10).fill(level === null ? 0 : 60),
  listening: Array<number>(10).fill(1),
  sensitivityDbm: -92,
});

const half = (place: Place | undefined): number => place?.regions?.[0]?.areaMetres2 ?? Number.NaN;

describe("the place of a suspect", () => {
  test("is unknown when nobody hears it, or only sensors without a place", () => {
    expect(locate([], AROUND)).toBeUndefined();
    expect(locate([{ channelMhz: 2437, sensors: [lookOf("north", null)] }], AROUND)).toBeUndefined();
    expect(locate(heardFrom(15, 10, NAMES), { floors: [FLOOR], sensors: [] })).toBeUndefined();
    expect(locate(heardFrom(15, 10, NAMES), { floors: [], sensors: SENSORS })).toBeUndefined();
  });

  test("is told as whose hearing it is in where its half region is too large to be a place, and silence makes it smaller", () => {
    const place = locate(heardFrom(15, 10, ["north"]), AROUND);
    expect(place).toMatchObject({ method: "nearest-sensor", nearestSensorId: "north", floorProbability: 1 });
    const [heard] = heardFrom(15, 10, ["north"]);
    const silent = [...(heard?.sensors ?? []), lookOf("south", null), lookOf("east", null)];
    expect(half(locate([{ channelMhz: 2437, sensors: silent }], AROUND))).toBeLessThan(half(place));
  });

  test("counts the walls that are drawn: what a wall keeps from a sensor stands behind it, and not far from it", () => {
    // All but the way to the east is free; what arrives there is as weak as a concrete wall on the way makes it.
    const channels = heardFrom(20, 20, NAMES, { east: -14 });
    const walls = [-1, 0, 1].map((row) => ({ x1: 35, y1: 15 + 5 * row, x2: 35, y2: 25 + 5 * row, lossDb: 14 }));
    const offBy = (place: Place | undefined): number =>
      Math.hypot((place?.position.x ?? NaN) - 20, (place?.position.y ?? NaN) - 20);
    const drawn = locate(channels, { ...AROUND, walls: new Map([["ground", walls]]) });
    const bare = locate(channels, AROUND);
    expect(offBy(drawn)).toBeLessThan(offBy(bare));
    // Tables that were made without the wall are not taken for those with it.
    const buildings = new Buildings();
    expect(locate(channels, AROUND, buildings)).toEqual(bare);
    expect(locate(channels, { ...AROUND, walls: new Map([["ground", walls]]) }, buildings)).toEqual(drawn);
  });

  test("is told with what calibration taught of its floor, and with the error that was measured there", () => {
    // The east hears everybody 12 dB too low.
    const channels = heardFrom(30, 20, NAMES, { east: -12 });
    const calibration = new Map([
      [
        "2.4GHz" as const,
        {
          exponent: 3,
          exponentSpread: 0.2,
          wallFactor: 0.8,
          wallFactorSpread: 0.3,
          offsets: new Map([["east", { offsetDb: -12, variance: 1 }]]),
          spreadDb: 3,
          freedom: 40,
          expected: 30,
          missed: 0,
        },
      ],
    ]);
    const error = { medianMetres: 4.2, p90Metres: 9.5, count: 14 };
    const offBy = (place: Place | undefined): number =>
      Math.hypot((place?.position.x ?? NaN) - 30, (place?.position.y ?? NaN) - 20);
    const bare = locate(channels, AROUND);
    const told = locate(channels, { ...AROUND, calibrations: new Map([["ground", { calibration, error }]]) });
    expect(offBy(told)).toBeLessThan(offBy(bare));
    expect(told?.floorError).toEqual(error);
    expect(bare).not.toHaveProperty("floorError");
    // On two storeys the floor above, which nobody calibrated, is told without.
    const above: PlacedSensor = { sensorId: "above", floorId: "first", position: { x: 30, y: 20 } };
    const around = { floors: [FLOOR, ABOVE], sensors: [...SENSORS, above] };
    const upstairs = [{ channelMhz: 2437, sensors: [lookOf("above", -35), lookOf("north", -80)] }];
    const place = locate(upstairs, { ...around, calibrations: new Map([["ground", { calibration, error }]]) });
    expect(place?.floorId).toBe("first");
    expect(place).not.toHaveProperty("floorError");
  });

  test.each([
    [20, 12],
    [40, 30],
    [12, 20],
  ])("is near %d, %d when three sensors hear it there", (x, y) => {
    const place = locate(heardFrom(x, y, NAMES), AROUND);
    expect(Math.hypot((place?.position.x ?? 0) - x, (place?.position.y ?? 0) - y)).toBeLessThan(10);
    expect(place?.radiusMetres).toBeGreaterThan(1);
    expect(place?.regions?.map(({ share }) => share)).toEqual([0.5, 0.95]);
    for (const { rings } of place?.regions ?? [])
      for (const [cornerX, cornerY] of rings.flat())
        expect(cornerX >= 0 && cornerX <= 60 && cornerY >= 0 && cornerY <= 40).toBe(true);
  });

  test("has regions with no more corners than are told, however ragged they are", () => {
    const sensors = Array.from({ length: 40 }, (_, at): PlacedSensor => ({
      sensorId: `s${at}`,
      floorId: "ground",
      position: { x: (at * 37) % 60, y: (at * 23) % 40 },
    }));
    const looks = sensors.map(({ sensorId }, at) => lookOf(sensorId, at % 3 === 0 ? -60 - ((at * 7) % 30) : null));
    const place = locate([{ channelMhz: 2437, sensors: looks }], { floors: [FLOOR], sensors });
    for (const { rings } of place?.regions ?? []) expect(rings.flat().length).toBeLessThanOrEqual(160);
  });

  test("is on the floor where it is likeliest, with how likely that is, and stays there while no other is clearly likelier", () => {
    const above: PlacedSensor = { sensorId: "above", floorId: "first", position: { x: 12, y: 8 } };
    const around = { floors: [FLOOR, ABOVE], sensors: [...SENSORS, above] };
    const heard = (level: number): ChannelLooks[] => {
      const [looks] = heardFrom(15, 10, NAMES);
      return [{ channelMhz: 2437, sensors: [...(looks?.sensors ?? []), lookOf("above", level)] }];
    };
    const place = locate(heard(-88), around);
    expect(place?.floorId).toBe("ground");
    expect(place?.floorProbability).toBeGreaterThan(0.9);
    const known = locate(heard(-40), around);
    expect(known?.floorId).toBe("first");
    const between = [-80, -76, -72, -68, -64, -60, -56].map((level) =>
      locate(heard(level), { ...around, before: place }),
    );
    const free = [-80, -76, -72, -68, -64, -60, -56].map((level) => locate(heard(level), around));
    const groundOf = (places: (Place | undefined)[]): number => places.filter((at) => at?.floorId === "ground").length;
    expect(groundOf(between)).toBeGreaterThanOrEqual(groundOf(free));
  });

  test("is named after the sensor nearest to it, also after one that does not hear it", () => {
    const place = locate(heardFrom(11, 8, NAMES), AROUND);
    expect(place?.nearestSensorId).toBe("north");
    const deaf: PlacedSensor = { sensorId: "deaf", floorId: "ground", position: place?.position ?? { x: 0, y: 0 } };
    const named = locate(heardFrom(11, 8, NAMES), { ...AROUND, sensors: [...SENSORS, deaf] });
    expect(named?.nearestSensorId).toBe("deaf");
  });

  test("is named after the same of two sensors until the other is louder by more than a level is uncertain", () => {
    const heard = (louder: Partial<Record<Name, number>>): ChannelLooks[] =>
      heardFrom(10, 20, ["north", "south"], louder);
    const before = locate(heard({ south: 1 }), AROUND);
    expect(before).toMatchObject({ method: "nearest-sensor", nearestSensorId: "south" });
    expect(locate(heard({ north: 5 }), { ...AROUND, before })?.nearestSensorId).toBe("south");
    expect(locate(heard({ north: 8 }), { ...AROUND, before })?.nearestSensorId).toBe("north");
  });

  test("of a venue with more sensors than are looked at, it is told from those that hear it and those near them", () => {
    const crowd = Array.from({ length: 150 }, (_, at): PlacedSensor => ({
      sensorId: `far${at}`,
      floorId: "ground",
      position: { x: 59, y: (at % 39) + 0.5 },
    }));
    const place = locate(heardFrom(20, 12, NAMES), { floors: [FLOOR], sensors: [...crowd, ...SENSORS] });
    expect(Math.hypot((place?.position.x ?? 0) - 20, (place?.position.y ?? 0) - 12)).toBeLessThan(10);
  });
});

test("the tables of a few buildings are kept, and made anew when a sensor moves", () => {
  const buildings = new Buildings();
  const storeys = [{ ...FLOOR, level: 0 }];
  const first = buildings.of(storeys, SENSORS);
  expect(buildings.of(storeys, SENSORS)).toBe(first);
  for (let x = 0; x < 9; x++) {
    const moved: PlacedSensor[] = [{ sensorId: "north", floorId: "ground", position: { x, y: 1 } }];
    expect(buildings.of(storeys, moved)).not.toBe(first);
  }
  expect(buildings.size).toBe(4);
});
