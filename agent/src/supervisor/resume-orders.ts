import type { Finding } from "@probewarden/contract";
import type { RadioOrder } from "../radio/messages.ts";

/** Octets of findings in one order: far below the longest line that a part takes, whatever one finding more may be. */
const ORDER_BYTES = 262_144;

/** What a radio process is told of its past, in as many orders as its findings need; the last one says so, and comes in any case. */
export function resumeOrders(findings: readonly Finding[]): Extract<RadioOrder, { type: "resume" }>[] {
  const groups: Finding[][] = [[]];
  let bytes = 0;
  for (const finding of findings) {
    const more = Buffer.byteLength(JSON.stringify(finding));
    if (bytes > 0 && bytes + more > ORDER_BYTES) {
      groups.push([]);
      bytes = 0;
    }
    bytes += more;
    groups.at(-1)?.push(finding);
  }
  return groups.map((group, index) => ({ type: "resume", findings: group, isLast: index === groups.length - 1 }));
}
