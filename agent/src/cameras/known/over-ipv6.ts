import { isIPv6 } from "node:net";
import { plainAddress } from "../interrogate/address-guard.ts";
import type { LinkAddressOf } from "./link-address.ts";

/** A camera that was visited. */
interface Visited {
  reference: string;
  finding: { address: string };
}

/**
 * Whether a device that answered over IPv6 is a camera that has been visited over IPv4 in the same round: most have both. It says the same
 * endpoint reference, and no other hardware address stands in its own address than the one by which that camera is reached.
 */
export function isVisitedByIpv4(
  device: { address: string; match: { endpointReference: string } },
  visited: readonly Visited[],
  linkAddressOf: LinkAddressOf,
): boolean {
  const inItsAddress = hardwareIn(device.address);
  return visited.some(({ reference, finding: { address } }) => {
    if (reference !== device.match.endpointReference || isIPv6(address)) return false;
    const link = linkAddressOf(address);
    return inItsAddress === undefined || link === undefined || link === inItsAddress;
  });
}

/** The hardware address that an address of IPv6 is made of, where it is one by its form (RFC 4291, appendix A: `ff:fe` in its middle). */
export function hardwareIn(address: string): string | undefined {
  const plain = plainAddress(address);
  if (!isIPv6(plain)) return undefined;
  const [head = "", tail] = plain.split("::");
  const groups = (text: string): string[] => (text === "" ? [] : text.split(":"));
  const [before, after] = [groups(head), groups(tail ?? "")];
  const zeros = tail === undefined ? [] : Array.from({ length: 8 - before.length - after.length }, () => "0");
  const octets = [...before, ...zeros, ...after].flatMap((group) => {
    const bits = Number.parseInt(group, 16);
    return [bits >> 8, bits & 0xff];
  });
  const [a = 0, b = 0, c = 0, x, y, d = 0, e = 0, f = 0] = octets.slice(8);
  if (x !== 0xff || y !== 0xfe) return undefined;
  // Its second bit is turned over.
  return [a ^ 2, b, c, d, e, f].map((octet) => octet.toString(16).padStart(2, "0")).join(":");
}
