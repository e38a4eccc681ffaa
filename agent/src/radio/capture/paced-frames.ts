import type { CapturedFrame } from "./frame-source.ts";
import { HeldFrame } from "./held-frame.ts";

/**
 * Milliseconds of one turn of the event loop in which frames are judged. A frame takes some microseconds once all code is compiled, a hundred
 * times that before, and a source hands over whatever came since the last turn: npm pcap goes on until the kernel's ring is empty. With two such turns in a row
 * (what waited, then what comes) a timer is late by no more than twice this and one frame.
 */
const TURN_MS = 10;
/** Frames and octets that wait at most: what the kernel's ring holds. Later ones are lost, and counted. */
const MOST_FRAMES = 32_768;
const MOST_OCTETS = 4_194_304;
/** Octets that are asked of the system at once for what waits; so many are kept once something has waited. */
const PIECE_OCTETS = 262_144;

/** What the process takes time and turns from; a test gives its own. */
export interface Turns {
  /** Milliseconds of a clock that nobody sets. */
  nowMs: () => number;
  /** Calls back in the next turn of the event loop. */
  nextTurn: (callback: () => void) => void;
}

/** Those of this process. */
export const TURNS: Turns = { nowMs: () => performance.now(), nextTurn: setImmediate };

/**
 * Bounds how long frames hold the event loop: behind {@link TURN_MS} of one turn they wait, as copies, for the next, in the order in which they
 * were heard. So what else the process does goes on while it catches up: its beat to the supervisor, the radio's channel, health.
 */
export class PacedFrames {
  readonly #consume: (frame: CapturedFrame, nowMs: number) => void;
  readonly #turns: Turns;
  #held: HeldFrame[] = [];
  /** How many of them have been judged in this turn. */
  #judged = 0;
  #octets = 0;
  #piece: Uint8Array = new Uint8Array(0);
  #filled = 0;
  /** Until when frames are judged in this turn; NaN while none has come in it. */
  #until = Number.NaN;
  #lost = 0;

  /** `consume` judges a frame, and is told the time. */
  constructor(consume: (frame: CapturedFrame, nowMs: number) => void, turns = TURNS) {
    this.#consume = consume;
    this.#turns = turns;
  }

  /** Frames that wait. */
  get waiting(): number {
    return this.#held.length - this.#judged;
  }

  /** Losses so far, by reason, for `health`: `behind`, of what came while there was no more room to wait. */
  drops(): Record<string, number> {
    return { behind: this.#lost };
  }

  /** Judges the frame now, or keeps a copy. */
  readonly take = (frame: CapturedFrame): void => {
    if (this.#held.length > 0) return this.#hold(frame);
    const now = this.#turns.nowMs();
    if (Number.isNaN(this.#until)) this.#begin(now);
    if (now < this.#until) this.#consume(frame, now);
    else this.#hold(frame);
  };

  /** Judges all that wait: the source has stopped. */
  drain(): void {
    this.#judge(Infinity);
  }

  #begin(now: number): void {
    this.#until = now + TURN_MS;
    this.#turns.nextTurn(this.#turn);
  }

  readonly #turn = (): void => {
    this.#until = Number.NaN;
    if (this.#held.length === 0) return;
    const now = this.#turns.nowMs();
    this.#begin(now);
    this.#judge(now + TURN_MS);
  };

  #judge(untilMs: number): void {
    for (let now = this.#turns.nowMs(); now < untilMs && this.waiting > 0; now = this.#turns.nowMs()) {
      const frame = this.#held[this.#judged++]!;
      this.#octets -= frame.end - frame.start;
      this.#consume(frame, now);
    }
    this.#held = this.#held.slice(this.#judged);
    this.#judged = 0;
    if (this.#held.length > 0) return;
    // The latest piece is used again: a new one for each backlog would lie about until V8 collects, megabytes where backlogs are many.
    this.#filled = 0;
  }

  #hold(frame: CapturedFrame): void {
    const { bytes } = frame;
    if (this.waiting >= MOST_FRAMES || this.#octets + bytes.length > MOST_OCTETS) {
      this.#lost++;
      return;
    }
    if (this.#filled + bytes.length > this.#piece.length) {
      this.#piece = new Uint8Array(Math.max(PIECE_OCTETS, bytes.length));
      this.#filled = 0;
    }
    this.#piece.set(bytes, this.#filled);
    this.#held.push(new HeldFrame(frame, frame.interfaceNumber, this.#piece, this.#filled));
    this.#filled += bytes.length;
    this.#octets += bytes.length;
  }
}
