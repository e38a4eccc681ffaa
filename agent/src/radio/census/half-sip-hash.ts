import { randomBytes } from "node:crypto";

/**
 * HalfSipHash-2-4 with 64 bits of output of a 48-bit address (Aumasson and Bernstein, "SipHash: a fast short-input PRF", 2012, and
 * its 32-bit form). A keyed function is needed so that a sketch cannot be tested against a list of addresses; this one costs a tenth
 * of an HMAC per frame, and its key lives for a quarter of an hour in memory only.
 */
export class AddressHash {
  #key0 = 0;
  #key1 = 0;
  /** The two halves of the latest result: an object per frame would be garbage. */
  low = 0;
  high = 0;

  constructor() {
    this.newKey();
  }

  /** Takes a new random key; the old one is gone. */
  newKey(): void {
    const octets = randomBytes(8);
    this.#key0 = octets.readInt32LE(0);
    this.#key1 = octets.readInt32LE(4);
  }

  /** Hashes an address into `low` and `high`. */
  hash(address: number): void {
    const lowWord = (address % 0x1_0000_0000) | 0;
    // Length of the message (6) in the top octet, as SipHash pads it.
    const highWord = Math.floor(address / 0x1_0000_0000) | (6 << 24);
    let v0 = this.#key0;
    let v1 = this.#key1 ^ 0xee;
    let v2 = 0x6c796765 ^ this.#key0;
    let v3 = 0x74656462 ^ this.#key1;
    for (let round = 0; round < 12; round++) {
      // Two rounds per word, four to finish each half of the output.
      if (round === 0) v3 ^= lowWord;
      else if (round === 2) {
        v0 ^= lowWord;
        v3 ^= highWord;
      } else if (round === 4) {
        v0 ^= highWord;
        v2 ^= 0xee;
      } else if (round === 8) {
        this.low = v1 ^ v3;
        v1 ^= 0xdd;
      }
      v0 = (v0 + v1) | 0;
      v1 = (v1 << 5) | (v1 >>> 27);
      v1 ^= v0;
      v0 = (v0 << 16) | (v0 >>> 16);
      v2 = (v2 + v3) | 0;
      v3 = (v3 << 8) | (v3 >>> 24);
      v3 ^= v2;
      v0 = (v0 + v3) | 0;
      v3 = (v3 << 7) | (v3 >>> 25);
      v3 ^= v0;
      v2 = (v2 + v1) | 0;
      v1 = (v1 << 13) | (v1 >>> 19);
      v1 ^= v2;
      v2 = (v2 << 16) | (v2 >>> 16);
    }
    this.high = v1 ^ v3;
  }
}
