import { createCipheriv, randomBytes, type Cipher } from "node:crypto";
import { ADDRESS_OCTETS } from "../dot11/address.ts";

/** One block of AES, and a key of AES-128. */
const BLOCK_OCTETS = 16;
const KEY_OCTETS = 16;
/** Addresses whose hash is remembered: of a crowded minute most. A power of two. */
const REMEMBERED = 4_096;
/** Fibonacci hashing (Knuth, The Art of Computer Programming, vol. 3, 6.4): spreads addresses of one maker over the memory. */
const SPREAD = 0x9e37_79b1;
/** Addresses that are hashed at once: a call of the library costs twenty times what a block does. */
const TOGETHER = 256;

/** Takes the two halves of an address's hash. */
export interface HashSink {
  add(low: number, high: number): void;
}

/**
 * AES-128 of an address, which fits in one block, under a random key; 64 bits of the result are kept. A keyed function is needed so that a
 * sketch cannot be tested against a list of addresses. The key lives for a quarter of an hour in memory only. Most frames come from an
 * address that was just heard, so the latest hashes are remembered, each in the place that its address gives it, and forgotten with the
 * key. Others wait until there are {@link TOGETHER} of them, for whoever invents addresses should cost us no more than whoever does not.
 */
export class AddressHash {
  readonly #randomKey: () => Buffer;
  #cipher: Cipher;
  readonly #blocks = Buffer.alloc(TOGETHER * BLOCK_OCTETS);
  readonly #waiting = new Float64Array(TOGETHER);
  readonly #sinks: HashSink[] = [];
  readonly #addresses = new Float64Array(REMEMBERED).fill(-1);
  readonly #halves = new Int32Array(2 * REMEMBERED);

  /** `randomKey` gives 16 octets. */
  constructor(randomKey: () => Buffer = () => randomBytes(KEY_OCTETS)) {
    this.#randomKey = randomKey;
    this.#cipher = cipherOf(randomKey());
  }

  /** Takes a new random key; the old one is gone, and with it every hash that was made under it. What waits is hashed before. */
  newKey(): void {
    this.flush();
    this.#cipher = cipherOf(this.#randomKey());
    this.#addresses.fill(-1);
    this.#halves.fill(0);
  }

  /** Adds the hash of an address to a sketch, at once or at the latest with the next {@link flush}. */
  hashInto(sink: HashSink, address: number): void {
    const place = placeOf(address);
    if (this.#addresses[place] === address) {
      sink.add(this.#halves[2 * place]!, this.#halves[2 * place + 1]!);
      return;
    }
    const count = this.#sinks.length;
    this.#waiting[count] = address;
    this.#blocks.writeUIntBE(address, count * BLOCK_OCTETS, ADDRESS_OCTETS);
    this.#sinks.push(sink);
    if (count + 1 === TOGETHER) this.flush();
  }

  /** Hashes what waits. */
  flush(): void {
    const count = this.#sinks.length;
    if (count === 0) return;
    const hashed = this.#cipher.update(this.#blocks.subarray(0, count * BLOCK_OCTETS));
    for (const [index, sink] of this.#sinks.entries()) {
      const low = hashed.readInt32LE(index * BLOCK_OCTETS);
      const high = hashed.readInt32LE(index * BLOCK_OCTETS + 4);
      const address = this.#waiting[index]!;
      const place = placeOf(address);
      this.#addresses[place] = address;
      this.#halves[2 * place] = low;
      this.#halves[2 * place + 1] = high;
      sink.add(low, high);
    }
    this.#sinks.length = 0;
    this.#waiting.fill(-1);
    this.#blocks.fill(0);
  }
}

function placeOf(address: number): number {
  // `imul` takes the lower 32 bits by itself; a remainder of doubles is a call that costs as much as the rest.
  return Math.imul(address, SPREAD) >>> 20;
}

/** Each block is enciphered by itself (ECB), as a keyed function of one address wants it; there is no text whose blocks could be compared. */
function cipherOf(key: Buffer): Cipher {
  return createCipheriv("aes-128-ecb", key, null).setAutoPadding(false);
}
