import { sql, type RawBuilder, type SqlBool } from "kysely";

/** A cursor that no page of this list gave. */
export class CursorError extends Error {
  override readonly name = "CursorError";
}

/** Some rows of a list, and the cursor of those behind them; undefined at the end. */
export interface Page<T> {
  items: T[];
  next: string | undefined;
}

/**
 * What a list is ordered by: each word of SQL and what it may be. `rank` is a small number, `instant` epoch milliseconds, `row` the number of
 * a row, `text` a name or an identifier. The last one tells any two rows apart, so that no row stands on two pages or on none.
 */
export type Order = readonly (readonly [words: string, kind: "rank" | "instant" | "row" | "text"])[];

const LONGEST_TEXT = 512;
const HIGHEST = { rank: 99, instant: 9_999_999_999_999, row: 2 ** 31 - 1 } as const;

/**
 * Where a page ended, as an opaque text for whoever asks for the next one.
 * @param list its name, so that a cursor of one list is none of another
 * @param values of its last row, one for each part of the order
 */
export const cursorOf = (list: string, values: readonly (string | number)[]): string =>
  Buffer.from(JSON.stringify([list, ...values])).toString("base64url");

/**
 * Rows that come after the place that a cursor names. Row values (SQL:1999) let both databases begin in the middle of an index over the same
 * words. Whoever asks can write any cursor: one that no page gave is refused before a database sees it.
 * @throws CursorError
 */
export function isBehind(list: string, order: Order, cursor: string, direction: "asc" | "desc"): RawBuilder<SqlBool> {
  const values = valuesOf(list, order, cursor);
  const words = sql.join(order.map(([part]) => sql.raw(part)));
  // An expression over constants has no type of its own in PostgreSQL; as a literal a rank has one.
  const place = sql.join(order.map(([, kind], at) => (kind === "rank" ? sql.lit(Number(values[at])) : values[at])));
  return sql<SqlBool>`(${words}) ${sql.raw(direction === "asc" ? ">" : "<")} (${place})`;
}

function valuesOf(list: string, order: Order, cursor: string): (string | number)[] {
  const [named, ...values] = parsed(cursor);
  const fits = named === list && values.length === order.length && order.every(([, kind], at) => isA(kind, values[at]));
  if (!fits) throw new CursorError("after: it is no cursor of this list");
  return values as (string | number)[];
}

function parsed(cursor: string): unknown[] {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString());
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}

function isA(kind: Order[number][1], value: unknown): boolean {
  // PostgreSQL has no text with U+0000 in it.
  if (kind === "text") return typeof value === "string" && value.length <= LONGEST_TEXT && !value.includes("\0");
  return Number.isInteger(value) && Number(value) >= 0 && Number(value) <= HIGHEST[kind];
}

/**
 * The page that `rows` are, and whether there is one behind it.
 * @param rows one more than `limit`, where there are so many
 * @param place the values of a row, in the list's order
 */
export function pageOf<Row>(
  list: string,
  rows: readonly Row[],
  limit: number,
  place: (row: Row) => readonly (string | number)[],
): Page<Row> {
  const items = rows.slice(0, limit);
  const last = rows.length > limit ? items.at(-1) : undefined;
  return { items, next: last && cursorOf(list, place(last)) };
}
