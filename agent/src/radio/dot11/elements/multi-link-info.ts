import { OctetReader } from "../octet-reader.ts";

/**
 * Common Info and STA Info of a Multi-Link element (IEEE 802.11be, 9.4.2.312.2): each begins with its length, which counts itself. What is behind
 * the fields that are known is skipped.
 */
export function readInfo(from: OctetReader): OctetReader {
  const length = from.uint8();
  if (length === 0) from.fail("length-beyond-end");
  return new OctetReader(from.take(Math.max(0, (length ?? 1) - 1), "length-beyond-end") ?? new Uint8Array(0));
}
