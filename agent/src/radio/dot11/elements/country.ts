import { readInt8 } from "../little-endian.ts";
import { OctetReader } from "../octet-reader.ts";

/** A first octet from here on begins an operating triplet (9.4.2.9): extension identifier, operating class, coverage class. */
const OPERATING_EXTENSION = 201;

/** Channels and the power that is allowed on them, in dBm, behind the operating class that they are counted in. */
export interface Subband {
  operatingClass?: number;
  firstChannel: number;
  channels: number;
  mostDbm: number;
}

/** Country (9.4.2.9, ID 7): a string of three, subbands or operating classes, and padding to an even length. */
export function readCountry(information: Uint8Array) {
  const from = new OctetReader(information);
  const octets = from.take(3);
  const country = octets === undefined ? undefined : String.fromCharCode(...octets.subarray(0, 2));
  /** Third octet: a space, `O` or `I` for outdoors and indoors, `X`, or a number: the table of Annex E that is meant. */
  const environment = octets?.[2];
  const subbands: Subband[] = [];
  const operatingClasses: number[] = [];
  let inClass: number | undefined;
  let hasNone = false;
  while (from.left >= 3) {
    const triplet = from.take(3) ?? new Uint8Array(3);
    const [first = 0, second = 0] = triplet;
    if (first >= OPERATING_EXTENSION) operatingClasses.push((inClass = second));
    else {
      // What stands behind is not moved by it, and is read.
      hasNone ||= first === 0 || second === 0;
      subbands.push({
        ...(inClass === undefined ? {} : { operatingClass: inClass }),
        firstChannel: first,
        channels: second,
        // Signed: a regulator may allow less than a milliwatt.
        mostDbm: readInt8(triplet, 2),
      });
    }
  }
  if (hasNone) from.fail("reserved-value");
  // One octet may be left for padding.
  if (from.left > 1) from.fail("too-long");
  if (subbands.length + operatingClasses.length === 0) from.fail("too-short");
  return { country, environment, subbands, operatingClasses, fault: from.fault };
}
