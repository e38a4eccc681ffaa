import { expect, test } from "vitest";
import { distanceDb } from "./between.ts";
import type { ChannelLooks } from "./looks.ts";
import { placeTransmitter } from "./posterior.ts";
import { placeInBuilding, surveyBuilding, type Storey } from "./storeys.ts";
import { surveyFloor } from "./survey.ts";

const FLOOR = { widthMetres: 60, heightMetres: 40, walls: [] };
const PLACES = [
  [10, 10],
  [50, 12],
  [12, 32],
  [48, 30],
] as const;

const storey = (level: number, sensors = true): Storey => ({
  floorId: `F${level}`,
  level,
  floor: FLOOR,
  sensors: sensors ? PLACES.map(([x, y], at) => ({ id: `F${level}s${at}`, x, y })) : [],
});

/** What sensors of all storeys hear of a box, with a shadow at each that follows no rule of the model. */
function heardIn(
  storeys: readonly Storey[],
  box: { level: number; x: number; y: number },
  slabDb: number,
  turn: number,
): ChannelLooks {
  return {
    channelMhz: 2437,
    sensors: storeys.flatMap(({ level, sensors }) =>
      sensors.map(({ id, x, y }, at) => {
        const storeysAway = Math.abs(level - box.level);
        const shadow = 4 * Math.sin(5 * at + 11 * level + turn);
        const distance = distanceDb(box.x - x, box.y - y, storeysAway === 0 ? 2 : 4 * storeysAway);
        const mean = -32 - 3 * distance - slabDb * storeysAway ** 0.87 + shadow;
        const levelDbm = mean < -92 ? null : Math.round(mean);
        return {
          sensorId: id,
          levelsDbm: [levelDbm],
          frames: [levelDbm === null ? 0 : 60],
          listening: [1],
          sensitivityDbm: -92,
        };
      }),
    ),
  };
}

test("the floor of a box is found, whatever a slab takes, and said with its probability", () => {
  const storeys = [0, 1, 2].map((level) => storey(level));
  const building = surveyBuilding(storeys);
  let right = 0;
  let total = 0;
  for (const slabDb of [8, 14, 24])
    for (let turn = 0; turn < 12; turn++) {
      const box = { level: turn % 3, x: 5 + ((turn * 17) % 50), y: 4 + ((turn * 11) % 32) };
      const { floors, posterior } = placeInBuilding(building, [heardIn(storeys, box, slabDb, turn)]);
      expect(floors.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 9);
      expect(posterior.weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 9);
      if (floors[0]?.floorId === `F${box.level}`) right++;
      total++;
    }
  expect(right / total).toBeGreaterThanOrEqual(0.97);
});

test("a box on a floor without sensors is found there", () => {
  const storeys = [storey(0), storey(1, false), storey(2)];
  const building = surveyBuilding(storeys);
  let right = 0;
  for (let turn = 0; turn < 12; turn++) {
    const box = { level: 1, x: 8 + ((turn * 17) % 45), y: 6 + ((turn * 11) % 28) };
    const { floors } = placeInBuilding(building, [heardIn(storeys, box, 16, turn)]);
    if (floors[0]?.floorId === "F1") right++;
  }
  expect(right).toBeGreaterThanOrEqual(10);
});

test("the floor that was told before is told again while no other is clearly likelier", () => {
  const storeys = [storey(0), storey(1)];
  const building = surveyBuilding(storeys);
  const looks = [heardIn(storeys, { level: 1, x: 20, y: 20 }, 16, 1)];
  const told = (floorId: string, factor: number): string =>
    placeInBuilding(building, looks, { stay: { floorId, factor } }).floorId;
  expect([told("F0", 2), told("F0", 1e12), told("elsewhere", 1e12)]).toEqual(["F1", "F0", "F1"]);
});

test("one storey is a floor", () => {
  const looks = heardIn([storey(0)], { level: 0, x: 20, y: 20 }, 16, 1);
  const { floors, posterior } = placeInBuilding(surveyBuilding([storey(0)]), [looks]);
  expect(floors).toEqual([{ floorId: "F0", probability: 1 }]);
  expect(posterior).toEqual(placeTransmitter(surveyFloor(FLOOR, storey(0).sensors), [looks]));
});

test("who is heard by nobody is on each floor by its area", () => {
  const half: Storey = { ...storey(1), floor: { ...FLOOR, widthMetres: 30 } };
  const { floors } = placeInBuilding(surveyBuilding([storey(0), half]), []);
  expect(floors[0]?.floorId).toBe("F0");
  expect(floors[0]?.probability).toBeCloseTo(2 / 3, 6);
});

test("a building of no storeys or of a thousand is refused in words", () => {
  expect(() => surveyBuilding([])).toThrow("0 storeys");
  expect(() => surveyBuilding(Array.from({ length: 1_000 }, (_, level) => storey(level, false)))).toThrow(
    "1000 storeys",
  );
});

test("each storey is believed as it was calibrated, and an antenna that is deaf is known on whichever storey is asked about", () => {
  const storeys = [storey(0), storey(1)];
  const building = surveyBuilding(storeys);
  const box = { level: 0, x: 30, y: 20 };
  const looks = heardIn(storeys, box, 16, 0);
  const deafened = {
    ...looks,
    sensors: looks.sensors.map((each) =>
      each.sensorId === "F0s1" ? { ...each, levelsDbm: each.levelsDbm.map((level) => (level ?? -92) - 14) } : each,
    ),
  };
  const calibration = new Map([
    [
      "2.4GHz" as const,
      {
        exponent: 3,
        exponentSpread: 0.2,
        wallFactor: 0.8,
        wallFactorSpread: 0.3,
        offsets: new Map([["F0s1", { offsetDb: -14, variance: 1 }]]),
        spreadDb: 4,
        freedom: 40,
        expected: 30,
        missed: 0,
      },
    ],
  ]);
  const offBy = (floorId?: string): number => {
    const calibrations = new Map(floorId === undefined ? [] : [[floorId, calibration]]);
    const { posterior } = placeInBuilding(building, [deafened], { calibrations });
    return Math.hypot(posterior.point.x - box.x, posterior.point.y - box.y);
  };
  expect(offBy("F0")).toBeLessThan(offBy());
  // What is known of the antenna helps also where another storey's figures are another's.
  expect(offBy("F1")).toBeLessThan(offBy());
});
