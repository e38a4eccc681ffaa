import { BlockList, isIP } from "node:net";

/** Whom the scanner may talk to. Built by the process from its configuration and routes. */
export interface GuardPolicy {
  /** Demo and tests: 127.0.0.0/8 and ::1 may be asked. */
  allowLoopback: boolean;
  /** Addresses outside the private ranges that an operator has named. */
  allowed: readonly string[];
  /** Gateway, broker and collector, as {@link plainAddress} spells them: never contacted, whatever the port. */
  denied: readonly string[];
  /** Addresses that the operator forbids: printers, medical devices, whatever must be left in peace. */
  isDenied?: (address: string) => boolean;
  /** Ports that are closed on this machine's own addresses: beside a broker that runs here cameras of a demo may live. */
  ownPorts: readonly number[];
  /** This machine's own addresses beside loopback, as {@link plainAddress} spells them. */
  ownAddresses: readonly string[];
  /** Interfaces that are searched over IPv6: link-local addresses of these may be asked, and of no other. */
  links?: readonly string[];
}

/** Where a call goes: always the address that answered discovery. */
export interface Target {
  /** As {@link reachableAddress} spells it. */
  address: string;
  port: number;
  secure: boolean;
  path: string;
}

/** What became of an XAddr. */
export type GuardedXAddr =
  | { target: Target; namesAnotherHost: boolean; carriesLogin: boolean }
  | { refused: GuardRefusal };

/** Why an address or XAddr is never contacted. */
export type GuardRefusal =
  | "not-an-address"
  | "loopback"
  | "link-local"
  | "multicast"
  | "not-private"
  | "denied-address"
  | "scheme"
  | "port"
  | "path-too-long"
  | "not-a-url";

const blocks = (v4: [string, number][], v6: [string, number][]): BlockList => {
  const list = new BlockList();
  for (const [net, bits] of v4) list.addSubnet(net, bits, "ipv4");
  for (const [net, bits] of v6) list.addSubnet(net, bits, "ipv6");
  return list;
};
const LOOPBACK = blocks([["127.0.0.0", 8]], [["::1", 128]]);
/** RFC 3927 (with 169.254.169.254, where clouds keep credentials) and RFC 4291. */
const LINK_LOCAL = blocks([["169.254.0.0", 16]], [["fe80::", 10]]);
/** Multicast, reserved, broadcast, "this network". */
const NOT_ONE_HOST = blocks(
  [
    ["224.0.0.0", 3],
    ["0.0.0.0", 8],
  ],
  [
    ["ff00::", 8],
    ["::", 128],
  ],
);
/** RFC 1918, RFC 6598 (shared address space, used inside large sites), RFC 4193. */
const PRIVATE = blocks(
  [
    ["10.0.0.0", 8],
    ["172.16.0.0", 12],
    ["192.168.0.0", 16],
    ["100.64.0.0", 10],
  ],
  [["fc00::", 7]],
);

/** Below 1024 only these are web services; above, these are known not to be. Any other port that a camera announces is asked. */
const WEB_PORTS_BELOW_1024 = new Set([80, 81, 82, 83, 84, 85, 86, 87, 88, 443]);
const NOT_WEB_PORTS = new Set([
  1433, 1521, 1883, 1935, 2049, 2375, 2376, 3306, 3389, 3702, 5060, 5061, 5432, 5900, 6379, 6443, 8554, 8883, 9200,
  11211, 27017,
  // Printers print whatever comes in (raw printing, one port for each tray), and anybody can announce the port in their name.
  9100,
  9101, 9102, 9103,
]);
const PATH_OCTETS = 1024;

/** An address and, where there is one, a port, as they stand in a URL: IPv6 in brackets (RFC 3986, 3.2.2). */
export function spellPlace(spelled: string, port?: number): string {
  // A zone means nothing to anybody but this machine (RFC 6874, 4).
  const address = spelled.replace(/%.*$/, "");
  const host = address.includes(":") ? `[${address}]` : address;
  return port === undefined ? host : `${host}:${port}`;
}

/**
 * One spelling for an address, so that no rule is passed by another: IPv6 in its shortest form (RFC 5952) without a zone, and IPv4 that is written
 * as IPv6 (RFC 4291 2.5.5, in hexadecimal too) as IPv4. What is no address comes back in lower case.
 */
export function plainAddress(address: string): string {
  const text = address
    .toLowerCase()
    .replace(/^\[|\]$/g, "")
    .replace(/%.*$/, "");
  if (isIP(text) !== 6) return text;
  const short = new URL(`http://[${text}]/`).hostname.slice(1, -1);
  const [, high, low] = /^::(?:ffff:)?([\da-f]{1,4}):([\da-f]{1,4})$/.exec(short) ?? [];
  if (high === undefined || low === undefined) return short;
  const bits = Number.parseInt(high, 16) * 65_536 + Number.parseInt(low, 16);
  return [24, 16, 8, 0].map((shift) => Math.floor(bits / 2 ** shift) % 256).join(".");
}

/**
 * The same with the zone that a link-local address of IPv6 needs (RFC 4007, 11): `fe80::1%eth0`. Such an address means somebody else on each
 * interface, and is reached by none without it.
 */
export function reachableAddress(address: string): string {
  const plain = plainAddress(address);
  const zone = zoneOf(address);
  return zone !== undefined && isIP(plain) === 6 && LINK_LOCAL.check(plain, "ipv6") ? `${plain}%${zone}` : plain;
}

/** The name of an interface, as Linux allows it. */
const zoneOf = (address: string): string | undefined => /%([^\s/%\]]{1,15})\]?$/.exec(address)?.[1];

/** Why this address must not be contacted, or undefined when it may. */
export function refuseAddress(spelled: string, policy: GuardPolicy): GuardRefusal | undefined {
  const address = plainAddress(spelled);
  const family = isIP(address);
  if (family === 0) return "not-an-address";
  const kind = family === 4 ? "ipv4" : "ipv6";
  if (NOT_ONE_HOST.check(address, kind)) return "multicast";
  const isLinkLocal = LINK_LOCAL.check(address, kind);
  const zone = zoneOf(spelled);
  const isOnLink = family === 6 && zone !== undefined && policy.links?.includes(zone) === true;
  if (isLinkLocal && !isOnLink) return "link-local";
  if (policy.denied.includes(address) || policy.isDenied?.(address) === true) return "denied-address";
  if (isLinkLocal) return undefined;
  if (isLoopback(address)) return policy.allowLoopback ? undefined : "loopback";
  if (!PRIVATE.check(address, kind) && !policy.allowed.includes(address)) return "not-private";
  return undefined;
}

/** Words of a login in a path; in a query none are needed, for a query is never sent. */
const LOGIN_IN_PATH = /@|\b(?:user|usr|login|pass|passw|pwd|psw|auth|token|account)\w{0,8}=/i;
/** Where ONVIF Core 5.1.1 puts the entry point of every device. */
const ENTRY_PATH = "/onvif/device_service";

/**
 * Turns an XAddr into a target at the address that answered. The XAddr is text from an unauthenticated datagram: its host is
 * never contacted nor resolved, and only its scheme, port and path are used. A login that it carries, as user information, in its
 * query or in its path, goes nowhere.
 */
export function guardXAddr(xaddr: string, answeredFrom: string, policy: GuardPolicy): GuardedXAddr {
  const address = plainAddress(answeredFrom);
  const refused = refuseAddress(answeredFrom, policy);
  if (refused !== undefined) return { refused };
  if (xaddr.length > 2 * PATH_OCTETS) return { refused: "path-too-long" };
  if (!URL.canParse(xaddr)) return { refused: "not-a-url" };
  const url = new URL(xaddr);
  if (url.protocol !== "http:" && url.protocol !== "https:") return { refused: "scheme" };
  const secure = url.protocol === "https:";
  const port = url.port === "" ? (secure ? 443 : 80) : Number(url.port);
  if (port < 1024 ? !WEB_PORTS_BELOW_1024.has(port) : NOT_WEB_PORTS.has(port)) return { refused: "port" };
  const isOwn = isLoopback(address) || policy.ownAddresses.includes(address);
  if (isOwn && policy.ownPorts.includes(port)) return { refused: "denied-address" };
  if (url.pathname.length > PATH_OCTETS) return { refused: "path-too-long" };
  const pathCarriesLogin = LOGIN_IN_PATH.test(unescaped(url.pathname));
  const path = url.pathname === "/" || pathCarriesLogin ? ENTRY_PATH : url.pathname;
  return {
    target: { address: reachableAddress(answeredFrom), port, secure, path },
    namesAnotherHost: plainAddress(url.hostname) !== address,
    carriesLogin: url.username !== "" || url.password !== "" || pathCarriesLogin || /[=@]/.test(unescaped(url.search)),
  };
}

/** Whether an address is this machine's own, by which nobody else can be reached. */
export function isLoopback(address: string): boolean {
  const family = isIP(address);
  return family !== 0 && LOOPBACK.check(address, family === 4 ? "ipv4" : "ipv6");
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // No escape of UTF-8; what it says in plain letters is looked at all the same.
    return text;
  }
}
