import { readAddress } from "../dot11/address.ts";
import { FrameType, ManagementSubtype } from "../dot11/frame-types.ts";
import { ADDRESS_1, ADDRESS_2, ADDRESS_3, THREE_ADDRESSES_OCTETS } from "../dot11/mac-layout.ts";
import { EXCERPTS } from "./figures.ts";
import type { KeptFrame } from "./kept-figures.ts";

const ENTRY: readonly number[] = [
  ManagementSubtype.Authentication,
  ManagementSubtype.AssociationRequest,
  ManagementSubtype.ReassociationRequest,
];

/**
 * Transmitters that did nothing but ask to be let in, where they are so many that they were one flood: it is shown by their levels, which are one
 * radio's, and their numbers, which are one counter's. So these stay to each other what they were, moved by one amount for all. Of fewer
 * nothing of the kind leaves: how near somebody's phone was is nobody's business.
 */
export function applicantsOf(frames: readonly KeptFrame[]): ReadonlySet<number> {
  const applicants = new Set<number>();
  const others = new Set<number>();
  for (const { octets } of frames) {
    if (octets.length < THREE_ADDRESSES_OCTETS) continue;
    const transmitter = readAddress(octets, ADDRESS_2);
    const receiver = readAddress(octets, ADDRESS_1);
    const isManagement = ((octets[0]! >> 2) & 0b11) === FrameType.Management;
    const asks = isManagement && ENTRY.includes(octets[0]! >> 4) && receiver === readAddress(octets, ADDRESS_3);
    (asks && transmitter !== receiver ? applicants : others).add(transmitter);
  }
  for (const other of others) applicants.delete(other);
  return applicants.size < EXCERPTS.applicants ? new Set() : applicants;
}
