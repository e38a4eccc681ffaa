/** Chance that is the same each time: from a seed alone. */
export interface Chance {
  /** From 0 to 1. */
  unit(): number;
  between(lowest: number, highest: number): number;
  normal(): number;
  among<T>(choices: readonly T[]): T;
  /** Whole number of events of which `mean` are expected. */
  poisson(mean: number): number;
}

/** Mulberry32: small, and good enough to scatter boxes on a floor. */
export function chanceFrom(seed: number): Chance {
  let state = seed >>> 0;
  const unit = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - unit())) * Math.cos(2 * Math.PI * unit());
  return {
    unit,
    normal,
    between: (lowest, highest) => lowest + (highest - lowest) * unit(),
    among: (choices) => choices[Math.floor(unit() * choices.length)]!,
    poisson(mean) {
      if (mean > 50) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal()));
      let count = 0;
      for (let left = unit(); left > Math.exp(-mean); left *= unit()) count++;
      return count;
    },
  };
}
