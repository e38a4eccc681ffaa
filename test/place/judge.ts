import type { PlaceLine } from "./place-scene.ts";

/** How one method did over many transmitters. */
export interface Verdict {
  count: number;
  medianMetres: number;
  p90Metres: number;
  /** Share of truths in the region, the cell on its edge counting by the part that is needed; and median areas. */
  in50: number;
  in95: number;
  area50Metres2: number;
  area95Metres2: number;
  /** Mean of log2(0.99 · weight at the truth · cells + 0.01): what no shrinking or blowing up of regions can improve. */
  bits: number;
}

/** What is judged of one transmitter. `posterior` is absent where a method gives a point only. */
export interface Judged {
  x: number;
  y: number;
  truth: { x: number; y: number };
  posterior?: PlaceLine["posterior"];
}

/** A scene without what an estimator must not see. */
export function withoutTruth<T extends { transmitters: object[] }>(scene: T): T {
  const { hidden, ...rest } = structuredClone(scene) as T & { hidden?: unknown };
  void hidden;
  for (const transmitter of rest.transmitters as { truth?: unknown; hidden?: unknown }[]) {
    delete transmitter.truth;
    delete transmitter.hidden;
  }
  return rest as unknown as T;
}

/** Judges by the points and the grids alone. Throws for a grid that does not cover the floor, NaN or no weight at all. */
export function judge(all: readonly Judged[]): Verdict {
  const errors = all.map(({ x, y, truth }) => Math.hypot(x - truth.x, y - truth.y));
  const grids = all.flatMap(({ posterior, truth }) => (posterior === undefined ? [] : [judgeGrid(posterior, truth)]));
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  return {
    count: all.length,
    medianMetres: quantile(errors, 0.5),
    p90Metres: quantile(errors, 0.9),
    in50: mean(grids.map(({ in50 }) => in50)),
    in95: mean(grids.map(({ in95 }) => in95)),
    area50Metres2: quantile(
      grids.map(({ area50 }) => area50),
      0.5,
    ),
    area95Metres2: quantile(
      grids.map(({ area95 }) => area95),
      0.5,
    ),
    bits: mean(grids.map(({ bits }) => bits)),
  };
}

function judgeGrid(
  { step, columns, rows, weights }: PlaceLine["posterior"],
  truth: { x: number; y: number },
): { in50: number; in95: number; area50: number; area95: number; bits: number } {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (weights.length !== columns * rows || !(total > 0) || !Number.isFinite(total) || weights.some((it) => !(it >= 0)))
    throw new Error("no posterior: the grid has another size, no weight, or numbers that are none");
  const column = Math.min(columns - 1, Math.floor(truth.x / step));
  const cell = Math.min(rows - 1, Math.floor(truth.y / step)) * columns + column;
  const order = [...weights.keys()].sort((a, b) => weights[b]! - weights[a]! || a - b);
  const region = (share: number): { holds: number; area: number } => {
    let sum = 0;
    let cells = 0;
    let holds = 0;
    for (const each of order) {
      const part = Math.min(1, (share * total - sum) / Math.max(weights[each]!, 1e-300));
      if (part <= 0) break;
      if (each === cell) holds = part;
      cells += part;
      sum += weights[each]!;
    }
    return { holds, area: cells * step * step };
  };
  const half = region(0.5);
  const most = region(0.95);
  return {
    in50: half.holds,
    in95: most.holds,
    area50: half.area,
    area95: most.area,
    bits: Math.log2((0.99 * weights[cell]! * weights.length) / total + 0.01),
  };
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const at = share * (sorted.length - 1);
  const low = sorted[Math.floor(at)] ?? Number.NaN;
  return low + ((sorted[Math.ceil(at)] ?? low) - low) * (at % 1);
}
