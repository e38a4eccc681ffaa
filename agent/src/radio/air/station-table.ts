import { hashParts } from "../dot11/hash-address.ts";

/** No slot: the address is not here. */
export const NOWHERE = -1;
/** A slot is two numbers of 32 bits: the lower part of the address; the upper part, and above it the caller's sixteen bits. */
const SLOT = 2;
const UPPER = 0xffff;
const NOTE_SHIFT = 16;
const TWO_TO_32 = 0x1_0000_0000;

/**
 * Addresses, each with sixteen bits of its user's, in eight octets: a hundred thousand of them are two megabytes. What is looked into at each frame
 * must stay near the processor, and a small board has one megabyte there: with a list, a time and a rank in numbers of their own, each
 * frame of a crowd waited for memory several times (`npm run bench -- hostile`, crowd).
 *
 * Open addressing, so a slot is valid until something is deleted. It bounds nothing: its user does. `seed` keeps apart what would be hashed alike
 * on purpose.
 */
export class StationTable {
  readonly #slots: Int32Array;
  readonly #mask: number;
  readonly #seed: number;

  /** Room for `capacity` addresses, a power of two, in twice as many slots: nearly every search looks at one or two, side by side. */
  constructor(capacity: number, seed: number) {
    this.#slots = new Int32Array(2 * capacity * SLOT);
    this.#mask = this.#slots.length - 1;
    this.#seed = seed;
  }

  /** Slots, of which half can be in use. */
  get slots(): number {
    return this.#slots.length / SLOT;
  }

  /** The slot of an address. */
  find(address: number): number {
    const slots = this.#slots;
    const mask = this.#mask;
    const lower = address | 0;
    const upper = (address / TWO_TO_32) & UPPER;
    for (let at = (hashParts(lower, upper, this.#seed) << 1) & mask; ; at = (at + SLOT) & mask) {
      const other = slots[at + 1]!;
      if (other === 0) return NOWHERE;
      if (slots[at] === lower && (other & UPPER) === upper) return at >> 1;
    }
  }

  /** Puts an address that is not here into a slot. `note`: sixteen bits, not zero. The caller has made room. */
  add(address: number, note: number): number {
    const lower = address | 0;
    const upper = (address / TWO_TO_32) & UPPER;
    let at = (hashParts(lower, upper, this.#seed) << 1) & this.#mask;
    while (this.#slots[at + 1] !== 0) at = (at + SLOT) & this.#mask;
    this.#slots[at] = lower;
    this.#slots[at + 1] = upper | (note << NOTE_SHIFT);
    return at >> 1;
  }

  /** The sixteen bits beside the address in a slot; zero where nothing stands. */
  note(slot: number): number {
    return this.#slots[slot * SLOT + 1]! >>> NOTE_SHIFT;
  }

  setNote(slot: number, note: number): void {
    const at = slot * SLOT + 1;
    this.#slots[at] = (this.#slots[at]! & UPPER) | (note << NOTE_SHIFT);
  }

  /** The address in a slot. */
  address(slot: number): number {
    const at = slot * SLOT;
    return (this.#slots[at + 1]! & UPPER) * TWO_TO_32 + (this.#slots[at]! >>> 0);
  }

  /** Empties a slot: what follows in the same run moves up where it may, so that no search ends too early. */
  delete(slot: number): void {
    const slots = this.#slots;
    const mask = this.#mask;
    let gap = slot * SLOT;
    for (let at = (gap + SLOT) & mask; slots[at + 1] !== 0; at = (at + SLOT) & mask) {
      const wanted = (hashParts(slots[at]!, slots[at + 1]! & UPPER, this.#seed) << 1) & mask;
      if (((at - wanted) & mask) < ((at - gap) & mask)) continue;
      slots[gap] = slots[at]!;
      slots[gap + 1] = slots[at + 1]!;
      gap = at;
    }
    slots[gap] = 0;
    slots[gap + 1] = 0;
  }
}
