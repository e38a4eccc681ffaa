import { ADDRESS_OCTETS, readAddress } from "./address.ts";
import { readBits, type BitField, type Bits } from "./bit-fields.ts";
import { readInt8, readUint16, readUint32, readUint64 } from "./little-endian.ts";

/**
 * Why what an element says is not what its octets hold: a closed list. `too-short`: a field is missing. `too-long`: octets are left where the
 * standard leaves room for none. `count-beyond-end`, `length-beyond-end`: a count or a nested length promises more than there is.
 * `reserved-value`: a value that says how the rest is laid out has no meaning. `missing`: a part that must be there is not.
 */
export type Fault = "too-short" | "too-long" | "count-beyond-end" | "length-beyond-end" | "reserved-value" | "missing";

/**
 * Reads fields one after the other and never beyond the end: what is not there is undefined, the first fault is kept, and after a fault nothing
 * is left. So a reader of an element states the fields, what stood before a lie is read, and what stands behind it is absent. The
 * hot path does not come here: it reads where it looks.
 */
export class OctetReader {
  readonly #octets: Uint8Array;
  #at = 0;
  fault: Fault | undefined = undefined;

  constructor(octets: Uint8Array) {
    this.#octets = octets;
  }

  /** Octets that are left; none after a fault. */
  get left(): number {
    return this.fault === undefined ? this.#octets.length - this.#at : 0;
  }

  uint8(): number | undefined {
    const at = this.#step(1);
    return at < 0 ? undefined : this.#octets[at];
  }

  int8(): number | undefined {
    const at = this.#step(1);
    return at < 0 ? undefined : readInt8(this.#octets, at);
  }

  uint16(): number | undefined {
    const at = this.#step(2);
    return at < 0 ? undefined : readUint16(this.#octets, at);
  }

  /** Highest octet first: what Wi-Fi Simple Configuration writes, and nobody else. */
  uint16BigEndian(): number | undefined {
    const at = this.#step(2);
    return at < 0 ? undefined : this.#octets[at]! * 256 + this.#octets[at + 1]!;
  }

  uint32(): number | undefined {
    const at = this.#step(4);
    return at < 0 ? undefined : readUint32(this.#octets, at);
  }

  uint64(): number | undefined {
    const at = this.#step(8);
    return at < 0 ? undefined : readUint64(this.#octets, at);
  }

  /** An address as a number. */
  address(): number | undefined {
    const at = this.#step(ADDRESS_OCTETS);
    return at < 0 ? undefined : readAddress(this.#octets, at);
  }

  /** So many octets, as a view; `fault` says what it means that they are not there. */
  take(count: number, fault: Fault = "too-short"): Uint8Array | undefined {
    const at = this.#step(count, fault);
    return at < 0 ? undefined : this.#octets.subarray(at, at + count);
  }

  /** All that is left, as a view. */
  rest(): Uint8Array {
    return this.take(this.left) ?? new Uint8Array(0);
  }

  /** Named bits in so many octets. */
  bits<const F extends readonly BitField[]>(octets: number, fields: F): Bits<F> | undefined {
    const at = this.#step(octets);
    return at < 0 ? undefined : readBits(this.#octets, at, fields);
  }

  /** `count` times what `read` reads, each `octets` long. Where not all are there, none is read: the count lies about the rest, too. */
  list<T>(count: number, octets: number, read: (octets: Uint8Array) => T): T[] {
    const items = this.take(count * octets, "count-beyond-end");
    if (items === undefined) return [];
    return Array.from({ length: count }, (_, index) => read(items.subarray(index * octets, (index + 1) * octets)));
  }

  /** Says what is wrong; what is left is not read. */
  fail(fault: Fault): void {
    this.fault ??= fault;
  }

  /** Where the standard leaves room for nothing more. */
  end(): void {
    if (this.left > 0) this.fail("too-long");
  }

  #step(count: number, fault: Fault = "too-short"): number {
    if (this.fault !== undefined) return -1;
    const at = this.#at;
    if (count > this.#octets.length - at) {
      this.fail(fault);
      return -1;
    }
    this.#at = at + count;
    return at;
  }
}
