import type { AccessPoints } from "./access-points.ts";
import type { RadioClocks } from "./radio-clocks.ts";

/**
 * Addresses that the radio behind this one used before: they kept its clock, and fell silent before it was first heard. Two radios at once
 * are two, whatever their clocks say: those of virtual radios are their host's.
 */
export function formerAddresses(
  address: number,
  radioClocks: Pick<RadioClocks, "clockOf">,
  accessPoints: Pick<AccessPoints, "get">,
): number[] {
  const members = radioClocks.clockOf(address)?.members;
  const firstAt = members?.get(address)?.firstAt;
  if (members === undefined || firstAt === undefined) return [];
  return [...members.keys()].filter((it) => it !== address && (accessPoints.get(it)?.lastAt ?? Infinity) <= firstAt);
}
