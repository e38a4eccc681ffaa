import { hashAddress } from "../../dot11/hash-address.ts";
import { PRESENCE_SOLICITATION } from "./figures.ts";

/** Addresses remembered at once, each in the one place that its hash gives it: half a megabyte. */
const PLACES = 16_384;
/**
 * What is kept of an address stands together, half a line of the processor's cache: the address from 1 on (0: nobody's place), when it asked,
 * when it was last in an exchange, and in how many, which is less than nothing where it asked for other stations of its kind.
 */
const [ADDRESS, ASKED_AT, ENGAGED_AT, TIMES, RECORD] = [0, 1, 2, 3, 4];
const PEER = -16;
/** Who was heard in an exchange so often keeps its place for so long, whoever else asks for networks. */
const ENGAGED_SECONDS = 600;
const SEVERAL = 3;
/** Who was not heard asking for so long asks for the first time again. */
const FORGET_SECONDS = 600;

/**
 * Who asked for networks and was heard doing nothing else. A phone that looks about asks with an address that it keeps for a moment, and
 * nobody has a reason to address it but to answer. Arrays of numbers: a flood of new addresses costs the same few steps a frame, and
 * takes no place of who was heard in an exchange several times.
 */
export class Askers {
  readonly #records = new Float64Array(PLACES * RECORD);
  readonly #seed: number;
  #forgotten = 0;

  constructor(seed = 0) {
    this.#seed = seed;
  }

  /** Entries whose place another address took. */
  get forgotten(): number {
    return this.#forgotten;
  }

  /** Takes a probe request; `isPeer`: it asks for other stations of its kind (Wi-Fi Direct), which may well address it. */
  ask(address: number, isPeer: boolean, at: number): void {
    const records = this.#records;
    const place = this.#place(address);
    const isEngaged = Math.abs(at - records[place + ENGAGED_AT]!) <= ENGAGED_SECONDS;
    if (records[place + ADDRESS] !== address + 1) {
      if (isEngaged && timesOf(records[place + TIMES]!) >= SEVERAL) return;
      this.#settle(place, address);
    } else if (!isEngaged && Math.abs(at - records[place + ASKED_AT]!) > FORGET_SECONDS) this.#settle(place, address);
    records[place + ASKED_AT] = at;
    if (isPeer && records[place + TIMES]! >= 0) records[place + TIMES]! += PEER;
  }

  /** The address is somebody's who talks with others, or was addressed before it asked. */
  engage(address: number, at: number): void {
    const records = this.#records;
    const place = this.#place(address);
    if (records[place + ADDRESS] !== address + 1) this.#settle(place, address);
    records[place + ENGAGED_AT] = at;
    if (timesOf(records[place + TIMES]!) < SEVERAL) records[place + TIMES]!++;
  }

  /** When it last asked for networks, where that is all that was heard of it lately; else minus infinity. */
  onlyAsked(address: number, at: number): number {
    const records = this.#records;
    const place = this.#place(address);
    if (records[place + ADDRESS] !== address + 1 || records[place + TIMES] !== 0) return -Infinity;
    const askedAt = records[place + ASKED_AT]!;
    return Math.abs(at - askedAt) <= PRESENCE_SOLICITATION.askedSeconds ? askedAt : -Infinity;
  }

  /** Whether it looks for devices of its kind, as far as is remembered. */
  isPeer(address: number): boolean {
    const place = this.#place(address);
    return this.#records[place + ADDRESS] === address + 1 && this.#records[place + TIMES]! < 0;
  }

  #settle(place: number, address: number): void {
    const records = this.#records;
    if (records[place + ADDRESS] !== 0 && records[place + ADDRESS] !== address + 1) this.#forgotten++;
    records[place + ADDRESS] = address + 1;
    records[place + ASKED_AT] = -Infinity;
    records[place + ENGAGED_AT] = -Infinity;
    records[place + TIMES] = 0;
  }

  #place(address: number): number {
    return (hashAddress(address, this.#seed) & (PLACES - 1)) * RECORD;
  }
}

/** In how many exchanges it was, as far as they are counted. */
function timesOf(kept: number): number {
  return kept < 0 ? kept - PEER : kept;
}
