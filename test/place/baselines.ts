import type { Scene, SceneTransmitter } from "./scene.ts";

/** A simpler way of saying where a transmitter is. undefined: it says nothing. */
export interface Baseline {
  name: string;
  place(scene: Scene, transmitter: SceneTransmitter): BaselinePlace | undefined;
}

export interface BaselinePlace {
  x: number;
  y: number;
  posterior?: { step: number; columns: number; rows: number; weights: number[] };
}

interface Level {
  x: number;
  y: number;
  levelDbm: number;
}

/** What each sensor heard, in the transmitter's first band with a level: the latest minute, or the mean of all. */
function levelsOf({ sensors }: Scene, { levels }: SceneTransmitter, isLatest: boolean): Level[] {
  for (const band of Object.keys(levels)) {
    const heard = sensors.flatMap(({ id, x, y }): Level[] => {
      const minutes = (levels[band]?.[id] ?? []).filter((level) => level !== null);
      if (minutes.length === 0) return [];
      const mean = minutes.reduce((sum, level) => sum + level, 0) / minutes.length;
      return [{ x, y, levelDbm: isLatest ? minutes.at(-1)! : mean }];
    });
    if (heard.length > 0) return heard;
  }
  return [];
}

const metresTo = (at: { x: number; y: number }, x: number, y: number): number =>
  Math.max(1, Math.hypot(at.x - x, at.y - y));

/** Cells of a metre with a weight each, and their mean. */
function onGrid(
  { floor: { widthMetres, heightMetres } }: Scene,
  weightAt: (x: number, y: number) => number,
): BaselinePlace {
  const columns = Math.ceil(widthMetres);
  const rows = Math.ceil(heightMetres);
  const weights = Array.from({ length: columns * rows }, (_, cell) =>
    weightAt((cell % columns) + 0.5, Math.floor(cell / columns) + 0.5),
  );
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const mean = (of: (cell: number) => number): number =>
    weights.reduce((sum, weight, cell) => sum + weight * of(cell), 0) / total;
  return {
    x: mean((cell) => (cell % columns) + 0.5),
    y: mean((cell) => Math.floor(cell / columns) + 0.5),
    posterior: { step: 1, columns, rows, weights },
  };
}

/** What the collector did until November 2026: latest minute, exponent 3, power profiled, losses clipped, silence ignored. */
const former: Baseline = {
  name: "until 2026-11",
  place(scene, transmitter) {
    const heard = levelsOf(scene, transmitter, true);
    const loudest = heard.toSorted((a, b) => b.levelDbm - a.levelDbm)[0];
    if (loudest === undefined) return undefined;
    const likelihood = (x: number, y: number): number => {
      const atOneMetre = heard.map((at) => at.levelDbm + 30 * Math.log10(metresTo(at, x, y)));
      const mean = atOneMetre.reduce((sum, level) => sum + level, 0) / atOneMetre.length;
      const power = Math.min(-20, Math.max(-45, mean));
      return Math.exp(-atOneMetre.reduce((sum, level) => sum + Math.min(9, ((level - power) / 6) ** 2), 0) / 2);
    };
    const { posterior, ...mean } = onGrid(scene, likelihood);
    const at = heard.length < 3 ? { x: loudest.x, y: loudest.y } : mean;
    return { ...at, ...(posterior !== undefined && { posterior }) };
  },
};

/** Mean of the sensors, weighted by the power that each receives. */
const centroid: Baseline = {
  name: "weighted centroid",
  place(scene, transmitter) {
    const heard = levelsOf(scene, transmitter, false);
    const weights = heard.map(({ levelDbm }) => 10 ** (levelDbm / 10));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    if (total === 0) return undefined;
    return {
      x: heard.reduce((sum, { x }, at) => sum + x * weights[at]!, 0) / total,
      y: heard.reduce((sum, { y }, at) => sum + y * weights[at]!, 0) / total,
    };
  },
};

/** Every transmitter sends as the same one does, −25 dBm at one metre: distances, and least squares of them. */
const fixedPower: Baseline = {
  name: "fixed −25 dBm",
  place(scene, transmitter) {
    const heard = levelsOf(scene, transmitter, false);
    if (heard.length === 0) return undefined;
    const { widthMetres, heightMetres } = scene.floor;
    let best = { x: 0, y: 0, squares: Infinity };
    for (let x = 0.5; x < widthMetres; x++)
      for (let y = 0.5; y < heightMetres; y++) {
        const squares = heard.reduce(
          (sum, at) => sum + (metresTo(at, x, y) - 10 ** ((-25 - at.levelDbm) / 30)) ** 2,
          0,
        );
        if (squares < best.squares) best = { x, y, squares };
      }
    return { x: best.x, y: best.y };
  },
};

export const BASELINES: readonly Baseline[] = [former, centroid, fixedPower];
