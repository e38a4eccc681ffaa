import type { Alert } from "@probewarden/contract";

const byId = (rows: readonly Alert[]): Map<string, Alert> => new Map(rows.map((row) => [row.alertId, row]));

/** Rows as they were told since: of each alert the one with the higher revision. */
export function newestOf(rows: readonly Alert[], told: readonly Alert[]): Alert[] {
  const since = byId(told);
  return rows.map((row) => {
    const other = since.get(row.alertId);
    return other !== undefined && other.revision > row.revision ? other : row;
  });
}

/**
 * What the collector answers now, in the order in which a person reads it already: rows that are there stay where they are, those that are gone
 * go, and new ones stand behind the row that they stand behind in the answer.
 */
export function inReadOrder(read: readonly Alert[], answer: readonly Alert[]): Alert[] {
  const now = byId(answer);
  const rows = read.flatMap(({ alertId }) => now.get(alertId) ?? []);
  const placed = new Set(rows.map(({ alertId }) => alertId));
  for (const [at, row] of answer.entries()) {
    if (placed.has(row.alertId)) continue;
    const before = answer[at - 1]?.alertId;
    rows.splice(rows.findIndex(({ alertId }) => alertId === before) + 1, 0, row);
    placed.add(row.alertId);
  }
  return rows;
}
