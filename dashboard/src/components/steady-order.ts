import { useState } from "react";

/** Rows in an order of before: those that were there where they were, those that came since behind them. Pure. */
export function inOrder<T>(rows: readonly T[], before: readonly string[], id: (row: T) => string): T[] {
  const place = new Map(before.map((key, at) => [key, at]));
  const placeOf = (row: T): number => place.get(id(row)) ?? before.length;
  return rows.toSorted((a, b) => placeOf(a) - placeOf(b));
}

/**
 * Rows that do not change places while the pointer is over them: somebody who is about to press one must not hit another that has just
 * become more urgent. When the pointer leaves they take their places.
 * @returns the rows to show, and what belongs on the list's element
 */
export function useSteadyOrder<T>(rows: readonly T[], id: (row: T) => string) {
  const [before, setBefore] = useState<readonly string[]>();
  return {
    rows: before === undefined ? rows : inOrder(rows, before, id),
    hold: { onPointerEnter: () => setBefore(rows.map(id)), onPointerLeave: () => setBefore(undefined) },
  };
}
