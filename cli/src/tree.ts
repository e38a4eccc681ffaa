/** A place of a parsed file that holds named values. */
export type Branch = Record<string, unknown>;

export const isBranch = (value: unknown): value is Branch =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The value at a JSON pointer (RFC 6901) whose keys need no escape; undefined where there is none. */
export function valueAt(tree: unknown, pointer: string): unknown {
  let value = tree;
  for (const key of pointer.split("/").slice(1))
    value = isBranch(value) || Array.isArray(value) ? (value as Branch)[key] : undefined;
  return value;
}
