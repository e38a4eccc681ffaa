import { saysAccountLocked, saysRefused } from "./soap-envelope.ts";

/** What an answer says of who asked. */
export type Refusal = "refused" | "locked";

/** HTTP's own words for a refusal, and for what is locked (RFC 4918 11.3). */
const REFUSALS = new Set([401, 403]);
const LOCKED = 423;

/**
 * Whether an answer refuses who asked, by its status or by a fault, whatever status that came with; undefined when it does not.
 * A word in an answer stops nothing: only a refusal can say that an account is locked.
 * @param fault text of the SOAP fault that the answer is, if it is one
 * @param text what the answer says otherwise; looked at when it refuses
 */
export function refusalOf(status: number, fault: string | undefined, text: () => string): Refusal | undefined {
  if (status === LOCKED) return "locked";
  if (!REFUSALS.has(status) && (fault === undefined || !saysRefused(fault))) return undefined;
  return saysAccountLocked(fault ?? text()) ? "locked" : "refused";
}
