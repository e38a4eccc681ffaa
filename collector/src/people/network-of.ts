import { isIP } from "node:net";

/** Groups of an IPv6 address that name a subscriber's network: whoever holds one address holds the other 2^64 too (RFC 6177). */
const NETWORK_GROUPS = 4;

/**
 * Whom an address stands for when attempts are counted: an IPv4 address itself, of an IPv6 address its /64. An IPv4 address that is spelt as
 * IPv6 (RFC 4291, 2.5.5.2) is the IPv4 address.
 */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  if (isIP(address) !== 6) return address;
  const [head = "", tail] = (address.split("%")[0] ?? "").toLowerCase().split("::");
  const before = head === "" ? [] : head.split(":");
  const after = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length);
  const groups = [...before, ...Array<string>(zeros).fill("0"), ...after].slice(0, NETWORK_GROUPS);
  return `${groups.map((group) => group.replace(/^0+(?=.)/, "")).join(":")}::/64`;
}
