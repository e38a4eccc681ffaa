/** Halvings: a number of double precision has 52 binary digits. */
const STEPS = 60;

/** The largest number between two for which a statement holds that holds below it and not above. */
export function largestFor(holds: (value: number) => boolean, from: number, to: number): number {
  let [low, high] = [from, to];
  for (let step = 0; step < STEPS; step++) {
    const middle = (low + high) / 2;
    if (holds(middle)) low = middle;
    else high = middle;
  }
  return low;
}
