import { isGroup } from "../../dot11/address.ts";
import type { Frame } from "../../dot11/frame.ts";
import { FORCED_DISCONNECT } from "./figures.ts";

/** A repetition without Retry bit: the same number within this time (cards that log what they inject show each frame twice). */
const TWICE_SECONDS = 0.002;
/** In a file that two sensors' were put together in, each frame comes again once, as late as their clocks differ. */
const COPY_SECONDS = 60;
/** Frames remembered to know repetitions and copies by: several queues may repeat by turns. */
const REMEMBERED = 64;

interface Remembered {
  number: number;
  transmitter: number;
  receiver: number;
  at: number;
  times: number;
  hasCopy: boolean;
}

/**
 * Knows a frame again that is sent once more because nobody acknowledged it. That is over within tens of milliseconds and a dozen times:
 * one number for longer is no repetition, whatever the Retry bit says, and what goes to a group is never repeated (10.3.6). Later than that
 * a frame may come again once, as it was heard by somebody else.
 */
export class Repetitions {
  readonly #frames: Remembered[] = [];
  #next = 0;
  #count = 0;

  /** Nothing is remembered. */
  clear(): void {
    this.#next = 0;
    this.#count = 0;
  }

  /** True when it is a repetition; a frame marked as one is new when the first was missed. */
  take(frame: Frame, at: number): boolean {
    const it = this.#known(frame);
    const passed = at - it.at;
    it.at = at;
    const { repetitions, repetitionSeconds } = FORCED_DISCONNECT;
    if (++it.times > repetitions) it.times = 0;
    else if (passed < TWICE_SECONDS || (frame.retry && !isGroup(frame.receiver) && passed <= repetitionSeconds))
      return true;
    if (it.hasCopy || !(passed <= COPY_SECONDS)) return false;
    it.hasCopy = true;
    return true;
  }

  /** What is remembered of this frame; of a new one, as of something long ago. */
  #known({ sequence, transmitter, receiver }: Frame): Remembered {
    for (let place = 0; place < this.#count; place++) {
      const it = this.#frames[place]!;
      if (it.number === sequence && it.transmitter === transmitter && it.receiver === receiver) return it;
    }
    const it = (this.#frames[this.#next] ??= nothing());
    it.number = sequence;
    it.transmitter = transmitter;
    it.receiver = receiver;
    it.at = -Infinity;
    it.times = -1;
    it.hasCopy = false;
    this.#next = (this.#next + 1) % REMEMBERED;
    if (this.#count < REMEMBERED) this.#count++;
    return it;
  }
}

function nothing(): Remembered {
  return { number: -1, transmitter: -1, receiver: -1, at: -Infinity, times: -1, hasCopy: false };
}
