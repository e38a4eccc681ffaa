/** Octets of the frame check sequence at the end of a frame (9.2.4.8). */
export const FCS_OCTETS = 4;

/** CRC-32 of the standard's polynomial, bits reflected. */
const POLYNOMIAL = 0xedb8_8320;

const TABLE = Uint32Array.from({ length: 256 }, (_, octet) => {
  let remainder = octet;
  for (let bit = 0; bit < 8; bit++) remainder = remainder & 1 ? (remainder >>> 1) ^ POLYNOMIAL : remainder >>> 1;
  return remainder >>> 0;
});

/** The FCS that `octets[start]` to `octets[end - 1]` should carry, as the little-endian number that follows them on air. */
export function computeFcs(octets: Uint8Array, start: number, end: number): number {
  let remainder = 0xffff_ffff;
  for (let at = start; at < end; at++) remainder = TABLE[(remainder ^ octets[at]!) & 0xff]! ^ (remainder >>> 8);
  return (remainder ^ 0xffff_ffff) >>> 0;
}
