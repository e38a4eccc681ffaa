import { onesIn } from "../bits.ts";
import type { OctetReader } from "../octet-reader.ts";

/** Two thresholds of three bits for each stream and resource unit. */
const THRESHOLD_BITS = 6;

/**
 * PPE Thresholds of HE (IEEE 802.11ax, 9.4.2.248.5) and EHT Capabilities (IEEE 802.11be, 9.4.2.313.5), as octets behind those that begin them. These hold
 * how many streams there are, less one, and which resource units: `streamBits` and `unitBits` wide.
 */
export function readPpeThresholds(from: OctetReader, streamBits: number, unitBits: number): Uint8Array | undefined {
  const headBits = streamBits + unitBits;
  const headOctets = Math.ceil(headBits / 8);
  const head = from.bits(headOctets, [
    ["streams", streamBits],
    ["units", unitBits],
  ]);
  if (head === undefined) return undefined;
  const bits = headBits + (head.streams + 1) * onesIn(head.units) * THRESHOLD_BITS;
  return from.take(Math.ceil(bits / 8) - headOctets, "length-beyond-end");
}
