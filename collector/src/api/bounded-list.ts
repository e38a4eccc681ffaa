import { Type } from "typebox";
import { CursorError, type Page } from "../store/state/page-cursor.ts";
import { Refusal } from "./refusal.ts";

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

/** Where an earlier page ended, in base64url. A name of the most characters fits in. */
export const afterCursor = Type.Optional(
  Type.String({
    pattern: "^[A-Za-z0-9_-]+$",
    maxLength: 2_048,
    description: "cursor of an earlier page, as its `next` has it",
  }),
);

/** What a list's description says of its pages. */
export const OF_PAGES =
  "`next` is the page behind; a row whose place in the order changes meanwhile may stand on two pages or on none, and the live stream tells of it.";

/** A page with the address of the one behind it: a list that was cut says so. A cursor that no page gave is refused in words. */
export async function answerPage<T>(
  address: string,
  read: () => Promise<Page<T>>,
): Promise<{ items: T[]; more?: true; next?: string }> {
  try {
    const { items, next } = await read();
    return next === undefined ? { items } : { items, more: true, next: pageBehind(address, next) };
  } catch (error) {
    throw error instanceof CursorError ? new Refusal(400, "bad-cursor", error.message) : error;
  }
}

/** Address of the page behind one, which asks for the same with another cursor. */
export function pageBehind(address: string, cursor: string): string {
  const { pathname, searchParams } = new URL(address, "http://localhost");
  searchParams.set("after", cursor);
  return `${pathname}?${searchParams.toString()}`;
}
