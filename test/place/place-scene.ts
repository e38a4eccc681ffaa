import {
  calibrate,
  fillAll,
  placeTransmitter,
  regionsOf,
  surveyFloor,
  type Calibration,
  type ChannelLooks,
  type Posterior,
  type Survey,
} from "@probewarden/place";
import type { Scene, SceneTransmitter } from "./scene.ts";

/** One line of `evaluate:place --jsonl`. */
export interface PlaceLine {
  scene: string;
  transmitter: string;
  x: number;
  y: number;
  method: "posterior";
  /** Processor time: what else the machine does must not count. */
  ms: number;
  r50Metres2: number;
  r95Metres2: number;
  in50?: boolean;
  in95?: boolean;
  errorMetres?: number;
  posterior: { step: number; columns: number; rows: number; weights: number[] };
}

/** Largest whole number that a cell's weight is written as. */
const FULL_WEIGHT = 10_000;

/** Places every transmitter of a scene. Reads nothing of `truth` but to say how far off it was, and nothing of `hidden`. */
export function placeScene(scene: Scene): PlaceLine[] {
  const survey = surveyFloor({ ...scene.floor, walls: scene.floor.walls ?? [] }, scene.sensors);
  const calibration = calibrationOf(scene, survey);
  fillAll(survey);
  return scene.transmitters.map((transmitter) => {
    const begin = process.cpuUsage();
    const posterior = placeTransmitter(survey, looksAt(scene, transmitter), calibration);
    const { user, system } = process.cpuUsage(begin);
    const ms = (user + system) / 1_000;
    return lineOf(scene.scene, transmitter, posterior, ms);
  });
}

/** What the scene's sensors have to say of a transmitter, in the form that `place` takes. */
export function looksAt(
  { sensors, sensitivityDbm }: Pick<Scene, "sensors" | "sensitivityDbm">,
  { levels, frames }: SceneTransmitter,
): ChannelLooks[] {
  return Object.keys(levels).map((band) => ({
    channelMhz: Number(band),
    sensors: sensors.map(({ id, listening }) => ({
      sensorId: id,
      levelsDbm: levels[band]?.[id] ?? [],
      frames: frames[band]?.[id] ?? [],
      listening: listening[band] ?? [],
      sensitivityDbm,
    })),
  }));
}

export function calibrationOf(
  { calibration, sensitivityDbm }: Pick<Scene, "calibration" | "sensitivityDbm">,
  survey: Survey,
): Calibration | undefined {
  if (!Array.isArray(calibration) || calibration.length === 0) return undefined;
  return calibrate(
    survey,
    calibration.flatMap(({ transmitter, x, y, levels }) =>
      Object.entries(levels).map(([band, at]) => ({
        source: transmitter,
        x,
        y,
        channelMhz: Number(band),
        levels: new Map(Object.entries(at)),
        sensitivityDbm,
      })),
    ),
  );
}

function lineOf(scene: string, { id, truth }: SceneTransmitter, posterior: Posterior, ms: number): PlaceLine {
  const { stepMetres: step, columns, rows, weights, point } = posterior;
  const [half, most] = regionsOf(posterior, [0.5, 0.95]);
  let heaviest = 0;
  for (const weight of weights) heaviest = Math.max(heaviest, weight);
  const cell = truth && Math.floor(truth.y / step) * columns + Math.floor(truth.x / step);
  return {
    scene,
    transmitter: id,
    x: round(point.x),
    y: round(point.y),
    method: "posterior",
    ms: Math.round(ms * 10) / 10,
    r50Metres2: round(half?.areaMetres2 ?? 0),
    r95Metres2: round(most?.areaMetres2 ?? 0),
    ...(truth !== undefined &&
      cell !== undefined && {
        in50: half?.mask[cell] === 1,
        in95: most?.mask[cell] === 1,
        errorMetres: round(Math.hypot(point.x - truth.x, point.y - truth.y)),
      }),
    posterior: {
      step,
      columns,
      rows,
      weights: Array.from(weights, (weight) => Math.round((weight / heaviest) * FULL_WEIGHT)),
    },
  };
}

const round = (value: number): number => Math.round(value * 100) / 100;
