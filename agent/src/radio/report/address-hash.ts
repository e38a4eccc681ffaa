import { randomBytes } from "node:crypto";
import { SIP_KEY_OCTETS, SipHash } from "./sip-hash.ts";

/** Addresses whose hash is remembered: of a crowded minute most. A power of two. */
const REMEMBERED = 4_096;
/** Fibonacci hashing (Knuth, The Art of Computer Programming, vol. 3, 6.4): spreads addresses of one maker over the memory. */
const SPREAD = 0x9e37_79b1;

/**
 * SipHash of an address under a random key. A keyed function is needed so that a sketch cannot be tested against a list of addresses;
 * the key lives for a quarter of an hour in memory only. Most frames come from an address that was just heard, so the latest hashes are
 * remembered, each in the place that its address gives it, and forgotten with the key.
 */
export class AddressHash {
  /** The two halves of the latest result: an object per frame would be garbage. */
  low = 0;
  high = 0;
  readonly #randomKey: () => Buffer;
  readonly #sip = new SipHash();
  readonly #addresses = new Float64Array(REMEMBERED).fill(-1);
  readonly #halves = new Int32Array(2 * REMEMBERED);

  constructor(randomKey: () => Buffer = () => randomBytes(SIP_KEY_OCTETS)) {
    this.#randomKey = randomKey;
    this.#sip.setKey(randomKey());
  }

  /** Takes a new random key; the old one is gone, and with it every hash that was made under it. */
  newKey(): void {
    this.#sip.setKey(this.#randomKey());
    this.#addresses.fill(-1);
    this.#halves.fill(0);
  }

  /** Hashes an address into `low` and `high`. */
  hash(address: number): void {
    const place = Math.imul(address % 0x1_0000_0000, SPREAD) >>> 20;
    if (this.#addresses[place] !== address) this.#compute(address, place);
    this.low = this.#halves[2 * place] ?? 0;
    this.high = this.#halves[2 * place + 1] ?? 0;
  }

  #compute(address: number, place: number): void {
    this.#sip.hash(address);
    this.#addresses[place] = address;
    this.#halves[2 * place] = this.#sip.low;
    this.#halves[2 * place + 1] = this.#sip.high;
  }
}
