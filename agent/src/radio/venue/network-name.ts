/** FNV-1a, 32 bits (http://www.isthe.com/chongo/tech/comp/fnv/): offset basis and prime. */
const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;
/** A second start value: two 32-bit hashes together make 53 bits. */
const SECOND_OFFSET = 0x9747b28c;

/** `DIRECT-`: Wi-Fi Direct groups are renamed by design (Wi-Fi P2P specification, 3.2.1). */
const DIRECT_PREFIX = [0x44, 0x49, 0x52, 0x45, 0x43, 0x54, 0x2d];

/** The number that stands for "no name": wildcard, hidden, or only NUL octets. */
export const NO_NAME = 0;

/** The number that stands for every Wi-Fi Direct group. */
export const DIRECT_GROUP = 1;

/**
 * A number for a network name, so that names are compared without being kept: 53 bits, equal for spellings that differ in ASCII case or
 * in trailing NUL octets and spaces. {@link NO_NAME} for a wildcard or hidden name, {@link DIRECT_GROUP} for `DIRECT-…`.
 */
export function nameKey(ssid: Uint8Array | undefined): number {
  if (ssid === undefined) return NO_NAME;
  let length = ssid.length;
  while (length > 0 && (ssid[length - 1] === 0 || ssid[length - 1] === 0x20)) length--;
  if (length === 0) return NO_NAME;
  if (isDirectGroup(ssid, length)) return DIRECT_GROUP;
  let low = FNV_OFFSET;
  let high = SECOND_OFFSET;
  for (let index = 0; index < length; index++) {
    let octet = ssid[index] ?? 0;
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

function isDirectGroup(ssid: Uint8Array, length: number): boolean {
  if (length < DIRECT_PREFIX.length) return false;
  return DIRECT_PREFIX.every((octet, index) => ssid[index] === octet);
}
