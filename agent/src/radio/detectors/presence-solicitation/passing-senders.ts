import { bitsApart } from "../../dot11/address.ts";
import { PRESENCE_SOLICITATION } from "./figures.ts";

/** Senders remembered, each of which was heard with one receiver only; of one receiver so many, so that one phone that is asked often leaves room for others. */
const REMEMBERED = 128;
const OF_ONE_RECEIVER = 8;
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
  readonly #receivers = new Float64Array(REMEMBERED).fill(-1);
  readonly #at = new Float64Array(REMEMBERED).fill(-Infinity);
  readonly #levels = new Float64Array(REMEMBERED);
  /** Frames of each sender, and whether the address may be another with wrong bits. */
  readonly #frames = new Uint16Array(REMEMBERED);
  readonly #mayBeDamaged = new Uint8Array(REMEMBERED);
  #next = 0;
  #second = -Infinity;
  #looks = 0;
  /** Different senders, and receivers, as they were counted last. */
  senders: number[] = [];
  receivers = 0;

  take(sender: number, receiver: number, levelDbm: number, mayBeDamaged: boolean, at: number): void {
    const place = this.#placeOf(sender, receiver);
    this.#frames[place] = this.#senders[place] === sender ? this.#frames[place]! + 1 : 1;
    this.#senders[place] = sender;
    this.#receivers[place] = receiver;
    this.#levels[place] = levelDbm;
    this.#mayBeDamaged[place] = mayBeDamaged ? 1 : 0;
    this.#at[place] = at;
  }

  /** A sender turns out to address several: it is judged by itself. */
  remove(sender: number): void {
    for (let index = 0; index < REMEMBERED; index++) if (this.#senders[index] === sender) this.#senders[index] = -1;
  }

  /** Whether they are one radio's work. Looks at each pair of those remembered once: asked when one was added. */
  areOne(at: number): boolean {
    if (!this.#mayLook(at)) return false;
    const { senders, sendersReceivers, sendersOnce, sendersOnceReceivers, levelShare, windowSeconds } =
      PRESENCE_SOLICITATION;
    const receivers = new Set<number>();
    const apart: number[] = [];
    const levels: number[] = [];
    let once = 0;
    for (let index = 0; index < REMEMBERED; index++) {
      const sender = this.#senders[index]!;
      if (sender < 0 || Math.abs(at - this.#at[index]!) > windowSeconds) continue;
      receivers.add(this.#receivers[index]!);
      if (!Number.isNaN(this.#levels[index]!)) levels.push(this.#levels[index]!);
      if (apart.some((it) => bitsApart(it, sender) <= DAMAGED_BITS)) continue;
      apart.push(sender);
      if (this.#frames[index] === 1 && this.#mayBeDamaged[index] === 0) once++;
    }
    this.senders = apart;
    this.receivers = receivers.size;
    const areMany = apart.length >= senders && receivers.size >= sendersReceivers;
    // A sender that has to do with its receiver is heard again.
    const areOnce = once >= sendersOnce && receivers.size >= sendersOnceReceivers;
    if ((!areMany && !areOnce) || levels.length < sendersReceivers) return false;
    levels.sort((left, right) => left - right);
    let most = 0;
    for (let from = 0, to = 0; to < levels.length; to++) {
      while (levels[to]! - levels[from]! > WINDOW_DB) from++;
      most = Math.max(most, to - from + 1);
    }
    return most >= levelShare * levels.length;
  }

  /** Where a sender stands, or may: in the place of the oldest of the same receiver, where there are enough of those, or of all. */
  #placeOf(sender: number, receiver: number): number {
    let same = 0;
    let oldest = -1;
    for (let place = 0; place < REMEMBERED; place++) {
      if (this.#receivers[place] !== receiver || this.#senders[place]! < 0) continue;
      if (this.#senders[place] === sender) return place;
      same++;
      if (oldest < 0 || this.#at[place]! < this.#at[oldest]!) oldest = place;
    }
    if (same >= OF_ONE_RECEIVER) return oldest;
    const next = this.#next;
    this.#next = (next + 1) % REMEMBERED;
    return next;
  }

  #mayLook(at: number): boolean {
    if (Math.abs(at - this.#second) >= 1) {
      this.#second = at;
      this.#looks = 0;
    }
    return this.#looks++ < LOOKS_A_SECOND;
  }
}
