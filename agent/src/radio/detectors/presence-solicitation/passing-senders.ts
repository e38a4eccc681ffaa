import { bitsApart } from "../../dot11/address.ts";
import { PRESENCE_SOLICITATION } from "./figures.ts";

/** Solicitations remembered, each of a sender that was heard with one receiver only. */
const REMEMBERED = 64;
/** Addresses closer than this may be one, damaged; two that were made up differ in about half of 48 bits. */
const DAMAGED_BITS = 8;
const WINDOW_DB = 10;
/** Whoever takes a new address for every frame would have us look at each of them: in a flood that is done so often in a second, and no more. */
const LOOKS_A_SECOND = 16;

/**
 * Solicitations of senders that nobody knows and that address one station each: a box that takes a new address for every frame. Told
 * by their number, by one level, and by addresses that are not one address with wrong bits.
 */
export class PassingSenders {
  readonly #senders = new Float64Array(REMEMBERED).fill(-1);
  readonly #receivers = new Float64Array(REMEMBERED);
  readonly #at = new Float64Array(REMEMBERED).fill(-Infinity);
  readonly #levels = new Float64Array(REMEMBERED);
  #next = 0;
  #second = -Infinity;
  #looks = 0;
  /** Different senders, and receivers, as they were counted last. */
  senders: number[] = [];
  receivers = 0;

  take(sender: number, receiver: number, levelDbm: number, at: number): void {
    this.#senders[this.#next] = sender;
    this.#receivers[this.#next] = receiver;
    this.#levels[this.#next] = levelDbm;
    this.#at[this.#next] = at;
    this.#next = (this.#next + 1) % REMEMBERED;
  }

  /** A sender turns out to address several: it is judged by itself. */
  remove(sender: number): void {
    for (let index = 0; index < REMEMBERED; index++) if (this.#senders[index] === sender) this.#senders[index] = -1;
  }

  /** Whether they are one radio's work. Looks at each pair of 64 once: asked when one was added. */
  areOne(at: number): boolean {
    if (!this.#mayLook(at)) return false;
    const { senders, sendersReceivers, levelShare, windowSeconds } = PRESENCE_SOLICITATION;
    const receivers = new Set<number>();
    const apart: number[] = [];
    const levels: number[] = [];
    for (let index = 0; index < REMEMBERED; index++) {
      const sender = this.#senders[index]!;
      if (sender < 0 || Math.abs(at - this.#at[index]!) > windowSeconds) continue;
      receivers.add(this.#receivers[index]!);
      if (!Number.isNaN(this.#levels[index]!)) levels.push(this.#levels[index]!);
      if (apart.every((it) => bitsApart(it, sender) > DAMAGED_BITS)) apart.push(sender);
    }
    this.senders = apart;
    this.receivers = receivers.size;
    if (apart.length < senders || receivers.size < sendersReceivers || levels.length < sendersReceivers) return false;
    levels.sort((left, right) => left - right);
    let most = 0;
    for (let from = 0, to = 0; to < levels.length; to++) {
      while (levels[to]! - levels[from]! > WINDOW_DB) from++;
      most = Math.max(most, to - from + 1);
    }
    return most >= levelShare * levels.length;
  }
  #mayLook(at: number): boolean {
    if (Math.abs(at - this.#second) >= 1) {
      this.#second = at;
      this.#looks = 0;
    }
    return this.#looks++ < LOOKS_A_SECOND;
  }
}
