import { OctetReader } from "../octet-reader.ts";

/** Access Network Options (9.4.2.91). */
const OPTIONS = [
  ["accessNetworkType", 4],
  ["internet", 1],
  ["additionalStep", 1],
  ["emergency", 1],
  ["unauthenticatedEmergency", 1],
] as const;

/** Interworking (9.4.2.91, ID 107): options, then Venue Info (2) and HESSID (6), each or both or none: the length alone says which. */
export function readInterworking(information: Uint8Array) {
  const from = new OctetReader(information);
  const options = from.bits(1, OPTIONS);
  const isKnown = [0, 2, 6, 8].includes(from.left);
  if (options !== undefined && !isKnown) from.fail("reserved-value");
  const hasVenue = from.left === 2 || from.left === 8;
  const venueGroup = hasVenue ? from.uint8() : undefined;
  const venueType = hasVenue ? from.uint8() : undefined;
  const hessidAddress = from.left === 6 ? from.address() : undefined;
  return { options, venueGroup, venueType, hessidAddress, fault: from.fault };
}

/** Advertisement Protocol (9.4.2.92, ID 108): pairs of a limit and a protocol; 0 is ANQP. A vendor's (221) has its own length. */
export function readAdvertisementProtocol(information: Uint8Array) {
  const from = new OctetReader(information);
  const protocols: { id: number; responseLimit: number; perBss: boolean }[] = [];
  if (from.left === 0) from.fail("too-short");
  while (from.left > 0) {
    const limit = from.bits(1, [
      ["responseLimit", 7],
      ["perBss", 1],
    ]);
    const id = from.uint8();
    if (limit === undefined || id === undefined) break;
    if (id === VENDOR) from.take(from.uint8() ?? 0, "length-beyond-end");
    protocols.push({ id, responseLimit: limit.responseLimit, perBss: limit.perBss === 1 });
  }
  return { protocols, fault: from.fault };
}
const VENDOR = 221;

/** Roaming Consortium (9.4.2.95, ID 111): how many more there are to ask for, the lengths of the first two in one octet, the third gets what is left. */
export function readRoamingConsortium(information: Uint8Array) {
  const from = new OctetReader(information);
  const more = from.uint8();
  const lengths = from.bits(1, [
    ["first", 4],
    ["second", 4],
  ]);
  const identifiers: Uint8Array[] = [];
  for (const length of [lengths?.first ?? 0, lengths?.second ?? 0]) {
    const octets = length === 0 ? undefined : from.take(length, "length-beyond-end");
    if (octets !== undefined) identifiers.push(octets);
  }
  if (from.left > 0) identifiers.push(from.rest());
  return { more, identifiers, fault: from.fault };
}
