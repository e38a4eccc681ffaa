import { readFileSync } from "node:fs";
import { InventoryEntry } from "@probewarden/contract";
import { Type } from "typebox";
import { Check } from "typebox/value";
import { ConfigError } from "@probewarden/cli";

const EXAMPLE = '[{"bssid":"02:00:00:00:00:01","ssid":"43616665","channel":6,"security":"wpa2"}]';

/** The venue's own access points from the file that `radio.networks` names (ssid in hex). Throws {@link ConfigError}. */
export function readVenueNetworks(file: string): InventoryEntry[] {
  let list: unknown;
  try {
    list = JSON.parse(readFileSync(file, "utf8"));
  } catch (cause) {
    throw new ConfigError(`${file}: /radio/networks cannot be read as JSON (example: ${EXAMPLE})`, { cause });
  }
  const schema = Type.Array(InventoryEntry);
  if (!Check(schema, list))
    throw new ConfigError(`${file}: /radio/networks is not a list of access points (example: ${EXAMPLE})`);
  return list;
}
