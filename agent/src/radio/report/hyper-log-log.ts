/** Registers: 2^10, mean error 1.04 / √1024 = 3 % (Flajolet et al., "HyperLogLog", 2007). */
const INDEX_BITS = 10;
const REGISTERS = 1 << INDEX_BITS;
const ALPHA = 0.7213 / (1 + 1.079 / REGISTERS);

/** 2^-rank of each rank, which is at most 33: each minute asks for it of every register. */
const SHARES = Float64Array.from({ length: 34 }, (_, rank) => 2 ** -rank);

/** Counts distinct things without keeping them: 1 KiB whatever their number. */
export class HyperLogLog {
  readonly #registers = new Uint8Array(REGISTERS);

  /** Adds a thing by the two halves of its hash. */
  add(low: number, high: number): void {
    const index = low & (REGISTERS - 1);
    const rank = Math.clz32(high) + 1;
    if (rank > (this.#registers[index] ?? 0)) this.#registers[index] = rank;
  }

  /** Estimated number of distinct things. */
  estimate(): number {
    let sum = 0;
    let empty = 0;
    for (const register of this.#registers) {
      sum += SHARES[register]!;
      if (register === 0) empty++;
    }
    const raw = (ALPHA * REGISTERS * REGISTERS) / sum;
    // Linear counting where many registers are empty, as the paper has it.
    return Math.round(raw <= 2.5 * REGISTERS && empty > 0 ? REGISTERS * Math.log(REGISTERS / empty) : raw);
  }
}
