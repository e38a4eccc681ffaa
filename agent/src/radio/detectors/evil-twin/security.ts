import { hasPrivacy } from "../../dot11/capability.ts";
import { ElementId, hasElement } from "../../dot11/elements.ts";
import type { Frame } from "../../dot11/frame.ts";
import type { InventoryEntry } from "@probewarden/contract";

/** How an advertised network is secured, as far as it matters which is weaker. */
export type Security = "open" | "old" | "current";

/** Security that a beacon or probe response advertises; undefined when what was heard of it does not say. */
export function securityOf(frame: Frame): Security | undefined {
  if (frame.capability < 0) return undefined;
  // 9.4.2.24: whoever is secured by RSN says so in this element; OWE is among its suites.
  if (hasElement(frame.elements, ElementId.Rsn)) return "current";
  if (frame.elementsCut) return undefined;
  return hasPrivacy(frame) ? "old" : "open";
}

/** Whether the list says of every access point of a name that it is secured, whichever way. */
export function isSecured(entries: readonly InventoryEntry[]): boolean {
  const weakest = weakestOf(entries);
  return weakest === "current" || weakest === "old";
}

/**
 * The weakest security that the list has for a name; undefined when it says so of no access point, or leaves it open for one. With OWE
 * an open network of the same name belongs to it (transition mode), so it counts as open.
 */
export function weakestOf(entries: readonly InventoryEntry[]): Security | undefined {
  let weakest: Security | undefined;
  for (const { security } of entries) {
    if (security === undefined) return undefined;
    if (security === "open" || security === "owe") return "open";
    if (security === "wep" || security === "wpa") weakest = "old";
    else weakest ??= "current";
  }
  return weakest;
}
