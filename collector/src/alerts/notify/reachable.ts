import { lookup as lookupName, type LookupAddress } from "node:dns";
import { BlockList, isIP, type LookupFunction } from "node:net";
import { groupsOf } from "../../people/network-of.ts";

/**
 * Where no message goes by itself (RFC 6890): this machine, its own link, where clouds tell secrets of the machine to whoever asks from it, and
 * what is no single host. Whoever may set the address of the webhook need not be the one who may look into the server.
 */
const CLOSED: readonly [network: string, prefix: number][] = [
  ["0.0.0.0", 8],
  ["127.0.0.0", 8],
  // Link-local, with 169.254.169.254, the metadata of most clouds.
  ["169.254.0.0", 16],
  // Metadata of Alibaba Cloud and of Oracle Cloud.
  ["100.100.100.200", 32],
  ["192.0.0.192", 32],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
  ["::", 127],
  ["fe80::", 10],
  ["fec0::", 10],
  // Metadata of Amazon's cloud.
  ["fd00:ec2::", 32],
  ["ff00::", 8],
];

/** Ways to spell an IPv4 address within IPv6, and at which of its eight groups it begins: mapped, compatible, NAT64 (RFC 6052), 6to4 (RFC 3056). */
const EMBEDDINGS: readonly [network: string, prefix: number, group: number][] = [
  ["::", 96, 6],
  ["::ffff:0:0", 96, 6],
  ["::ffff:0:0:0", 96, 6],
  ["64:ff9b::", 96, 6],
  ["64:ff9b:1::", 48, 6],
  ["2002::", 16, 1],
];

const familyOf = (address: string): "ipv4" | "ipv6" => (isIP(address) === 6 ? "ipv6" : "ipv4");

const blocked = new BlockList();
for (const [network, prefix] of CLOSED) blocked.addSubnet(network, prefix, familyOf(network));

/** The IPv4 addresses that stand in an IPv6 address, whichever way it may be meant. */
function embeddedIn(address: string): string[] {
  const groups = groupsOf(address);
  return EMBEDDINGS.flatMap(([network, prefix, group]) => {
    const within = new BlockList();
    within.addSubnet(network, prefix, "ipv6");
    if (!within.check(address, "ipv6")) return [];
    const [high = 0, low = 0] = groups.slice(group, group + 2);
    return [[high >> 8, high & 255, low >> 8, low & 255].join(".")];
  });
}

/** Whether an address needs the configuration's word before a message goes there. */
export function isClosed(address: string): boolean {
  const plain = address.split("%")[0] ?? "";
  if (isIP(plain) === 0) return true;
  if (blocked.check(plain, familyOf(plain))) return true;
  return isIP(plain) === 6 && embeddedIn(plain).some((inner) => blocked.check(inner, "ipv4"));
}

/** Whether a host, as {@link hostOf} gives it, needs that word before anything is looked up: a closed address, or a name of this machine (RFC 6761, 6.3). */
export const isClosedHost = (host: string): boolean =>
  host === "localhost" || host.endsWith(".localhost") || (isIP(host) !== 0 && isClosed(host));

/** A name leads to an address that needs the configuration's word. */
export class NotAllowedError extends Error {
  override readonly name = "NotAllowedError";
  readonly code = "NOT_ALLOWED";
}

/** Looks a name up, all addresses. */
export type Resolve = (name: string, answer: (error: Error | null, addresses: LookupAddress[]) => void) => void;

const resolveAll: Resolve = (name, answer) => lookupName(name, { all: true, verbatim: true }, answer);

/**
 * Host name of an address as `allow` has it: without the brackets of IPv6 and without the dot at the end, in small letters.
 */
export const hostOf = (url: URL): string =>
  url.hostname
    .replace(/^\[|\]$/g, "")
    .replace(/\.$/, "")
    .toLowerCase();

/**
 * A look-up for one connection that refuses a name when any of its addresses is closed, and gives the others to connect to: the address that
 * was checked is the one that is connected to, so a name that is bound anew between check and connection (DNS rebinding) gains nothing.
 */
export const guardedLookup =
  (resolve: Resolve = resolveAll): LookupFunction =>
  (name, options, answer) => {
    resolve(name, (error, addresses) => {
      if (error) return answer(error, "");
      const wanted = addresses.filter(({ family }) => !options.family || family === options.family);
      const [first] = wanted;
      if (addresses.some(({ address }) => isClosed(address)))
        return answer(new NotAllowedError(`${name} leads to an address that the configuration does not allow`), "");
      if (first === undefined) return answer(new Error(`${name} has no address`), "");
      return options.all ? answer(null, wanted) : answer(null, first.address, first.family);
    });
  };
