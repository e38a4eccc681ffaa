import type { Floor, FloorCalibration, FloorDrawing } from "@probewarden/contract";
import { floorKeyOf, type KeptFit } from "../../store/calibrations.ts";

/** A sensor where it hangs now. */
export interface HangingSensor {
  sensorId: string;
  x: number;
  y: number;
}

/** Whether a fit still holds for the floor as it is: its sides, its walls, and every sensor that took part where it was. */
export function stateOf(
  { floorKey, sensors }: Pick<KeptFit, "floorKey" | "sensors">,
  floor: Pick<Floor, "widthMetres" | "heightMetres">,
  walls: FloorDrawing["walls"],
  hanging: readonly HangingSensor[],
): FloorCalibration["state"] {
  const isThere = ({ sensorId, x, y }: HangingSensor): boolean =>
    hanging.some((now) => now.sensorId === sensorId && now.x === x && now.y === y);
  return floorKey === floorKeyOf(floor, walls) && sensors.every(isThere) ? "in-use" : "outdated";
}
