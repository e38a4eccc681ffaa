/** Cells in which a transmitter stands with a given share of the weight: the smallest such set, in as many islands as there are. */
export interface Region {
  share: number;
  /** 1 for each cell that belongs to it; the cell on the edge, which is needed only in part, is in. */
  mask: Uint8Array;
  /** Area in square metres; the cell on the edge by the part that is needed. */
  areaMetres2: number;
}

/** Cells with any weight, the heaviest first; equal ones from the upper left. */
export function inOrderOfWeight(weights: Float64Array): Int32Array {
  let count = 0;
  const cells = new Int32Array(weights.length);
  for (let cell = 0; cell < weights.length; cell++) if (weights[cell]! > 0) cells[count++] = cell;
  return cells.subarray(0, count).sort((a, b) => weights[b]! - weights[a]! || a - b);
}

/** The smallest regions that hold each of these shares of a posterior's weight. Shares from 0 to 1, weights adding up to one. */
export function regionsOf(
  { stepMetres, weights }: { stepMetres: number; weights: Float64Array },
  shares: readonly number[],
): Region[] {
  const order = inOrderOfWeight(weights);
  return shares.map((share) => {
    const mask = new Uint8Array(weights.length);
    let sum = 0;
    let cells = 0;
    for (const cell of order) {
      if (sum >= share) break;
      const weight = weights[cell]!;
      mask[cell] = 1;
      cells += Math.min(1, (share - sum) / weight);
      sum += weight;
    }
    return { share, mask, areaMetres2: cells * stepMetres * stepMetres };
  });
}
