import { largestFor } from "./bisect.ts";
import { CONFIDENCE } from "./binomial-bound.ts";

/** Exact upper bound of how many are to be expected where `count` were seen (Garwood, 1936; one-sided). */
export function upperExpectation(count: number): number {
  // A Poisson variable of this expectation is hardly ever as small as `count`.
  const beyond = count + 10 * Math.sqrt(count + 1) + 10;
  return largestFor((expected) => atMost(count, expected) > 1 - CONFIDENCE, count, beyond);
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
