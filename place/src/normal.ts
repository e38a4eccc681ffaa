/** Density of the standard normal. */
export const normalDensity = (z: number): number => Math.exp(-z * z * 0.5) * 0.398_942_280_401_432_7;

/** Share of a standard normal below z; error below 8e-8 (Abramowitz and Stegun 26.2.17): far below what a level is worth. */
export function normalShare(z: number): number {
  if (z > 8) return 1;
  if (z < -8) return 0;
  const t = 1 / (1 + 0.231_641_9 * Math.abs(z));
  const tail =
    normalDensity(z) *
    t *
    (0.319_381_53 + t * (-0.356_563_782 + t * (1.781_477_937 + t * (-1.821_255_978 + t * 1.330_274_429))));
  return z >= 0 ? 1 - tail : tail;
}

/** The z below which a share p of a standard normal lies; error below 4.5e-4 (Abramowitz and Stegun 26.2.23). p from 0 to 1, ends cut. */
export function normalQuantile(p: number): number {
  const share = Math.min(1 - 1e-9, Math.max(1e-9, p));
  const t = Math.sqrt(-2 * Math.log(Math.min(share, 1 - share)));
  const z = t - (2.515_517 + t * (0.802_853 + t * 0.010_328)) / (1 + t * (1.432_788 + t * (0.189_269 + t * 0.001_308)));
  return share < 0.5 ? -z : z;
}

/** Steps of the table: between two of them the curve is a straight line to 1e-5. */
const STEPS_A_UNIT = 64;
const TABLE_END = 6;
const TABLE = Float64Array.from({ length: 2 * TABLE_END * STEPS_A_UNIT + 2 }, (_, at) =>
  normalShare(at / STEPS_A_UNIT - TABLE_END),
);

/** The share below z out of a table, for a loop over cells; error below 1e-5. */
export function quickShare(z: number): number {
  const at = (z + TABLE_END) * STEPS_A_UNIT;
  if (!(at > 0)) return 0;
  if (at >= 2 * TABLE_END * STEPS_A_UNIT) return 1;
  const below = at | 0;
  const from = TABLE[below]!;
  return from + (TABLE[below + 1]! - from) * (at - below);
}
