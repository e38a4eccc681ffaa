import type { NoticeLine } from "../notice.ts";
import { heldUntil } from "../rules.ts";
import type { KnownChannel } from "./channel-rows.ts";

/** Lines by when they may go; undefined: now. */
export function byRelease(
  { rules }: Pick<KnownChannel, "rules">,
  lines: readonly NoticeLine[],
  now: number,
): Map<number | undefined, NoticeLine[]> {
  const groups = new Map<number | undefined, NoticeLine[]>();
  for (const line of lines) {
    const until = heldUntil(rules, line.timeZone, now);
    const group = groups.get(until);
    if (group === undefined) groups.set(until, [line]);
    else group.push(line);
  }
  return groups;
}
