/** Inverse of a symmetric positive definite matrix, row by row, by Cholesky's factors. */
export function inverseOf(matrix: Float64Array, size: number): Float64Array<ArrayBuffer> {
  const factor = new Float64Array(size * size);
  for (let row = 0; row < size; row++)
    for (let column = 0; column <= row; column++) {
      let sum = matrix[row * size + column]!;
      for (let k = 0; k < column; k++) sum -= factor[row * size + k]! * factor[column * size + k]!;
      factor[row * size + column] = row === column ? Math.sqrt(sum) : sum / factor[column * size + column]!;
    }
  const inverse = new Float64Array(size * size);
  const part = new Float64Array(size);
  for (let unit = 0; unit < size; unit++) {
    for (let row = 0; row < size; row++) {
      let sum = row === unit ? 1 : 0;
      for (let k = 0; k < row; k++) sum -= factor[row * size + k]! * part[k]!;
      part[row] = sum / factor[row * size + row]!;
    }
    for (let row = size - 1; row >= 0; row--) {
      let sum = part[row]!;
      for (let k = row + 1; k < size; k++) sum -= factor[k * size + row]! * inverse[k * size + unit]!;
      inverse[row * size + unit] = sum / factor[row * size + row]!;
    }
  }
  return inverse;
}
