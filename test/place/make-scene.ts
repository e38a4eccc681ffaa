import { isInPolygon } from "../../place/src/prior.ts";
import { chanceFrom, type Chance } from "./chance.ts";
import { hearMinute, makeAir, movingMinutes, type Air, type MeanLevel } from "./made-air.ts";
import { makePlan, type Plan, type PlanKind, type SensorStyle } from "./made-plan.ts";
import type { CalibrationScene, Scene, SceneTransmitter } from "./scene.ts";

/** What a made scene may be told to be; what is not told is drawn. */
export interface Wanted {
  kind?: PlanKind;
  sensors?: number;
  style?: SensorStyle;
  transmitters?: number;
  minutes?: number;
  walkPoints?: number;
  accessPoints?: number;
  /** No walls are drawn, whatever stands there. */
  isBare?: boolean;
  /** Walls that nobody drew, 0 to 1. */
  notDrawn?: number;
  /** 2: each radio has both bands. */
  bands?: 1 | 2;
  /** Offset of one sensor, in dB. */
  deafDb?: number;
  /** Sensors that stop in the middle, all listening to the whole time. */
  stopped?: number;
  exponent?: number;
  spreadDb?: number;
  correlationMetres?: number;
}

const BANDS = ["2437", "5180"] as const;
const SENSITIVITY_DBM = -92;

/** A floor with sensors and transmitters on it, the same for the same seed and wishes. */
export function makeScene(seed: number, wanted: Wanted = {}): Scene {
  const chance = chanceFrom(seed);
  const kind = wanted.kind ?? chance.among(["shops", "L", "carpark"] as const);
  const plan = makePlan(kind, chance);
  const factor = chance.between(0.5, 1.2);
  const real = {
    ...plan,
    walls: plan.walls.map((wall) => ({ ...wall, lossDb: wall.lossDb * factor * chance.between(0.6, 1.4) })),
  };
  const count = wanted.sensors ?? chance.among([3, 4, 6, 8, 12]);
  const style = wanted.style ?? chance.among(["spread", "corridor", "perimeter"] as const);
  const minutes = wanted.minutes ?? 10;
  const bad = chance.unit() < 0.25 ? Math.floor(chance.unit() * count) : -1;
  const hops = chance.unit() < 0.4;
  const sensors = placesOf(chance, plan, count, style).map((at, index) => ({
    ...at,
    id: `s${index + 1}`,
    offsetDb: 2 * chance.normal() - (index === bad ? 12 : 0) + (index === 0 ? (wanted.deafDb ?? 0) : 0),
    listening: listeningOf(chance, minutes, hops, index < (wanted.stopped ?? 0)),
  }));
  const exponent = wanted.exponent ?? chance.between(2.2, 4);
  const air: Air = {
    exponent: { "2437": exponent, "5180": exponent + chance.between(0, 0.3) },
    spreadDb: wanted.spreadDb ?? chance.between(3, 7),
    correlationMetres: wanted.correlationMetres ?? chance.between(3, 6),
    movingDb: chance.between(1.5, 2.5),
    bandCorrelation: chance.between(0.4, 0.9),
  };
  const mean = makeAir(chance, real, air, sensors);
  const notDrawn = wanted.notDrawn ?? chance.between(0, 0.3);
  const isBare = wanted.isBare ?? chance.unit() < 0.08;
  const floor: Scene["floor"] = {
    widthMetres: plan.widthMetres,
    heightMetres: plan.heightMetres,
    walls: isBare ? [] : plan.walls.filter(() => chance.unit() >= notDrawn),
    ...(plan.outline !== undefined && { outline: plan.outline }),
  };
  const isCalibrated = chance.unit() < 0.5;
  const walkPoints = wanted.walkPoints ?? (isCalibrated ? 12 : 0);
  const accessPoints = wanted.accessPoints ?? (isCalibrated ? 2 : 0);
  return {
    scene: `made-${seed}`,
    floor,
    sensitivityDbm: SENSITIVITY_DBM,
    minutes,
    sensors: sensors.map(({ id, x, y, listening }) => ({ id, x, y, listening })),
    transmitters: Array.from({ length: wanted.transmitters ?? 10 }, (_, index) =>
      transmitterOf(chance, `t${index + 1}`, { plan, mean, air, sensors, minutes, bands: wanted.bands }),
    ),
    calibration: calibrationOf(chance, plan, mean, air, sensors, walkPoints, accessPoints),
    hidden: { kind, style, air, offsets: sensors.map(({ offsetDb }) => offsetDb) },
  };
}

interface MadeSensor {
  id: string;
  x: number;
  y: number;
  listening: Record<string, number[]>;
}

interface Surroundings {
  plan: Plan;
  mean: MeanLevel;
  air: Air;
  sensors: readonly MadeSensor[];
  minutes: number;
  bands: 1 | 2 | undefined;
}

function transmitterOf(chance: Chance, id: string, around: Surroundings): SceneTransmitter {
  const { plan, mean, air, sensors, minutes } = around;
  for (;;) {
    const truth = somewhere(chance, plan);
    const oneMetreDbm = chance.between(-45, -20);
    const perMinute = chance.among([4, 12, 60, 60, 585]);
    const which = chance.unit();
    const bands =
      around.bands === 2
        ? BANDS
        : around.bands === 1 || which < 1 / 2
          ? BANDS.slice(0, 1)
          : which < 2 / 3
            ? BANDS.slice(1)
            : BANDS;
    const levels: SceneTransmitter["levels"] = {};
    const frames: SceneTransmitter["frames"] = {};
    let isHeard = false;
    for (const band of bands) {
      const power = oneMetreDbm - (band === "2437" ? 0 : 7 + 2 * chance.normal());
      for (const [index, sensor] of sensors.entries()) {
        const level = mean(band, index, truth.x, truth.y, power);
        const moving = movingMinutes(chance, minutes, air.movingDb);
        const heard = moving.map((move, minute) =>
          hearMinute(
            chance,
            level + move,
            chance.poisson(perMinute * sensor.listening[band]![minute]!),
            SENSITIVITY_DBM,
          ),
        );
        (levels[band] ??= {})[sensor.id] = heard.map(({ levelDbm }) => levelDbm);
        (frames[band] ??= {})[sensor.id] = heard.map((minute) => minute.frames);
        isHeard ||= heard.some(({ levelDbm }) => levelDbm !== null);
      }
    }
    if (isHeard) return { id, levels, frames, truth, hidden: { oneMetreDbm, perMinute } };
  }
}

function calibrationOf(
  chance: Chance,
  plan: Plan,
  mean: MeanLevel,
  air: Air,
  sensors: readonly MadeSensor[],
  walkPoints: number,
  accessPoints: number,
): CalibrationScene[] {
  const walk = chance.between(-42, -30);
  const points = [
    ...Array.from({ length: walkPoints }, () => ({ transmitter: "walk", oneMetreDbm: walk })),
    ...Array.from({ length: accessPoints }, (_, index) => ({
      transmitter: `ap${index + 1}`,
      oneMetreDbm: chance.between(-35, -22),
    })),
  ];
  return points.map(({ transmitter, oneMetreDbm }) => {
    const { x, y } = somewhere(chance, plan);
    const levels: CalibrationScene["levels"] = {};
    for (const band of BANDS)
      for (const [index, sensor] of sensors.entries()) {
        if (sensor.listening[band]![0] === 0) continue;
        const level = mean(band, index, x, y, oneMetreDbm - (band === "2437" ? 0 : 7)) + air.movingDb * chance.normal();
        (levels[band] ??= {})[sensor.id] = hearMinute(chance, level, 60, SENSITIVITY_DBM).levelDbm;
      }
    return { transmitter, x, y, levels };
  });
}

function somewhere(chance: Chance, { widthMetres, heightMetres, outline }: Plan): { x: number; y: number } {
  for (;;) {
    const x = round(chance.between(0.2, widthMetres - 0.2));
    const y = round(chance.between(0.2, heightMetres - 0.2));
    if (outline === undefined || isInPolygon(outline, x, y)) return { x, y };
  }
}

/** Sensors as people hang them: apart from each other, along the corridors, or at the outer walls. */
function placesOf(chance: Chance, plan: Plan, count: number, style: SensorStyle): { x: number; y: number }[] {
  const places: { x: number; y: number }[] = [];
  for (let index = 0; index < count; index++) {
    const candidates = Array.from({ length: style === "spread" ? 10 : 6 }, () => candidate(chance, plan, style));
    const apart = ({ x, y }: { x: number; y: number }): number =>
      Math.min(...places.map((at) => Math.hypot(at.x - x, at.y - y)), 1_000);
    places.push(candidates.toSorted((a, b) => apart(b) - apart(a))[0]!);
  }
  return places;
}

function candidate(chance: Chance, plan: Plan, style: SensorStyle): { x: number; y: number } {
  if (style === "corridor") {
    const { x1, y1, x2, y2 } = chance.among(plan.corridors);
    const along = chance.unit();
    return { x: round(x1 + (x2 - x1) * along), y: round(y1 + (y2 - y1) * along + chance.between(-1, 1)) };
  }
  if (style === "spread" || plan.outline !== undefined) return somewhere(chance, plan);
  const at = somewhere(chance, plan);
  const side = chance.among(["left", "right", "top", "bottom"]);
  if (side === "left") return { ...at, x: 1 };
  if (side === "right") return { ...at, x: plan.widthMetres - 1 };
  return { ...at, y: side === "top" ? 1 : plan.heightMetres - 1 };
}

/** Most listen all the time; some hop over channels, sit on another one, or stop; one in forty hears nothing at all. */
function listeningOf(chance: Chance, minutes: number, hops: boolean, isStopped: boolean): Record<string, number[]> {
  const stopsAt = isStopped || chance.unit() < 0.05 ? Math.ceil(minutes * 0.6) : minutes;
  const isDead = chance.unit() < 0.025;
  return Object.fromEntries(
    BANDS.map((band) => {
      const share = isDead || chance.unit() < 0.1 ? 0 : hops ? chance.among([0.05, 0.1, 0.2, 0.3, 1]) : 1;
      return [band, Array.from({ length: minutes }, (_, minute) => (minute < stopsAt ? share : 0))];
    }),
  );
}

const round = (value: number): number => Math.round(value * 10) / 10;
