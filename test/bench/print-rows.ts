import type { Row } from "./bench.ts";

/** Measures the groups that are named, or all, and prints what came out as one table. @throws RangeError for a name of no group */
export async function printRows(
  groups: Readonly<Record<string, () => Row[] | Promise<Row[]>>>,
  asked: readonly string[],
): Promise<void> {
  const unknown = asked.find((name) => !Object.hasOwn(groups, name));
  if (unknown !== undefined) throw new RangeError(`${unknown}: none of ${Object.keys(groups).join(", ")}`);
  const rows: Row[] = [];
  for (const [name, group] of Object.entries(groups))
    if (asked.length === 0 || asked.includes(name)) rows.push(...(await group()));
  const width = Math.max(...rows.map(({ what }) => what.length));
  for (const { what, ours, limit } of [{ what: "figure", ours: "ours", limit: "limit" }, ...rows])
    console.log(`${what.padEnd(width)}  ${ours.padStart(12)}  ${limit}`);
}
