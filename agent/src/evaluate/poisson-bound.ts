import { CONFIDENCE } from "./binomial-bound.ts";

/** Exact upper bound of how many are to be expected where `count` were seen (Garwood, 1936; one-sided). */
export function upperExpectation(count: number): number {
  let low = count;
  // A Poisson variable of this expectation is hardly ever as small as `count`.
  let high = count + 10 * Math.sqrt(count + 1) + 10;
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (atMost(count, middle) > 1 - CONFIDENCE) low = middle;
    else high = middle;
  }
  return low;
}

/** Probability of at most `count` where so many are to be expected. */
function atMost(count: number, expected: number): number {
  let term = Math.exp(-expected);
  let sum = term;
  for (let k = 1; k <= count; k++) {
    term *= expected / k;
    sum += term;
  }
  return sum;
}
