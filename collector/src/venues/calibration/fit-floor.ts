import { setImmediate as nextTurn } from "node:timers/promises";
import type { CalibrationPoint, FloorDrawing, Floor } from "@probewarden/contract";
import {
  calibrateFloor,
  placesOf,
  surveyFloor,
  type CalibrationPoint as KnownPoint,
  type FittedFloor,
  type Wall,
} from "@probewarden/place";
import { floorKeyOf, type KeptFit } from "../../store/calibrations.ts";
import type { HangingSensor } from "./fit-state.ts";

/** Below this level (dBm) a sensor hears nothing, unless it reported lower ones: as for suspects. */
const SENSITIVITY_DBM = -92;

/** A floor as it is to be calibrated. */
export interface FloorAround {
  floor: Pick<Floor, "widthMetres" | "heightMetres">;
  walls: FloorDrawing["walls"];
  sensors: readonly HangingSensor[];
}

/** What became of points: a fit, or why there is none. `misleading`: what they say of each other's places is hardly better than guessing. */
export type FloorFit =
  | { outcome: "fitted"; fit: Omit<KeptFit, "calibratedAt" | "by"> }
  | ({ outcome: "too-few" } & NoFit)
  | ({ outcome: "misleading" } & NoFit);

/** What was measured of points that make no fit. */
interface NoFit {
  measured: Pick<FittedFloor, "error" | "errorWithout" | "leftOut">;
}

/** Fits a floor to points whose place is known; others have their turn between its steps. Throws PlaceInputError for what cannot be computed with. */
export async function fitFloor(
  { floor, walls, sensors }: FloorAround,
  points: readonly CalibrationPoint[],
): Promise<FloorFit> {
  const survey = surveyFloor(
    { ...floor, walls: straightPieces(walls) },
    sensors.map(({ sensorId: id, x, y }) => ({ id, x, y })),
  );
  const steps = calibrateFloor(survey, points.map(knownPoint));
  let step = steps.next();
  while (step.done !== true) {
    await nextTurn();
    step = steps.next();
  }
  const { calibration, error, errorWithout, leftOut, verdict } = step.value;
  if (verdict !== "usable" || error === undefined || errorWithout === undefined)
    return {
      outcome: verdict === "misleading" ? "misleading" : "too-few",
      measured: { error, errorWithout, leftOut },
    };
  const told = new Set(points.flatMap(({ levels }) => levels.map(({ sensorId }) => sensorId)));
  return {
    outcome: "fitted",
    fit: {
      floorKey: floorKeyOf(floor, walls),
      sensors: sensors.filter(({ sensorId }) => told.has(sensorId)).map(({ sensorId, x, y }) => ({ sensorId, x, y })),
      error: rounded(error),
      errorWithout: rounded(errorWithout),
      leftOut: [...leftOut],
      bands: [...calibration].map(([band, { offsets, ...fit }]) => ({
        band,
        ...fit,
        offsets: [...offsets].map(([sensorId, offset]) => ({ sensorId, ...offset })),
      })),
    },
  };
}

/** Points of one transmitter at one place, as `leftOut` counts them. */
export const calibrationPlaces = (points: readonly CalibrationPoint[]): { source: string; x: number; y: number }[] =>
  placesOf(points.map(knownPoint)).flatMap(([first]) =>
    first === undefined ? [] : [{ source: first.source, x: first.x, y: first.y }],
  );

/** The straight pieces of drawn walls, as they are computed with. */
export const straightPieces = (walls: FloorDrawing["walls"]): Wall[] =>
  walls.flatMap(({ points, lossDb }) =>
    points.slice(1).map(([x2, y2], at): Wall => {
      const [x1, y1] = points[at] ?? [x2, y2];
      return { x1, y1, x2, y2, lossDb };
    }),
  );

function knownPoint({ source, x, y, channelMhz, levels }: CalibrationPoint): KnownPoint {
  const heard = levels.flatMap(({ levelDbm }) => levelDbm ?? []);
  return {
    source,
    x,
    y,
    channelMhz,
    levels: new Map(levels.map(({ sensorId, levelDbm }) => [sensorId, levelDbm])),
    sensitivityDbm: Math.min(SENSITIVITY_DBM, ...heard),
  };
}

const rounded = <T extends { medianMetres: number; p90Metres: number }>(error: T): T => ({
  ...error,
  medianMetres: Math.round(error.medianMetres * 10) / 10,
  p90Metres: Math.round(error.p90Metres * 10) / 10,
});
