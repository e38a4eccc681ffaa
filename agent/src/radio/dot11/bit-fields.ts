/** A field's name and width in bits, lowest first, as the standard's figures draw it. Reserved bits have no name. */
export type BitField = readonly [name: string, bits: number];

/** The named fields' values. */
export type Bits<F extends readonly BitField[]> = Record<Exclude<F[number][0], "">, number>;

/** Reads fields, each at most 31 bits wide, from the lowest bit of `octets[at]` on. The caller has checked that the octets are there. */
export function readBits<const F extends readonly BitField[]>(octets: Uint8Array, at: number, fields: F): Bits<F> {
  const values: Record<string, number> = {};
  let bit = at * 8;
  for (const [name, width] of fields) {
    if (name !== "") values[name] = bitsAt(octets, bit, width);
    bit += width;
  }
  return values as Bits<F>;
}

function bitsAt(octets: Uint8Array, from: number, width: number): number {
  let value = 0;
  for (let index = 0; index < width; index++) {
    const bit = from + index;
    if (((octets[bit >> 3]! >> (bit & 7)) & 1) !== 0) value |= 1 << index;
  }
  return value;
}
