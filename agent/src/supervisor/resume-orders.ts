import type { Finding } from "@probewarden/contract";
import type { RadioOrder } from "../radio/messages.ts";

/** Octets of findings in one order. One finding more still leaves it far below the longest line that a part reads. */
const ORDER_BYTES = 262_144;

/**
 * The open findings of the radio process before this one, in as many orders as their size needs. The last order says that it is the last;
 * without findings there is that one, for the radio process waits for it.
 */
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
