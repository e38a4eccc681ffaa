import { readFileSync } from "node:fs";
import { BlockList, isIP, isIPv4 } from "node:net";
import type { NetworkInterfaceInfo } from "node:os";
import { plainAddress } from "./interrogate/address-guard.ts";

/** Addresses of default gateways, from the text of /proc/net/route (hexadecimal, least significant octet first). */
export function parseGateways(routes: string): string[] {
  const gateways = routes.split("\n").flatMap((line) => {
    const [, destination, gateway] = line.trim().split(/\s+/);
    if (destination !== "00000000" || gateway === undefined || !/^[0-9A-F]{8}$/.test(gateway)) return [];
    return [Buffer.from(gateway, "hex").toReversed().join(".")];
  });
  return [...new Set(gateways)].filter((address) => address !== "0.0.0.0");
}

/** The same from the text of /proc/net/ipv6_route: destination and its bits, source and its bits, next hop. */
export function parseIpv6Gateways(routes: string): string[] {
  const gateways = routes.split("\n").flatMap((line) => {
    const [destination, bits, , , hop = ""] = line.trim().split(/\s+/);
    const isDefault = /^0{32}$/.test(destination ?? "") && bits === "00";
    return isDefault && /^[\da-f]{32}$/i.test(hop) && !/^0+$/.test(hop)
      ? [plainAddress(hop.match(/.{4}/g)?.join(":") ?? "")]
      : [];
  });
  return [...new Set(gateways)];
}

/** Default gateways of this machine; none where the system has no such tables (macOS). */
export function gateways(): string[] {
  const read = (path: string, parse: (routes: string) => string[]): string[] => {
    try {
      return parse(readFileSync(path, "latin1"));
    } catch {
      return [];
    }
  };
  return [...read("/proc/net/route", parseGateways), ...read("/proc/net/ipv6_route", parseIpv6Gateways)];
}

/** Own IPv4 addresses to ask on: of the interfaces named, or of all that have a private address. */
export function interfaceAddresses(
  interfaces: NodeJS.Dict<NetworkInterfaceInfo[]>,
  wanted: readonly string[],
): string[] {
  return Object.entries(interfaces).flatMap(([name, addresses]) =>
    (addresses ?? [])
      .filter((each) => each.family === "IPv4" && !each.internal)
      .filter((each) => (wanted.length > 0 ? wanted.includes(name) : isPrivate(each.address)))
      .map((each) => each.address),
  );
}

/** An interface that is asked over IPv6: its name is the zone of all link-local addresses on it. */
export interface Ipv6Link {
  name: string;
  /** Its own link-local address (RFC 4291, 2.5.6), without a zone. */
  address: string;
}

/** The interfaces that have one of these IPv4 addresses, as far as they speak IPv6. */
export function ipv6Links(interfaces: NodeJS.Dict<NetworkInterfaceInfo[]>, ipv4: readonly string[]): Ipv6Link[] {
  return Object.entries(interfaces).flatMap(([name, addresses = []]) => {
    const own = addresses.find(({ address }) => /^fe[89ab]/i.test(address));
    return own !== undefined && addresses.some(({ address }) => ipv4.includes(address))
      ? [{ name, address: own.address.replace(/%.*$/, "") }]
      : [];
  });
}

/**
 * Why a named interface cannot be asked on, and which can; undefined when it can.
 * @example "nope0: there is no such interface (there are: eth0 10.0.0.5, wlan0 without IPv4)"
 */
export function whyNotInterface(interfaces: NodeJS.Dict<NetworkInterfaceInfo[]>, name: string): string | undefined {
  if (interfaceAddresses(interfaces, [name]).length > 0) return undefined;
  const others = Object.entries(interfaces).flatMap(([other, addresses = []]) => {
    if (addresses.every(({ internal }) => internal)) return [];
    const own = addresses.filter(({ family }) => family === "IPv4").map(({ address }) => address);
    return [`${other} ${own.length === 0 ? "without IPv4" : own.join(" and ")}`];
  });
  const is = interfaces[name] === undefined ? "there is no such interface" : "it has no IPv4 address of a network";
  return `${name}: ${is} (there ${others.length === 0 ? "is none but loopback" : `are: ${others.join(", ")}`})`;
}

function isPrivate(address: string): boolean {
  return (
    isIPv4(address) &&
    /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.)/.test(address)
  );
}

/** Tells of an address whether it lies in a network of this machine. Elsewhere no search by multicast reaches, and no hardware address is seen. */
export function ownNetworks(interfaces: NodeJS.Dict<NetworkInterfaceInfo[]>): (address: string) => boolean {
  const own = new BlockList();
  for (const { cidr, family } of Object.values(interfaces).flatMap((each) => each ?? [])) {
    const [base, bits] = (cidr ?? "").split("/");
    if (base !== undefined && bits !== undefined)
      own.addSubnet(base, Number(bits), family === "IPv4" ? "ipv4" : "ipv6");
  }
  return (address) => own.check(address, isIP(address) === 6 ? "ipv6" : "ipv4");
}
