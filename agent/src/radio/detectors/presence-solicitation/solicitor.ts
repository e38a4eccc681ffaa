import { bitsApart } from "../../dot11/address.ts";
import type { Way } from "./solicitation.ts";

/** Stations remembered of one solicitor and state; the one that it addressed first goes. */
const RECEIVERS = 64;
/** Addresses closer than this may be one, damaged. */
const DAMAGED_BITS = 4;
/** Strangers are held against each other at most so often. */
const LOOK_SECONDS = 1;
/** Damage hardly ever gives the same address twice: where it is not excluded, a receiver counts when it is addressed again so much later. */
const AGAIN_SECONDS = 0.5;

type Receivers = Map<number, number>;

/** Somebody who addressed stations that had only asked for networks, or strangers. Its memories are made when they are needed: a flood invents many. */
export class Solicitor {
  readonly transmitter: number;
  at: number;
  frames: Record<Way, number> | undefined;
  /** Whether one of its frames was no control frame, or on a channel that carries no copies of its neighbours'. */
  isOfPrimary = false;
  /** Whether its address is like an access point's, or another solicitor's with wrong bits, as of when it was looked up. */
  isSibling = false;
  isDamaged = false;
  lookedUpAt = -Infinity;
  said = "";
  saidAt = -Infinity;
  /** Stations that had only asked, others, and those that got Null frames, each with when it was addressed last. */
  #askers: Receivers | undefined;
  #others: Receivers | undefined;
  #strangers: Receivers | undefined;
  #once: Receivers | undefined;
  #mayBeDamaged = false;
  #strangersApart = 0;
  #lookedAt = -Infinity;

  constructor(transmitter: number, at: number) {
    this.transmitter = transmitter;
    this.at = at;
  }

  /** Stations that had only asked. */
  get askers(): number {
    return this.#askers?.size ?? 0;
  }

  takeAsker(receiver: number, way: Way, at: number): void {
    this.at = at;
    this.count(way);
    renew((this.#askers ??= new Map()), receiver, at);
    this.#others?.delete(receiver);
  }

  takeOther(receiver: number, at: number): void {
    if (this.#askers?.has(receiver) !== true) renew((this.#others ??= new Map()), receiver, at);
  }

  /** A Null frame to whomever. `mayBeDamaged`: the receiver's address may be another, with wrong bits. */
  takeStranger(receiver: number, mayBeDamaged: boolean, at: number): void {
    this.at = at;
    this.#mayBeDamaged ||= mayBeDamaged;
    if (mayBeDamaged && this.#strangers?.has(receiver) !== true) {
      const once = this.#once?.get(receiver);
      if (once === undefined) renew((this.#once ??= new Map()), receiver, at);
      if (once === undefined || Math.abs(at - once) < AGAIN_SECONDS) return;
    }
    renew((this.#strangers ??= new Map()), receiver, at);
  }

  count(way: Way): void {
    this.frames ??= { control: 0, null: 0, data: 0, request: 0 };
    this.frames[way]++;
  }

  askersWithin(seconds: number, at: number): number {
    return within(this.#askers, seconds, at);
  }

  othersWithin(seconds: number, at: number): number {
    return within(this.#others, seconds, at);
  }

  /** Receivers of Null frames; where damage is not excluded, those that are not one address with wrong bits. */
  strangersWithin(seconds: number, least: number, at: number): number {
    const count = within(this.#strangers, seconds, at);
    if (!this.#mayBeDamaged || count < least || this.#strangers === undefined) return count;
    if (Math.abs(at - this.#lookedAt) < LOOK_SECONDS) return this.#strangersApart;
    this.#lookedAt = at;
    const apart: number[] = [];
    for (const [receiver, addressedAt] of this.#strangers)
      if (Math.abs(at - addressedAt) <= seconds && apart.every((it) => bitsApart(it, receiver) > DAMAGED_BITS))
        apart.push(receiver);
    return (this.#strangersApart = apart.length);
  }
}

function within(receivers: Receivers | undefined, seconds: number, at: number): number {
  let count = 0;
  if (receivers !== undefined)
    for (const addressedAt of receivers.values()) if (Math.abs(at - addressedAt) <= seconds) count++;
  return count;
}

function renew(receivers: Receivers, receiver: number, at: number): void {
  receivers.delete(receiver);
  if (receivers.size >= RECEIVERS) {
    const [first] = receivers.keys();
    if (first !== undefined) receivers.delete(first);
  }
  receivers.set(receiver, at);
}
