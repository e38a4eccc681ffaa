/** "somepseudorandomlygeneratedbytes", the constants of the paper, as 32-bit halves: v0 to v3, low half first. */
const INITIAL = [
  0x70736575, 0x736f6d65, 0x6e646f6d, 0x646f7261, 0x6e657261, 0x6c796765, 0x79746573, 0x74656462,
] as const;
/** Rounds after the block, and at the end. */
const COMPRESSION = 2;
const FINALIZATION = 4;
const MESSAGE_OCTETS = 6;

/** Octets of a key. */
export const SIP_KEY_OCTETS = 16;

/**
 * SipHash-2-4 (Aumasson and Bernstein, "SipHash: a fast short-input PRF", 2012) of six octets. A keyed function that cannot be told from
 * random without its key, made for inputs as short as an address: HMAC-SHA-256 through `node:crypto` costs forty times as much, which
 * whoever transmits with ever other addresses makes us pay for each frame.
 */
export class SipHash {
  /** The two halves of the latest result: an object per address would be garbage. */
  low = 0;
  high = 0;
  readonly #key = new Int32Array(4);
  /** v0 to v3, low half first. */
  readonly #state = new Int32Array(8);

  /** The key is copied. Throws a RangeError when it is shorter than 16 octets. */
  setKey(key: Buffer): void {
    for (let word = 0; word < 4; word++) this.#key[word] = key.readInt32LE(4 * word);
  }

  /** Hashes an address, its first octet first, into `low` and `high`. */
  hash(address: number): void {
    const high16 = Math.floor(address / 0x1_0000_0000);
    const low32 = (address % 0x1_0000_0000) | 0;
    const blockLow = (high16 >>> 8) | ((high16 & 0xff) << 8) | ((low32 >>> 24) << 16) | ((low32 << 8) & 0xff00_0000);
    const blockHigh = ((low32 >>> 8) & 0xff) | ((low32 & 0xff) << 8) | (MESSAGE_OCTETS << 24);
    const v = this.#state;
    // v0 and v2 take the first half of the key, v1 and v3 the second.
    for (let word = 0; word < 8; word++) v[word] = INITIAL[word]! ^ this.#key[word & 3]!;
    v[6] = v[6]! ^ blockLow;
    v[7] = v[7]! ^ blockHigh;
    rounds(v, COMPRESSION);
    v[0] = v[0]! ^ blockLow;
    v[1] = v[1]! ^ blockHigh;
    v[4] = v[4]! ^ 0xff;
    rounds(v, FINALIZATION);
    this.low = v[0] ^ v[2]! ^ v[4] ^ v[6];
    this.high = v[1] ^ v[3]! ^ v[5]! ^ v[7];
  }
}

/** SipRound on 64-bit numbers in 32-bit halves. */
function rounds(v: Int32Array, times: number): void {
  let l0 = v[0]!;
  let h0 = v[1]!;
  let l1 = v[2]!;
  let h1 = v[3]!;
  let l2 = v[4]!;
  let h2 = v[5]!;
  let l3 = v[6]!;
  let h3 = v[7]!;
  for (let round = 0; round < times; round++) {
    let sum = (l0 >>> 0) + (l1 >>> 0);
    h0 = (h0 + h1 + (sum > 0xffff_ffff ? 1 : 0)) | 0;
    l0 = sum | 0;
    let high = (h1 << 13) | (l1 >>> 19);
    l1 = ((l1 << 13) | (h1 >>> 19)) ^ l0;
    h1 = high ^ h0;
    high = l0;
    l0 = h0;
    h0 = high;
    sum = (l2 >>> 0) + (l3 >>> 0);
    h2 = (h2 + h3 + (sum > 0xffff_ffff ? 1 : 0)) | 0;
    l2 = sum | 0;
    high = (h3 << 16) | (l3 >>> 16);
    l3 = ((l3 << 16) | (h3 >>> 16)) ^ l2;
    h3 = high ^ h2;
    sum = (l0 >>> 0) + (l3 >>> 0);
    h0 = (h0 + h3 + (sum > 0xffff_ffff ? 1 : 0)) | 0;
    l0 = sum | 0;
    high = (h3 << 21) | (l3 >>> 11);
    l3 = ((l3 << 21) | (h3 >>> 11)) ^ l0;
    h3 = high ^ h0;
    sum = (l2 >>> 0) + (l1 >>> 0);
    h2 = (h2 + h1 + (sum > 0xffff_ffff ? 1 : 0)) | 0;
    l2 = sum | 0;
    high = (h1 << 17) | (l1 >>> 15);
    l1 = ((l1 << 17) | (h1 >>> 15)) ^ l2;
    h1 = high ^ h2;
    high = l2;
    l2 = h2;
    h2 = high;
  }
  v[0] = l0;
  v[1] = h0;
  v[2] = l1;
  v[3] = h1;
  v[4] = l2;
  v[5] = h2;
  v[6] = l3;
  v[7] = h3;
}
