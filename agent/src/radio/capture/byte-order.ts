/** How a capture file spells its numbers: in the byte order of the host that wrote it. The caller has checked that the octets are there. */
export interface ByteOrder {
  uint16(octets: Uint8Array, offset: number): number;
  uint32(octets: Uint8Array, offset: number): number;
}

export const LITTLE_ENDIAN: ByteOrder = {
  uint16: (octets, offset) => octets[offset]! | (octets[offset + 1]! << 8),
  uint32: (octets, offset) =>
    (octets[offset]! | (octets[offset + 1]! << 8) | (octets[offset + 2]! << 16) | (octets[offset + 3]! << 24)) >>> 0,
};

export const BIG_ENDIAN: ByteOrder = {
  uint16: (octets, offset) => (octets[offset]! << 8) | octets[offset + 1]!,
  uint32: (octets, offset) =>
    ((octets[offset]! << 24) | (octets[offset + 1]! << 16) | (octets[offset + 2]! << 8) | octets[offset + 3]!) >>> 0,
};
