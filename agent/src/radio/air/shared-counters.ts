import { AddressTable } from "../dot11/address-table.ts";
import type { Frame } from "../dot11/frame.ts";
import { nameOf, NO_NAME } from "../venue/network-name.ts";
import type { AccessPoint } from "./access-points.ts";
import { CounterRoom, isNextOf, SharedCounter, type CounterMember } from "./shared-counter.ts";

/** Counters followed at once: a number by chance is the next of one of them once in 32 times. */
const COUNTERS = 32;
/** Frames in place beyond which a counter is worth no more: of eight addresses that were shown. What has fewer makes room first. */
const WORTH = 48;
/** Addresses that are hardly on one counter by chance. */
const SEVERAL = 2;
/** Frames in place after which a counter is looked at again, and addresses from which on it is. */
const AGAIN = 32;
const LOOKED_AT = 8;
/** After so long without a frame it is forgotten. */
const SILENT_SECONDS = 120;
const EXPIRE_SECONDS = 10;

/**
 * Which addresses number their frames by one counter (10.3.2.14.2: a transmitter has one for management frames). Nothing is asked of their clocks.
 * Nearly every access point numbers its own beacons and little else; it is told by its own numbers ({@link AccessPoint.numbersOfOthers}),
 * and is never held against anybody. Of the others, a number that follows another address's at once puts the address on that one's counter; from
 * then on its numbers must follow that one: two counters are at the same four numbers of 4,096 by chance once in a thousand times, and two
 * that run side by side give each number twice.
 */
export class SharedCounters {
  /** The counter that is to be looked at with the present advertisement; undefined with nearly all. */
  news: SharedCounter | undefined = undefined;
  /** Counters of several addresses that had to make room. */
  forgotten = 0;
  readonly #room = new CounterRoom(COUNTERS);
  readonly #counters: SharedCounter[];
  /** Bound: as many as the counters have, for each is on one of them. */
  readonly #members: AddressTable<CounterMember>;
  #expiredAt = -Infinity;

  constructor(seed = 0) {
    this.#counters = Array.from({ length: COUNTERS }, (_, place) => new SharedCounter(place, this.#room, seed));
    this.#members = new AddressTable(seed);
  }

  /** Addresses that are on a counter. */
  get size(): number {
    return this.#members.size;
  }

  /** Takes a beacon or probe response of an access point. */
  hear(frame: Frame, known: AccessPoint, atSeconds: number): void {
    this.news = undefined;
    if (known.numbersOfOthers > 0 && !frame.retry && frame.sequence >= 0) this.#take(frame, known, atSeconds);
  }

  /** Lets go what fell silent. */
  turn(atSeconds: number): void {
    if (Math.abs(atSeconds - this.#expiredAt) < EXPIRE_SECONDS) return;
    this.#expiredAt = atSeconds;
    for (const counter of this.#counters)
      if (counter.members.size > 0 && Math.abs(atSeconds - counter.at) > SILENT_SECONDS) this.#clear(counter);
  }

  #take(frame: Frame, known: AccessPoint, atSeconds: number): void {
    const { bssid, sequence, channelMhz } = frame;
    const member = this.#members.get(bssid);
    if (member === undefined) return this.#meet(frame, known, atSeconds);
    const { counter } = member;
    const name = nameOf(frame);
    if (name !== NO_NAME) member.name = name;
    if (!counter.isFresh(channelMhz, atSeconds)) return counter.moveTo(sequence, bssid, channelMhz, atSeconds);
    const inPlace = counter.inPlace;
    const place = counter.take(member, sequence, channelMhz, atSeconds);
    if (place === "next") {
      if (counter.inPlace !== inPlace && counter.inPlace % AGAIN === 0 && counter.members.size >= LOOKED_AT)
        this.news = counter;
      return;
    }
    // What a part of a radio's addresses began by itself ends when the larger part is found.
    const other = this.#nextFrom(sequence, channelMhz, atSeconds);
    const larger = other !== undefined && other.members.size > counter.members.size ? other : undefined;
    if (larger !== undefined || member.score <= 0) this.#leave(member);
    if (larger !== undefined) this.#join(larger, frame, known, atSeconds);
  }

  /** Somebody who is on no counter yet. */
  #meet(frame: Frame, known: AccessPoint, atSeconds: number): void {
    const { bssid, sequence, channelMhz } = frame;
    const counter = this.#nextFrom(sequence, channelMhz, atSeconds);
    if (counter === undefined) this.#oldest().begin(sequence, bssid, channelMhz, atSeconds);
    else this.#join(counter, frame, known, atSeconds);
  }

  /** The counter whose next number it is; of several, the one that more count by. */
  #nextFrom(sequence: number, channelMhz: number, atSeconds: number): SharedCounter | undefined {
    let best: SharedCounter | undefined;
    const { values } = this.#room;
    for (let place = 0; place < COUNTERS; place++) {
      if (!isNextOf(values[place]!, sequence)) continue;
      const counter = this.#counters[place]!;
      if (counter.isFresh(channelMhz, atSeconds) && counter.members.size > (best?.members.size ?? -1)) best = counter;
    }
    return best;
  }

  #join(counter: SharedCounter, { bssid, sequence, channelMhz }: Frame, known: AccessPoint, atSeconds: number): void {
    const member = counter.latestOf === bssid ? undefined : counter.join(bssid, known.name);
    if (member !== undefined) this.#members.set(bssid, member);
    counter.moveTo(sequence, bssid, channelMhz, atSeconds);
  }

  #leave(member: CounterMember): void {
    member.counter.leave(member);
    this.#members.delete(member.address);
  }

  /** Room for a counter: the one with fewest frames in place, and of those the one that was heard least lately. */
  #oldest(): SharedCounter {
    const oldest = this.#counters[this.#room.leastWorth(WORTH)]!;
    if (oldest.members.size >= SEVERAL) this.forgotten++;
    if (oldest.members.size > 0) this.#clear(oldest);
    return oldest;
  }

  #clear(counter: SharedCounter): void {
    for (const member of counter.members.values()) this.#leave(member);
  }
}
