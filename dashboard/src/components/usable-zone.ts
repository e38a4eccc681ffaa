/** What was found of each zone; venues are few, and their zones fewer. */
const found = new Map<string, string>();

/**
 * The zone in which times are told: the venue's, or UTC where this browser does not know it. A zone may have been mistyped long ago, or be
 * newer than the browser, and Intl throws for it, which would take the whole screen away.
 */
export function usableZone(zone: string | undefined): string | undefined {
  if (zone === undefined) return undefined;
  const known = found.get(zone);
  if (known !== undefined) return known;
  const usable = isKnown(zone) ? zone : "UTC";
  found.set(zone, usable);
  return usable;
}

function isKnown(timeZone: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}
