import type { Frame } from "../dot11/frame.ts";

/** FNV-1a, 32 bits (http://www.isthe.com/chongo/tech/comp/fnv/): offset basis and prime. */
const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;
/** A second start value: two 32-bit hashes together make 53 bits. */
const SECOND_OFFSET = 0x9747b28c;

/** `DIRECT-`: Wi-Fi Direct groups are renamed by design (Wi-Fi P2P specification, 3.2.1). */
export const DIRECT_PREFIX: readonly number[] = [0x44, 0x49, 0x52, 0x45, 0x43, 0x54, 0x2d];

/** The number that stands for "no name": wildcard, hidden, or only NUL octets. */
export const NO_NAME = 0;

/** The number that stands for every Wi-Fi Direct group. */
export const DIRECT_GROUP = 1;

/**
 * A number for a network name, so that names are compared without being kept: 53 bits, equal for spellings that differ in ASCII case or
 * in trailing NUL octets and spaces. {@link NO_NAME} for a wildcard or hidden name, {@link DIRECT_GROUP} for `DIRECT-…`.
 */
export function nameKey(ssid: Uint8Array | undefined): number {
  return ssid === undefined ? NO_NAME : hashName(ssid, 0, ssid.length);
}

/** The number for the name that a frame carries. It is computed once a frame, however many ask for it. */
export function nameOf(frame: Frame): number {
  if (frame.nameNumber < 0)
    frame.nameNumber = frame.ssidStart < 0 ? NO_NAME : hashName(frame.captured, frame.ssidStart, frame.ssidLength);
  return frame.nameNumber;
}

function hashName(octets: Uint8Array, start: number, ssidLength: number): number {
  let length = ssidLength;
  while (length > 0 && (octets[start + length - 1] === 0 || octets[start + length - 1] === 0x20)) length--;
  if (length === 0) return NO_NAME;
  if (isDirectGroup(octets, start, length)) return DIRECT_GROUP;
  let low = FNV_OFFSET;
  let high = SECOND_OFFSET;
  for (let index = 0; index < length; index++) {
    let octet = octets[start + index] ?? 0;
    if (octet >= 0x41 && octet <= 0x5a) octet |= 0x20;
    low = Math.imul(low ^ octet, FNV_PRIME);
    high = Math.imul(high ^ (octet + index), FNV_PRIME);
  }
  return ((high >>> 0) & 0x1fffff) * 0x1_0000_0000 + (low >>> 0) + 2;
}

/** Octets of a name in hex, as the contract writes names. */
export function spellName(ssid: Uint8Array): string {
  return Buffer.from(ssid.buffer, ssid.byteOffset, ssid.length).toString("hex");
}

/** A loop, not `every`: for a function that looks at what is around it, V8 makes room at each frame, whether it is called or not. */
function isDirectGroup(octets: Uint8Array, start: number, length: number): boolean {
  if (length < DIRECT_PREFIX.length) return false;
  for (let index = 0; index < DIRECT_PREFIX.length; index++)
    if (octets[start + index] !== DIRECT_PREFIX[index]) return false;
  return true;
}
