/**
 * Version of the contract. The major number stands in every topic and envelope (`v`); a sensor and a collector that differ in
 * it say so to each other (status, ack) and to a person (dashboard, doctor). Minor: fields were added.
 */
export const CONTRACT_VERSION = "1.3.0";

/** Whether who speaks this version knows the fields that came with a minor of our major: older ends refuse what they do not know. */
export function knowsMinor(version: string, minor: number): boolean {
  const [major, itsMinor] = version.split(".").map(Number);
  return major === CONTRACT_MAJOR && itsMinor !== undefined && itsMinor >= minor;
}

/** Minor since which a sensor tells its adapters, and is told of its venue's radios. */
export const RADIOS_MINOR = 1;

/** Minor since which a sensor can be told to update itself, and tells whether it can. */
export const UPDATES_MINOR = 2;

/** Minor since which a sensor says which list of its venue's own access points it has. */
export const LISTS_MINOR = 3;

/** Major number of {@link CONTRACT_VERSION}, as it stands in topics and envelopes. */
export const CONTRACT_MAJOR = 1;
