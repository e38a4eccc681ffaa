/** Whether something was known when a decision was made, or came after it. */
export type WhenDecided = "known" | "later";

/**
 * Rows with a mark that says whether they were known at that instant. Without an instant there is no decision, and they stay as they are.
 * @param decidedAt epoch milliseconds
 * @param instantOf of a row, as text
 */
export function markedByTime<Row extends object>(
  rows: readonly Row[],
  decidedAt: number | undefined,
  instantOf: (row: Row) => string,
): (Row & { whenDecided?: WhenDecided })[] {
  if (decidedAt === undefined) return [...rows];
  return rows.map((row) => ({ ...row, whenDecided: Date.parse(instantOf(row)) <= decidedAt ? "known" : "later" }));
}

/** Decisions with a mark: which were made before that one, which is it, and which came later. */
export function markedDecisions<Row extends { decisionId: number }>(
  rows: readonly Row[],
  decisionId: number | undefined,
): (Row & { whenDecided?: WhenDecided | "this-one" })[] {
  if (decisionId === undefined) return [...rows];
  return rows.map((row) => ({
    ...row,
    whenDecided: row.decisionId === decisionId ? "this-one" : row.decisionId < decisionId ? "known" : "later",
  }));
}

/** What a marked package says of its marks, for the manifest. */
export const MARKS =
  "whenDecided of a line: known: it was there when this was decided; later: it came afterwards, and was not known then. Files without such marks hold what is known now; each of their rows says from when it is.";
