import type { Position, Suspect } from "@probewarden/contract";
import type { ShownSensor } from "../../api/shown-sensor.ts";

/** A level of one suspect, measured where a sensor hangs. */
export interface LevelSample {
  sensorId: string;
  position: Position;
  levelDbm: number;
}

/** Ends of the heat's scale in dBm: below the first nothing is painted, above the second it is full. */
export const HEAT_FROM_DBM = -95;
export const HEAT_TO_DBM = -35;
const FULL_ALPHA = 0.62;
/** Levels of a suspect at the sensors of one floor. */
export function levelSamples(suspect: Suspect, sensors: readonly ShownSensor[], floorId: string): LevelSample[] {
  return suspect.sensors.flatMap(({ sensorId, levelDbm }) => {
    const sensor = sensors.find((other) => other.sensorId === sensorId);
    return levelDbm !== undefined && sensor?.position && sensor.floorId === floorId && sensor.state === "hearing"
      ? [{ sensorId, position: sensor.position, levelDbm }]
      : [];
  });
}

/** How opaque the one hue is at a level: nothing at the noise floor, never so full that the plan under it is lost. */
export function heatAlpha(levelDbm: number): number {
  const share = (levelDbm - HEAT_FROM_DBM) / (HEAT_TO_DBM - HEAT_FROM_DBM);
  return FULL_ALPHA * Math.min(1, Math.max(0, share)) ** 1.6;
}

/** Opacity for each cell of a floor, row by row, by the level (dBm) at its middle. */
export function heatField(
  columns: number,
  rows: number,
  metresPerCell: number,
  levelAt: (x: number, y: number) => number,
): Float32Array {
  const field = new Float32Array(columns * rows);
  for (let row = 0; row < rows; row += 1)
    for (let column = 0; column < columns; column += 1)
      field[row * columns + column] = heatAlpha(levelAt((column + 0.5) * metresPerCell, (row + 0.5) * metresPerCell));
  return field;
}
