import { clean } from "./camera-text.ts";

/** What the scopes of an ONVIF device say. All of it may have been re-configured by its owner. */
export interface Scopes {
  hardware: string | undefined;
  name: string | undefined;
  profiles: string[];
  /** Values of `type/…`. */
  types: string[];
}

const ONVIF = /^onvif:\/\/www\.onvif\.org\/(.+)$/i;

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    // A stray percent sign in a name that somebody typed; the text as it stood says as much.
    return part;
  }
}

/** Reads scope URIs; a scope that is no ONVIF URI (`http:123` was seen) is passed over. */
export function readScopes(scopes: readonly string[]): Scopes {
  const found: Scopes = { hardware: undefined, name: undefined, profiles: [], types: [] };
  for (const scope of scopes) {
    const path = ONVIF.exec(scope)?.[1];
    if (path === undefined) continue;
    const slash = path.indexOf("/");
    if (slash < 0) continue;
    const value = clean(decode(path.slice(slash + 1)));
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
      case "type":
        found.types.push(value);
        break;
      default:
    }
  }
  return found;
}
