/** Puts a row in the place of the one with the same id, or in front when it is new. The order of the others stays, so nothing jumps. */
export function upsertRow<T>(rows: readonly T[], row: T, id: (row: T) => string): T[] {
  const at = rows.findIndex((other) => id(other) === id(row));
  return at === -1 ? [row, ...rows] : rows.with(at, row);
}

/** Puts rows behind those that are there. A row that is there already stays as and where it is. */
export function addRows<T>(rows: readonly T[], more: readonly T[], id: (row: T) => string): T[] {
  const known = new Set(rows.map(id));
  return [...rows, ...more.filter((row) => !known.has(id(row)))];
}
