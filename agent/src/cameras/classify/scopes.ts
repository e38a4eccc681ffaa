import { cutCredentials } from "@probewarden/contract";
import { decodeNameless } from "../interrogate/charset.ts";
import { hardwareAddress } from "../known/link-address.ts";
import { clean } from "./camera-text.ts";

/** What the scopes of an ONVIF device say. All of it may have been re-configured by its owner. */
export interface Scopes {
  hardware: string | undefined;
  name: string | undefined;
  profiles: string[];
  /** Values of `type/…`. */
  types: string[];
  /** Hardware address that it claims. */
  hardwareAddress: string | undefined;
}

const ONVIF = /^onvif:\/\/www\.onvif\.org\/(.+)$/i;

/**
 * A part of a URI without its percent signs. RFC 3986 2.5 leaves the charset open and RFC 3987 says UTF-8; much Chinese firmware escapes
 * the octets of GB 2312. A stray percent sign in a name that somebody typed stays.
 */
function decode(part: string): string {
  if (!part.includes("%")) return part;
  // A name is escaped as a whole: the second octet of a character may be a plain letter.
  const octets = Buffer.from(
    Buffer.from(part, "utf8")
      .toString("latin1")
      .replaceAll(/%([\da-f]{2})/gi, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16))),
    "latin1",
  );
  return decodeNameless(octets) ?? part;
}

/** Reads scope URIs; a scope that is no ONVIF URI (`http:123` was seen) is passed over. */
export function readScopes(scopes: readonly string[]): Scopes {
  const found: Scopes = { hardware: undefined, name: undefined, profiles: [], types: [], hardwareAddress: undefined };
  for (const scope of scopes) {
    const path = ONVIF.exec(scope)?.[1];
    if (path === undefined) continue;
    const slash = path.indexOf("/");
    if (slash < 0) continue;
    const value = clean(cutCredentials(decode(path.slice(slash + 1))));
    if (value === "") continue;
    switch (path.slice(0, slash).toLowerCase()) {
      case "hardware":
        found.hardware ??= value;
        break;
      case "name":
        found.name ??= value;
        break;
      case "profile":
        if (found.profiles.length < 16) found.profiles.push(value.slice(0, 32));
        break;
      case "mac":
      case "macaddress":
        found.hardwareAddress ??= hardwareAddress(value);
        break;
      case "type":
        found.types.push(value);
        break;
      default:
    }
  }
  return found;
}
