import { bitsApart } from "../../dot11/address.ts";
import { ShortTable } from "../../air/short-table.ts";
import type { EvidenceCode } from "../weights.ts";
import type { Way } from "./solicitation.ts";

/** Stations remembered of one solicitor and state; the one that it addressed first goes. */
export const RECEIVERS = 64;
/** Addresses closer than this may be one, damaged. */
const DAMAGED_BITS = 4;
/** Strangers are held against each other at most so often. */
const LOOK_SECONDS = 1;
/** Damage hardly ever gives the same address twice: where it is not excluded, a receiver counts when it is addressed again so much later. */
const AGAIN_SECONDS = 0.5;

/** When each was addressed last, the one that was addressed longest ago first. */
type Receivers = ShortTable<number>;

/** Somebody who addressed stations that had only asked for networks, or strangers. It is another when this one was forgotten: keep no reference to it. */
export class Solicitor {
  transmitter = -1;
  at = -Infinity;
  readonly frames: Record<Way, number> = { control: 0, null: 0, data: 0, request: 0, answer: 0 };
  /** Whether one of its frames was no control frame, or one that is for nothing but an answer: none of an access point whose control frames alone reach this channel, as copies. */
  isOfPrimary = false;
  /** Whether its address is like an access point's, or another solicitor's with wrong bits, as of when it was looked up. */
  isSibling = false;
  isDamaged = false;
  lookedUpAt = -Infinity;
  /** What was said of it last. */
  said: EvidenceCode | undefined;
  saidAt = -Infinity;
  /** Stations that had only asked, others, and those that got Null frames. */
  readonly #askers: Receivers = new ShortTable();
  readonly #others: Receivers = new ShortTable();
  readonly #strangers: Receivers = new ShortTable();
  readonly #once: Receivers = new ShortTable();
  /** Who got Null frames, requests, answers, or RTS that reserve nothing. */
  readonly #addressed: Receivers = new ShortTable();
  /** Stations that were asked what only an access point is asked. */
  readonly #stations: Receivers = new ShortTable();
  #mayBeDamaged = false;
  #strangersApart = 0;
  #lookedAt = -Infinity;

  /** The record is somebody's who is heard for the first time. */
  begin(transmitter: number, at: number): void {
    this.transmitter = transmitter;
    this.at = at;
    this.frames.control = 0;
    this.frames.null = 0;
    this.frames.data = 0;
    this.frames.request = 0;
    this.frames.answer = 0;
    this.isOfPrimary = false;
    this.isSibling = false;
    this.isDamaged = false;
    this.lookedUpAt = -Infinity;
    this.said = undefined;
    this.saidAt = -Infinity;
    this.#askers.clear();
    this.#others.clear();
    this.#strangers.clear();
    this.#once.clear();
    this.#addressed.clear();
    this.#stations.clear();
    this.#mayBeDamaged = false;
    this.#strangersApart = 0;
    this.#lookedAt = -Infinity;
  }

  /** Stations that had only asked. */
  get askers(): number {
    return this.#askers.size;
  }

  takeAsker(receiver: number, way: Way, at: number): void {
    this.at = at;
    this.count(way);
    renew(this.#askers, receiver, at);
    this.#others.delete(receiver);
  }

  takeOther(receiver: number, at: number): void {
    if (!this.#askers.has(receiver)) renew(this.#others, receiver, at);
  }

  /** What carries nothing, to whomever. `mayBeDamaged`: the receiver's address may be another, with wrong bits. */
  takeStranger(receiver: number, mayBeDamaged: boolean, at: number): void {
    this.at = at;
    this.#mayBeDamaged ||= mayBeDamaged;
    if (!mayBeDamaged || this.#strangers.has(receiver) || this.#isAgain(receiver, at))
      renew(this.#strangers, receiver, at);
  }

  /** What is for an access point or for nothing, to a station. */
  takeStation(receiver: number, mayBeDamaged: boolean, at: number): void {
    this.at = at;
    if (!mayBeDamaged || this.#stations.has(receiver) || this.#isAgain(receiver, at))
      renew(this.#stations, receiver, at);
  }

  stationsWithin(seconds: number, at: number): number {
    return within(this.#stations, seconds, at);
  }

  /** Something that is for nothing but an answer, to somebody who is no access point. */
  takeAddressed(receiver: number, at: number): void {
    renew(this.#addressed, receiver, at);
  }

  addressedWithin(seconds: number, at: number): number {
    return within(this.#addressed, seconds, at);
  }

  count(way: Way): void {
    this.frames[way]++;
  }

  askersWithin(seconds: number, at: number): number {
    return within(this.#askers, seconds, at);
  }

  othersWithin(seconds: number, at: number): number {
    return within(this.#others, seconds, at);
  }

  /** Whether a receiver is addressed again, and later than what is sent twice at once. */
  #isAgain(receiver: number, at: number): boolean {
    const once = this.#once.get(receiver);
    if (once === undefined) renew(this.#once, receiver, at);
    return once !== undefined && Math.abs(at - once) >= AGAIN_SECONDS;
  }

  /** Receivers of what carries nothing; where damage is not excluded, those that are not one address with wrong bits. */
  strangersWithin(seconds: number, least: number, at: number): number {
    const count = within(this.#strangers, seconds, at);
    if (!this.#mayBeDamaged || count < least) return count;
    if (Math.abs(at - this.#lookedAt) < LOOK_SECONDS) return this.#strangersApart;
    this.#lookedAt = at;
    const apart: number[] = [];
    for (let place = 0; place < this.#strangers.size; place++) {
      const receiver = this.#strangers.keyAt(place);
      const isRecent = Math.abs(at - this.#strangers.at(place)!) <= seconds;
      if (isRecent && apart.every((it) => bitsApart(it, receiver) > DAMAGED_BITS)) apart.push(receiver);
    }
    return (this.#strangersApart = apart.length);
  }
}

function within(receivers: Receivers, seconds: number, at: number): number {
  let count = 0;
  for (let place = 0; place < receivers.size; place++) if (Math.abs(at - receivers.at(place)!) <= seconds) count++;
  return count;
}

function renew(receivers: Receivers, receiver: number, at: number): void {
  if (!receivers.delete(receiver) && receivers.size >= RECEIVERS) receivers.deleteAt(0);
  receivers.set(receiver, at);
}
