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
  const groups = groupsOf(address).slice(0, NETWORK_GROUPS);
  return `${groups.map((group) => group.toString(16)).join(":")}::/64`;
}

/** Roughly from where an address comes, for a person to recognise: 24 bits of IPv4, 48 of IPv6. That is all that is kept of it. */
export function roughNetworkOf(address: string): string {
  const whole = networkOf(address);
  if (isIP(whole) === 4) return `${whole.split(".").slice(0, 3).join(".")}.0/24`;
  if (isIP(address) !== 6) return "";
  return `${groupsOf(address)
    .slice(0, 3)
    .map((group) => group.toString(16))
    .join(":")}::/48`;
}

/** The eight groups of an IPv6 address, whatever way it is spelt: `URL` spells it with colons alone. */
export function groupsOf(address: string): number[] {
  const { hostname } = new URL(`http://[${address.split("%")[0] ?? ""}]/`);
  const [head = "", tail] = hostname.slice(1, -1).split("::");
  const parts = (text: string): number[] =>
    text === "" ? [] : text.split(":").map((group) => Number.parseInt(group, 16));
  const [before, after] = [parts(head), parts(tail ?? "")];
  return [...before, ...Array<number>(tail === undefined ? 0 : 8 - before.length - after.length).fill(0), ...after];
}
