import { distanceDb, wallNumbers, wallsBetween } from "../../place/src/between.ts";
import type { Chance } from "./chance.ts";
import type { Plan } from "./made-plan.ts";

/** What the air of one made floor is like. */
export interface Air {
  exponent: Record<string, number>;
  spreadDb: number;
  correlationMetres: number;
  movingDb: number;
  bandCorrelation: number;
}

/** Waves that add up to one field of shadow. */
const WAVES = 48;
/** Walls in series take at most this much, in dB. */
const MOST_WALLS_DB = 30;

/** A field over the floor with the given correlation length and spread one: what stands between, and is not drawn. */
function makeField(chance: Chance, correlationMetres: number): (x: number, y: number) => number {
  const waves = Array.from({ length: WAVES }, () => ({
    kx: chance.normal() / correlationMetres,
    ky: chance.normal() / correlationMetres,
    phase: chance.between(0, 2 * Math.PI),
  }));
  const scale = Math.sqrt(2 / WAVES);
  return (x, y) => waves.reduce((sum, { kx, ky, phase }) => sum + Math.cos(kx * x + ky * y + phase), 0) * scale;
}

/** Mean level of a transmitter of a given power at a sensor of a made floor, without what moves. */
export type MeanLevel = (band: string, sensor: number, x: number, y: number, oneMetreDbm: number) => number;

/** Levels as the floor really is: true walls, shadow that stands still, offsets of the sensors. */
export function makeAir(
  chance: Chance,
  plan: Plan,
  air: Air,
  sensors: readonly { x: number; y: number; offsetDb: number }[],
): MeanLevel {
  const walls = wallNumbers(plan.walls);
  const fields = sensors.map(() => {
    const [common, other] = [makeField(chance, air.correlationMetres), makeField(chance, air.correlationMetres)];
    const rest = Math.sqrt(1 - air.bandCorrelation ** 2);
    return {
      "2437": common,
      "5180": (x: number, y: number) => air.bandCorrelation * common(x, y) + rest * other(x, y),
    };
  });
  return (band, sensor, x, y, oneMetreDbm) => {
    const at = sensors[sensor]!;
    const losses = wallsBetween(walls, x, y, at.x, at.y) * (band === "2437" ? 1 : 1.4);
    const field = fields[sensor]![band === "2437" ? "2437" : "5180"];
    return (
      oneMetreDbm -
      air.exponent[band]! * distanceDb(x - at.x, y - at.y) -
      MOST_WALLS_DB * (1 - Math.exp(-losses / MOST_WALLS_DB)) +
      at.offsetDb +
      air.spreadDb * field(x, y)
    );
  };
}

/** What moves, minute by minute: each like the one before by 0.7. */
export function movingMinutes(chance: Chance, minutes: number, spreadDb: number): number[] {
  const CORRELATION = 0.7;
  let now = chance.normal();
  return Array.from({ length: minutes }, (_, index) => {
    if (index > 0) now = CORRELATION * now + Math.sqrt(1 - CORRELATION ** 2) * chance.normal();
    return now * spreadDb;
  });
}

/** Median and number of those frames of a minute that were loud enough; null: none. */
export function hearMinute(
  chance: Chance,
  meanDbm: number,
  frames: number,
  sensitivityDbm: number,
): { levelDbm: number | null; frames: number } {
  const FRAME_SPREAD_DB = 4;
  // Of hundreds of frames a hundred tell the median as well.
  const drawn = Math.min(frames, 100);
  const heard = Array.from({ length: drawn }, () => meanDbm + FRAME_SPREAD_DB * chance.normal())
    .filter((level) => level >= sensitivityDbm)
    .sort((a, b) => a - b);
  if (heard.length === 0) return { levelDbm: null, frames: 0 };
  return {
    levelDbm: Math.round(heard[Math.floor(heard.length / 2)]!),
    frames: Math.max(1, Math.round((heard.length / drawn) * frames)),
  };
}
