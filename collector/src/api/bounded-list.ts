import { Type } from "typebox";

/** How many rows a caller wants of a list: at most 2000, and so many when it does not say. */
export const limitOf = (usual: number) =>
  Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: 2_000,
      default: usual,
      description: "most rows of the answer; the first ones",
    }),
  );

/** The first `limit` rows, and whether there are more: a list that was cut says so. `read` is asked for one row more than is shown. */
export async function boundedList<T>(
  limit: number,
  read: (limit: number) => Promise<T[]>,
): Promise<{ items: T[]; more?: true }> {
  const rows = await read(limit + 1);
  return rows.length > limit ? { items: rows.slice(0, limit), more: true } : { items: rows };
}

/** Address of the page behind one, which asks for the same with another cursor. */
export function pageBehind(address: string, cursor: string): string {
  const { pathname, searchParams } = new URL(address, "http://localhost");
  searchParams.set("after", cursor);
  return `${pathname}?${searchParams.toString()}`;
}
