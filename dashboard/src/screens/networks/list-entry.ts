import type { InventoryEntry } from "@probewarden/contract";
import type { NetworkRow } from "./network-groups.ts";

/** The entry by which an address comes on the list: with its name where one is known, and nothing that nobody has said. */
export const entryOf = ({ bssid, listed, name }: NetworkRow): InventoryEntry =>
  listed ?? { bssid, ...(name === undefined || name === "" ? {} : { ssid: name }) };

/** The entry with another security, or with none said. */
export function secured(entry: InventoryEntry, security: InventoryEntry["security"]): InventoryEntry {
  const { security: _, ...rest } = entry;
  return security === undefined ? rest : { ...rest, security };
}

/** The entry with another name in hex, or with none. */
export function called(entry: InventoryEntry, hex: string): InventoryEntry {
  const { ssid: _, ...rest } = entry;
  return hex === "" ? rest : { ...rest, ssid: hex };
}
