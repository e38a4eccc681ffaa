import { FORCED_DISCONNECT } from "./figures.ts";

/** Slots of some seconds, the latest last; a minute and a half of them. */
const SLOT_SECONDS = 5;
const SLOTS = 18;

/** How much is asked for networks, and to be let in, before and after somebody throws devices off: who was thrown off looks about at once. */
export class Probing {
  readonly #counts = new Uint32Array(SLOTS);
  #slot = Number.NaN;
  /** Before this slot nothing was heard, or the clock was another. */
  #firstSlot = Number.NaN;

  /** Time passes, also when nobody asks. */
  turn(at: number): void {
    this.#turn(at);
  }

  /** Takes a probe or authentication request. */
  hear(at: number): void {
    this.#turn(at);
    this.#counts[this.#slot % SLOTS]!++;
  }

  /** Whether there was a multiple of it in one of the slots since, compared with the mean of those before; which must be known. */
  rose(since: number, at: number): boolean {
    this.#turn(at);
    const first = Math.floor(since / SLOT_SECONDS);
    let before = 0;
    let slotsBefore = 0;
    let most = 0;
    for (let slot = this.#slot; slot > this.#slot - SLOTS && slot >= this.#firstSlot; slot--) {
      const count = this.#counts[slot % SLOTS]!;
      if (slot >= first) most = Math.max(most, count);
      else {
        before += count;
        slotsBefore++;
      }
    }
    const { probingFactor, probingLeast } = FORCED_DISCONNECT;
    const mean = slotsBefore === 0 ? Number.POSITIVE_INFINITY : before / slotsBefore;
    return most >= probingFactor * mean && most - mean >= probingLeast;
  }

  #turn(at: number): void {
    const slot = Math.max(0, Math.floor(at / SLOT_SECONDS));
    if (slot === this.#slot) return;
    if (!(slot > this.#slot && slot - this.#slot < SLOTS)) {
      this.#counts.fill(0);
      this.#firstSlot = slot;
    } else for (let passed = this.#slot + 1; passed <= slot; passed++) this.#counts[passed % SLOTS] = 0;
    this.#slot = slot;
  }
}
