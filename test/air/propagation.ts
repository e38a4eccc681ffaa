import { fadingDb, hashToUnit, meanLevelDbm, type Place } from "../../agent/src/radio/capture/path-loss.ts";
import type { Scene } from "./scene.ts";

/** The spread of `fadingDb`, which a scene scales to its own. */
const FADING_OF_MODEL_DB = 2.5;
/** A signal finds its way round many walls: their sum is taken as `30 · (1 − exp(−Σ/30))`. */
const WALLS_AT_MOST_DB = 30;

/** How levels come about between two places: distance, walls, what stands between, what moves. */
export class Propagation {
  readonly #scene: Pick<Scene, "exponent" | "shadowDb" | "fadingDb" | "walls" | "seed">;

  constructor(scene: Pick<Scene, "exponent" | "shadowDb" | "fadingDb" | "walls" | "seed">) {
    this.#scene = scene;
  }

  /** Level in dBm without what moves. `shadow` names the pair: the same pair has the same shadow as long as neither moves. */
  meanDbm(powerDbm: number, from: Place, to: Place, shadow: number): number {
    const distance = meanLevelDbm({ powerAtOneMetreDbm: powerDbm, pathLossExponent: this.#scene.exponent }, from, to);
    return distance - this.wallsDb(from, to) + this.#scene.shadowDb * normal(shadow, this.#scene.seed);
  }

  /** What moves, in dB: the same for half a second. */
  fadingDb(pair: number, atSeconds: number): number {
    return fadingDb(pair, atSeconds) * (this.#scene.fadingDb / FADING_OF_MODEL_DB);
  }

  wallsDb(from: Place, to: Place): number {
    let sum = 0;
    for (const wall of this.#scene.walls) if (cross(from, to, wall.from, wall.to)) sum += wall.lossDb;
    return WALLS_AT_MOST_DB * (1 - Math.exp(-sum / WALLS_AT_MOST_DB));
  }
}

/** Near to normal, spread 1, from two numbers: the sum of four uniform ones. */
export function normal(a: number, b: number): number {
  let sum = 0;
  for (let part = 0; part < 4; part++) sum += hashToUnit(a, b * 4 + part);
  return (sum - 2) / Math.sqrt(1 / 3);
}

function cross(a: Place, b: Place, c: Place, d: Place): boolean {
  return side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;
}

/** On which side of the line from `p` to `q` a place is, by its sign. */
function side(p: Place, q: Place, r: Place): number {
  return (q.x - p.x) * (r.y - p.y) - (q.y - p.y) * (r.x - p.x);
}
