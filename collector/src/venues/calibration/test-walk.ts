import type { CalibrationPoint } from "@probewarden/contract";

/** Sensors of a floor of 60 × 40 m, for tests. */
export const WALK_SENSORS = [
  { sensorId: "north", x: 8, y: 6 },
  { sensorId: "east", x: 54, y: 8 },
  { sensorId: "south", x: 30, y: 36 },
  { sensorId: "west", x: 6, y: 34 },
];

/** A walk of twelve points as it would be heard with exponent 3.2 and one antenna that is 10 dB too deaf; some decibels follow no rule. */
export const walkedPoints = (deaf = "east"): CalibrationPoint[] =>
  Array.from({ length: 12 }, (_, at) => {
    const [x, y] = [6 + (at % 4) * 16, 6 + Math.floor(at / 4) * 13];
    return {
      source: "walk",
      x,
      y,
      channelMhz: 2437,
      levels: WALK_SENSORS.map((sensor, index) => {
        const metres = Math.hypot(sensor.x - x, sensor.y - y, 2);
        const shadow = 2.5 * Math.sin(7 * at + 13 * index);
        const level = Math.round(-38 - 32 * Math.log10(metres) + shadow - (sensor.sensorId === deaf ? 10 : 0));
        return { sensorId: sensor.sensorId, levelDbm: level < -92 ? null : level };
      }),
    };
  });

/** One of them, by its number from 0. */
export function walkedPoint(index: number): CalibrationPoint {
  const point = walkedPoints()[index];
  if (point === undefined) throw new Error(`the walk has no point ${index}`);
  return point;
}
