import { onesIn } from "./bits.ts";

/** Octets of an address (9.2.4.3). */
export const ADDRESS_OCTETS = 6;
/** ff:ff:ff:ff:ff:ff, the group of all stations. */
export const BROADCAST = 0xffff_ffff_ffff;
/** No address: the frame has none here. */
export const NO_ADDRESS = -1;

const TWO_TO_32 = 0x1_0000_0000;
/** The first octet's two lowest bits (IEEE 802, 8.2): I/G and U/L, as they stand in the upper 16 bits of the number. */
const INDIVIDUAL_GROUP = 0x0100;
const UNIVERSAL_LOCAL = 0x0200;

/** The address at `offset` as a 48-bit integer, first octet highest. The caller has checked that six octets are there. */
export function readAddress(octets: Uint8Array, offset: number): number {
  const high = (octets[offset]! << 8) | octets[offset + 1]!;
  const low =
    (octets[offset + 2]! << 24) | (octets[offset + 3]! << 16) | (octets[offset + 4]! << 8) | octets[offset + 5]!;
  return high * TWO_TO_32 + (low >>> 0);
}

/** `aa:bb:cc:dd:ee:ff`, lower case. What it returns may name a visitor: only the accused and infrastructure are spelled. */
export function spellAddress(address: number): string {
  return address
    .toString(16)
    .padStart(12, "0")
    .replace(/..(?!$)/g, "$&:");
}

/** Reads `aa:bb:cc:dd:ee:ff` (also with hyphens, also upper case); undefined when it is none. */
export function parseAddress(text: string): number | undefined {
  if (!/^[0-9a-f]{2}([:-][0-9a-f]{2}){5}$/i.test(text)) return undefined;
  return Number.parseInt(text.replace(/[:-]/g, ""), 16);
}

/** True for a group address: broadcast or multicast. No transmitter rightly has one. */
export function isGroup(address: number): boolean {
  return (upper16(address) & INDIVIDUAL_GROUP) !== 0;
}

/** The address without its group bit. */
export function individual(address: number): number {
  return isGroup(address) ? address - INDIVIDUAL_GROUP * TWO_TO_32 : address;
}

/** The address with the group bit. */
export function inGroup(address: number): number {
  return isGroup(address) ? address : address + INDIVIDUAL_GROUP * TWO_TO_32;
}

/** True when the address was made up locally: an EUI-48 with this bit set names no vendor, and on a phone it is a mask. */
export function isLocallyAdministered(address: number): boolean {
  return (upper16(address) & UNIVERSAL_LOCAL) !== 0;
}

/** The address with its other U/L bit: what a device that is a station under one of them often beacons under, as ESP modules and old phones do. */
export function twinOf(address: number): number {
  return isLocallyAdministered(address) ? address - UNIVERSAL_LOCAL * TWO_TO_32 : address + UNIVERSAL_LOCAL * TWO_TO_32;
}

function upper16(address: number): number {
  return Math.floor(address / TWO_TO_32);
}

/**
 * Whether two addresses may be of one device: access points make those of their radios and networks from one, by the last octet, or by
 * the first, where the locally administered bit is.
 */
export function areNeighbours(one: number, other: number): boolean {
  return neighbourhoodOf(one) === neighbourhoodOf(other);
}

/** What the addresses of neighbours have in common, as a number. */
export function neighbourhoodOf(address: number): number {
  return lower32(Math.floor(address / 256));
}

/** In how many of their 48 bits two addresses differ. */
export function bitsApart(one: number, other: number): number {
  return onesIn(upper16(one) ^ upper16(other)) + onesIn(lower32(one) ^ lower32(other));
}

function lower32(address: number): number {
  return address >>> 0;
}
