import { BlockList, isIP } from "node:net";

/**
 * Whether an address is a proxy's whose word on who stands behind it is believed; `hop` counts from the connection (0) towards the visitor.
 * @param trust addresses and networks (CIDR), or how many proxies stand in front
 * @throws RangeError for what is neither an address nor a network, or is everybody
 */
export function proxyTrust(trust: readonly string[] | number): (address: string, hop: number) => boolean {
  if (typeof trust === "number") return (_address, hop) => hop < trust;
  const proxies = new BlockList();
  for (const entry of trust) add(proxies, entry);
  return (address) => {
    const version = isIP(address);
    return version !== 0 && proxies.check(address, version === 4 ? "ipv4" : "ipv6");
  };
}

function add(proxies: BlockList, entry: string): void {
  const [address = "", prefix, ...rest] = entry.split("/");
  const version = isIP(address);
  if (version === 0 || rest.length > 0 || (prefix !== undefined && !/^\d{1,3}$/.test(prefix)))
    throw new RangeError(
      `${JSON.stringify(entry.slice(0, 64))} is neither an address nor a network (example: 10.0.0.5, 10.1.0.0/24)`,
    );
  const family = version === 4 ? "ipv4" : "ipv6";
  const longest = version === 4 ? 32 : 128;
  const bits = prefix === undefined ? longest : Number(prefix);
  if (bits > longest) throw new RangeError(`${entry}: a network of ${family} has at most ${longest} bits`);
  // Whoever is believed about others could say that he is anybody.
  if (bits === 0) throw new RangeError(`${entry} would believe everybody`);
  proxies.addSubnet(address, bits, family);
}
