/** Two numbers of MurmurHash3's last step (public domain): each bit of what goes in reaches each bit of what comes out. */
const MIX_1 = 0x85ebca6b;
const MIX_2 = 0xc2b2ae35;
const TWO_TO_32 = 0x1_0000_0000;

/** A hash of an address, or of another whole number below 2^53, in 32 bits. `seed` keeps apart what would be hashed alike on purpose. */
export function hashAddress(address: number, seed: number): number {
  return hashParts(address | 0, address / TWO_TO_32, seed);
}

/** The same, where its lower 32 bits and what is above them are known. */
export function hashParts(lower: number, upper: number, seed: number): number {
  let hash = Math.imul(lower ^ seed, MIX_1);
  hash = Math.imul(hash ^ (hash >>> 13) ^ upper, MIX_2);
  return hash ^ (hash >>> 16);
}
