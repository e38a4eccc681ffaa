import { largestFor } from "./bisect.ts";

/** Confidence of the bounds (one-sided). */
export const CONFIDENCE = 0.95;

/** Hits, and misses, that are added to those that were counted: Jeffreys' prior of a share, which gives small counts no certainty. */
const PRIOR_COUNT = 0.5;

/** A share after `hits` of `trials`, as it is best guessed with that prior; a half without trials. */
export function likelyShare(hits: number, trials: number): number {
  return (hits + PRIOR_COUNT) / (trials + 2 * PRIOR_COUNT);
}

/** Exact upper bound of a share after `hits` of `trials` (Clopper and Pearson, 1934). 1 without trials. */
export function upperBound(hits: number, trials: number): number {
  if (trials === 0 || hits >= trials) return 1;
  return largestFor((share) => atMost(hits, trials, share) > 1 - CONFIDENCE, 0, 1);
}

/** Exact lower bound of a share after `hits` of `trials`. 0 without hits. */
export function lowerBound(hits: number, trials: number): number {
  return hits === 0 ? 0 : 1 - upperBound(trials - hits, trials);
}

/** Probability of at most `hits` of `trials` when each hits with probability `share`. */
function atMost(hits: number, trials: number, share: number): number {
  let term = (1 - share) ** trials;
  let sum = term;
  for (let k = 1; k <= hits; k++) {
    term *= ((trials - k + 1) / k) * (share / (1 - share));
    sum += term;
  }
  return sum;
}
