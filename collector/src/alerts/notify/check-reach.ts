import { hostOf, isClosedHost } from "./reachable.ts";

const SCHEMES = ["http:", "https:", "smtp:"];

/** What is wrong with an address that notices are to go to; undefined when nothing is. A name is looked up, and judged, whenever it is sent to. */
export function checkReach(
  address: string,
  allow: readonly string[],
): { code: "bad-address" | "closed-address"; text: string } | undefined {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url === undefined || !SCHEMES.includes(url.protocol) || url.hostname === "")
    return {
      code: "bad-address",
      text: "the address must begin with http:// or https:// (example: https://hooks.example/probewarden)",
    };
  if (url.username !== "" || url.password !== "")
    return { code: "bad-address", text: "the address must not hold a name or a password" };
  const host = hostOf(url);
  if (isClosedHost(host) && !allow.includes(host))
    return {
      code: "closed-address",
      text: `${host} is this machine, its own link or a cloud's metadata; whoever runs the collector can allow it in /webhook/allow`,
    };
  return undefined;
}
