import type { Position, Suspect } from "@probewarden/contract";
import type { ShownSensor } from "../../api/shown-sensor.ts";

/** A level of one suspect, measured where a sensor hangs. */
export interface LevelSample {
  position: Position;
  levelDbm: number;
}

/** Ends of the heat's scale in dBm: below the first nothing is painted, above the second it is full. */
export const HEAT_FROM_DBM = -95;
export const HEAT_TO_DBM = -35;
const FULL_ALPHA = 0.62;
/** Nearer than this a sample speaks alone; it also keeps the weight finite at the sensor itself. */
const NEAR_METRES = 0.5;

/** Levels of a suspect at the sensors of one floor. */
export function levelSamples(suspect: Suspect, sensors: readonly ShownSensor[], floorId: string): LevelSample[] {
  return suspect.sensors.flatMap(({ sensorId, levelDbm }) => {
    const sensor = sensors.find((other) => other.sensorId === sensorId);
    return levelDbm !== undefined && sensor?.position && sensor.floorId === floorId && sensor.state === "hearing"
      ? [{ position: sensor.position, levelDbm }]
      : [];
  });
}

/** Level at a place in dBm, between the samples: each weighs by the inverse square of its distance (Shepard 1968). */
export function levelAt(place: Position, samples: readonly LevelSample[]): number | undefined {
  let sum = 0;
  let weights = 0;
  for (const { position, levelDbm } of samples) {
    const distance = Math.max(NEAR_METRES, Math.hypot(place.x - position.x, place.y - position.y));
    const weight = 1 / distance ** 2;
    sum += weight * levelDbm;
    weights += weight;
  }
  return weights === 0 ? undefined : sum / weights;
}

/** How opaque the one hue is at a level: nothing at the noise floor, never so full that the plan under it is lost. */
export function heatAlpha(levelDbm: number): number {
  const share = (levelDbm - HEAT_FROM_DBM) / (HEAT_TO_DBM - HEAT_FROM_DBM);
  return FULL_ALPHA * Math.min(1, Math.max(0, share)) ** 1.6;
}

/** Opacity for each cell of a floor, row by row. */
export function heatField(
  columns: number,
  rows: number,
  metresPerCell: number,
  samples: readonly LevelSample[],
): Float32Array {
  const field = new Float32Array(columns * rows);
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const place = { x: (column + 0.5) * metresPerCell, y: (row + 0.5) * metresPerCell };
      const level = levelAt(place, samples);
      if (level !== undefined) field[row * columns + column] = heatAlpha(level);
    }
  }
  return field;
}
