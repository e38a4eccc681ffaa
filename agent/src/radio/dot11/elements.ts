/** Element IDs that this sensor looks at (9.4.2.1, Table 9-92). */
export const ElementId = {
  Ssid: 0,
  SupportedRates: 1,
  DsParameterSet: 3,
  Tim: 5,
  Country: 7,
  ChannelSwitch: 37,
  HtCapabilities: 45,
  Rsn: 48,
  ExtendedSupportedRates: 50,
  ExtendedChannelSwitch: 60,
  HtOperation: 61,
  MultipleBssid: 71,
  ManagementMic: 76,
  ExtendedCapabilities: 127,
  VhtCapabilities: 191,
  VendorSpecific: 221,
  Extension: 255,
} as const;

/** Longest SSID (9.4.2.2). */
export const SSID_MAX_OCTETS = 32;
/** Octets before an element's information: Element ID and Length. */
export const ELEMENT_HEADER_OCTETS = 2;

/** The information of the first whole element with this ID, as a view; undefined when there is none. */
export function findElement(octets: Uint8Array, id: number): Uint8Array | undefined {
  let at = 0;
  while (at + ELEMENT_HEADER_OCTETS <= octets.length) {
    const start = at + ELEMENT_HEADER_OCTETS;
    const next = start + octets[at + 1]!;
    if (next > octets.length) return undefined;
    if (octets[at] === id) return octets.subarray(start, next);
    at = next;
  }
  return undefined;
}

/** Whether an element with this ID is among the elements, a last one that was cut included. */
export function hasElement(octets: Uint8Array, id: number): boolean {
  for (let at = 0; at + 1 < octets.length; at += ELEMENT_HEADER_OCTETS + octets[at + 1]!)
    if (octets[at] === id) return true;
  return false;
}
