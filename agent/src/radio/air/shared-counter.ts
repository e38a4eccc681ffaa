import { AddressTable } from "../dot11/address-table.ts";
import { NO_NAME } from "../venue/network-name.ts";

/** Addresses that one counter is said to have; more say nothing more. */
const MEMBERS = 128;
/** 9.2.4.4.2: numbers have 12 bits. */
const NUMBERS_MASK = 4_095;
/** One number in four and more was heard, of a counter's frames that follow each other within so long. */
const NEXT_NUMBERS = 4;
const NEXT_SECONDS = 0.5;
/** So far on it may be where frames were missed, which says nothing; and so far back where somebody else's counter is near, which says no. */
const MISSED_NUMBERS = 64;
const BACK_NUMBERS = 64;
/** Frames in place for which an address counts as shown, as many are remembered as at most, and what one that is out of place takes away. */
const SHOWN = 6;
const REMEMBERED = 16;
const AGAINST = 2;
/** Of the frames that came in place or behind it, so many behind: a queue changes the order now and then, and two counters side by side are behind each other half of the time. */
const BACK_SHARE = 0.1;
/** What was long ago counts half. */
const HALVED = 512;

/** What a number was to a counter. */
export type Place = "next" | "further" | "not";

/** One address that counts by it. */
export interface CounterMember {
  readonly address: number;
  counter: SharedCounter;
  /** Key of its latest name, {@link NO_NAME} while it was only heard hidden. */
  name: number;
  /** Frames in place, less those that were not; up to {@link REMEMBERED}. */
  score: number;
}

/** Where its numbers stand in a row, which is one line of the processor's cache. */
const AT = 0;
const CHANNEL = 1;
const LATEST_OF = 2;
/** Frames in place after another address's, and those behind it. */
const NEXT = 3;
const BACK = 4;
/** Scores of all its addresses together: frames in place, less those that were not. */
const WORTH = 5;
const ROW = 8;

/** Room for so many counters: latest numbers by themselves, for all of them are looked through. */
export class CounterRoom {
  readonly values: Int32Array;
  readonly figures: Float64Array;

  constructor(count: number) {
    this.values = new Int32Array(count);
    this.figures = new Float64Array(count * ROW);
  }

  /** Where the counter with fewest frames in place stands, beyond `most` of which it is worth no more; of those, the one that was heard least lately. */
  leastWorth(most: number): number {
    const { figures, values } = this;
    let least = 0;
    let worth = Infinity;
    let latest = Infinity;
    for (let place = 0, row = 0; place < values.length; place++, row += ROW) {
      const its = Math.min(figures[row + WORTH]!, most);
      if (its > worth) continue;
      const at = figures[row + AT]!;
      if (its === worth && at >= latest) continue;
      worth = its;
      latest = at;
      least = place;
    }
    return least;
  }
}

/** A counter that frames of several addresses were numbered by, as far as their numbers show it. */
export class SharedCounter {
  readonly members: AddressTable<CounterMember>;
  readonly #values: Int32Array;
  readonly #place: number;
  readonly #figures: Float64Array;
  readonly #row: number;

  /** `seed`: any number, secret where what is heard may be made to be hashed alike. */
  constructor(place: number, { values, figures }: CounterRoom, seed: number) {
    this.members = new AddressTable(seed);
    this.#values = values;
    this.#place = place;
    this.#figures = figures;
    this.#row = place * ROW;
    figures[this.#row + AT] = -Infinity;
  }

  /** When it was heard last, in seconds of capture time. */
  get at(): number {
    return this.#figures[this.#row + AT]!;
  }

  /** Whose its latest number was. */
  get latestOf(): number {
    return this.#figures[this.#row + LATEST_OF]!;
  }

  /** Frames that came in place after another address's, those long ago counted half. */
  get inPlace(): number {
    return this.#figures[this.#row + NEXT]!;
  }

  /** Whether nearly none of its frames came with a number that had been given already. */
  get isOne(): boolean {
    const figures = this.#figures;
    const back = figures[this.#row + BACK]!;
    return back <= BACK_SHARE * (figures[this.#row + NEXT]! + back);
  }

  /** It is another counter from here on, of which this frame was heard; nobody is on it. */
  begin(sequence: number, address: number, channelMhz: number, atSeconds: number): void {
    this.#figures[this.#row + NEXT] = 0;
    this.#figures[this.#row + BACK] = 0;
    this.moveTo(sequence, address, channelMhz, atSeconds);
  }

  /** Whether it was heard so lately, on this channel, that its next numbers are known. */
  isFresh(channelMhz: number, atSeconds: number): boolean {
    const figures = this.#figures;
    const row = this.#row;
    return channelMhz === figures[row + CHANNEL] && Math.abs(atSeconds - figures[row + AT]!) <= NEXT_SECONDS;
  }

  /** It has come to this number. */
  moveTo(sequence: number, address: number, channelMhz: number, atSeconds: number): void {
    const figures = this.#figures;
    const row = this.#row;
    this.#values[this.#place] = sequence;
    figures[row + AT] = atSeconds;
    figures[row + CHANNEL] = channelMhz;
    figures[row + LATEST_OF] = address;
  }

  /** An address is on it, where there is room. */
  join(address: number, name: number): CounterMember | undefined {
    if (this.members.size >= MEMBERS) return undefined;
    const member: CounterMember = { address, counter: this, name, score: 1 };
    this.members.set(address, member);
    this.#figures[this.#row + WORTH]!++;
    return member;
  }

  leave({ address, score }: CounterMember): void {
    this.members.delete(address);
    this.#figures[this.#row + WORTH]! -= score;
  }

  /** A member's frame, while it is fresh. */
  take(member: CounterMember, sequence: number, channelMhz: number, atSeconds: number): Place {
    const ahead = (sequence - this.#values[this.#place]!) & NUMBERS_MASK;
    if (ahead >= 1 && ahead <= MISSED_NUMBERS) {
      const isNext = ahead <= NEXT_NUMBERS;
      if (isNext && this.latestOf !== member.address) this.#takeNext(member);
      this.moveTo(sequence, member.address, channelMhz, atSeconds);
      return isNext ? "next" : "further";
    }
    const figures = this.#figures;
    const row = this.#row;
    if (ahead === 0 || ahead > NUMBERS_MASK - BACK_NUMBERS) figures[row + BACK]!++;
    member.score -= AGAINST;
    figures[row + WORTH]! -= AGAINST;
    return "not";
  }

  /** Addresses that were shown to count by it, those left out for which `isLeftOut` says so, and those that no name was heard of. */
  shown(isLeftOut: (address: number) => boolean): CounterMember[] {
    const shown: CounterMember[] = [];
    for (const member of this.members.values())
      if (member.score >= SHOWN && member.name !== NO_NAME && !isLeftOut(member.address)) shown.push(member);
    return shown;
  }

  #takeNext(member: CounterMember): void {
    const figures = this.#figures;
    const row = this.#row;
    if (member.score < REMEMBERED) {
      member.score++;
      figures[row + WORTH]!++;
    }
    if (++figures[row + NEXT]! < HALVED) return;
    figures[row + NEXT]! /= 2;
    figures[row + BACK]! /= 2;
  }
}

/** Whether a number is one of the next of a counter that stood at `value`. */
export function isNextOf(value: number, sequence: number): boolean {
  const ahead = (sequence - value) & NUMBERS_MASK;
  return ahead >= 1 && ahead <= NEXT_NUMBERS;
}
