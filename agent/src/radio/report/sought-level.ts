import { NO_ADDRESS, parseAddress } from "../dot11/address.ts";
import type { Frame } from "../dot11/frame.ts";
import { LevelHistogram } from "./level-histogram.ts";

/** Seconds that a question may stay open. */
export const LONGEST_QUESTION_SECONDS = 10;
/** Frames whose median is a level that a person can walk by: a beacon's level scatters by some decibels. */
const ENOUGH_FRAMES = 8;

/** What somebody at the foot of a ladder asks: is this transmitter heard now, and how loud? */
export interface LevelQuestion {
  id: string;
  /** An access point or a suspect, spelt `00:11:22:33:44:55`. */
  transmitter: string;
  /** How long to listen for it at most. */
  seconds: number;
}

/** The answer; without a level: not heard, or not to be told. Nobody can tell these two apart. */
export interface LevelAnswer {
  id: string;
  frames: number;
  medianDbm?: number;
  /** Where it was heard last, in MHz; 0 where the radio does not say. */
  channelMhz?: number;
}

/** The one transmitter whose level is asked for at the moment. A later question takes the place of an earlier one, which is answered as it stands. */
export class SoughtLevel {
  readonly #mayBeTold: (address: number) => boolean;
  #question: LevelQuestion | undefined;
  #address = NO_ADDRESS;
  #levels = new LevelHistogram();
  #channelMhz = 0;
  #endsAt = Number.NaN;
  #overtaken: LevelAnswer | undefined;

  /** `mayBeTold`: whether this address may be spoken of now; asked when the answer is given. */
  constructor(mayBeTold: (address: number) => boolean) {
    this.#mayBeTold = mayBeTold;
  }

  /** The address that is sought; -1: none is. */
  get address(): number {
    return this.#address;
  }

  ask(question: LevelQuestion): void {
    this.#overtaken = this.#question === undefined ? this.#overtaken : this.#answer(this.#question);
    this.#question = question;
    this.#address = parseAddress(question.transmitter) ?? NO_ADDRESS;
    this.#levels = new LevelHistogram();
    this.#endsAt = Number.NaN;
  }

  /** Takes a frame of the sought transmitter that carries the role of an access point. */
  hear(frame: Frame): void {
    if (Number.isNaN(frame.rssiDbm)) return;
    this.#levels.add(frame.rssiDbm);
    this.#channelMhz = Math.max(0, frame.channelMhz) || 0;
  }

  /** Once a second: the answers that are due. */
  turn(atSeconds: number): LevelAnswer[] {
    const answers = this.#overtaken === undefined ? [] : [this.#overtaken];
    this.#overtaken = undefined;
    const question = this.#question;
    if (question === undefined) return answers;
    if (Number.isNaN(this.#endsAt))
      this.#endsAt = atSeconds + Math.min(LONGEST_QUESTION_SECONDS, Math.max(1, question.seconds));
    if (this.#levels.frames < ENOUGH_FRAMES && atSeconds < this.#endsAt) return answers;
    answers.push(this.#answer(question));
    this.#question = undefined;
    this.#address = NO_ADDRESS;
    return answers;
  }

  #answer({ id }: LevelQuestion): LevelAnswer {
    const { frames } = this.#levels;
    if (frames === 0 || this.#address === NO_ADDRESS || !this.#mayBeTold(this.#address)) return { id, frames: 0 };
    return { id, frames, medianDbm: this.#levels.percentile(0.5), channelMhz: this.#channelMhz };
  }
}
