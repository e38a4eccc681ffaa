/** 802.11 and radiotap send the lowest octet first (9.2.2). The callers have checked that the octets are there. */
export function readUint16(octets: Uint8Array, offset: number): number {
  return octets[offset]! | (octets[offset + 1]! << 8);
}

/** An unsigned 32-bit number. */
export function readUint32(octets: Uint8Array, offset: number): number {
  return (
    (octets[offset]! | (octets[offset + 1]! << 8) | (octets[offset + 2]! << 16) | (octets[offset + 3]! << 24)) >>> 0
  );
}

/** A signed octet, as levels in dBm are. */
export function readInt8(octets: Uint8Array, offset: number): number {
  return (octets[offset]! << 24) >> 24;
}

/** A 64-bit number as a double: exact up to 2^53, which for microseconds is 285 years. */
export function readUint64(octets: Uint8Array, offset: number): number {
  return readUint32(octets, offset + 4) * 0x1_0000_0000 + readUint32(octets, offset);
}
