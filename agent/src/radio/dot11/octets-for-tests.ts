/** Octets written as hex, spaces where a reader wants them. */
export function hex(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text.replace(/\s/g, ""), "hex"));
}

/** One array after the other. */
export function join(...parts: Uint8Array[]): Uint8Array {
  return Uint8Array.from(Buffer.concat(parts));
}

/** What a capture would hand over, whole, for these octets. */
export function captured(
  bytes: Uint8Array,
  linkType: number,
): { bytes: Uint8Array; linkType: number; atSeconds: number; originalLength: number } {
  return { bytes, linkType, atSeconds: 1_700_000_000.5, originalLength: bytes.length };
}

/** The addresses that the made frames use, as numbers and as they stand on air. */
export const ACCESS_POINT = 0x02_00_5e_00_00_01;
export const STATION = 0x02_00_5e_00_00_02;
export const FAR_END = 0x02_00_5e_00_00_03;
export const SENDER = 0x02_00_5e_00_00_04;
export const ACCESS_POINT_OCTETS = "02005e000001";
export const STATION_OCTETS = "02005e000002";
export const FAR_END_OCTETS = "02005e000003";
export const SENDER_OCTETS = "02005e000004";

/** A beacon of the access point: TSF 0x0000000200000001, interval 100 TU, capability 0x0411, then `elements` as hex. */
export function beacon(elements: string): Uint8Array {
  const header = `8000 0000 ffffffffffff ${ACCESS_POINT_OCTETS} ${ACCESS_POINT_OCTETS} 5012`;
  return hex(`${header} 0100000002000000 6400 1104 ${elements}`);
}
