/** Puts a row in the place of the one with the same id, or in front when it is new. The order of the others stays, so nothing jumps. */
export function upsertRow<T>(rows: readonly T[], row: T, id: (row: T) => string): T[] {
  const at = rows.findIndex((other) => id(other) === id(row));
  return at === -1 ? [row, ...rows] : rows.with(at, row);
}
