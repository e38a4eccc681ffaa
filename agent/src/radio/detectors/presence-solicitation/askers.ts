import { PRESENCE_SOLICITATION } from "./figures.ts";

/** Addresses remembered at once, each in the one place that its hash gives it: half a megabyte. */
const PLACES = 16_384;
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
  readonly #addresses = new Float64Array(PLACES).fill(-1);
  readonly #askedAt = new Float64Array(PLACES);
  readonly #engagedAt = new Float64Array(PLACES).fill(-Infinity);
  readonly #times = new Uint8Array(PLACES);
  readonly #isPeer = new Uint8Array(PLACES);
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
    const place = this.#place(address);
    if (this.#addresses[place] !== address) {
      if (this.#times[place]! >= SEVERAL && Math.abs(at - this.#engagedAt[place]!) <= ENGAGED_SECONDS) return;
      this.#settle(place, address);
    } else if (
      Math.abs(at - this.#askedAt[place]!) > FORGET_SECONDS &&
      Math.abs(at - this.#engagedAt[place]!) > ENGAGED_SECONDS
    )
      this.#settle(place, address);
    this.#askedAt[place] = at;
    if (isPeer) this.#isPeer[place] = 1;
  }

  /** The address is somebody's who talks with others, or was addressed before it asked. */
  engage(address: number, at: number): void {
    const place = this.#place(address);
    if (this.#addresses[place] !== address) this.#settle(place, address);
    this.#engagedAt[place] = at;
    if (this.#times[place]! < SEVERAL) this.#times[place]!++;
  }

  /** When it last asked for networks, where that is all that was heard of it lately; else minus infinity. */
  onlyAsked(address: number, at: number): number {
    const place = this.#place(address);
    if (this.#addresses[place] !== address || this.#isPeer[place] === 1) return -Infinity;
    if (this.#engagedAt[place] !== -Infinity) return -Infinity;
    const askedAt = this.#askedAt[place]!;
    return Math.abs(at - askedAt) <= PRESENCE_SOLICITATION.askedSeconds ? askedAt : -Infinity;
  }

  #settle(place: number, address: number): void {
    if (this.#addresses[place] !== -1 && this.#addresses[place] !== address) this.#forgotten++;
    this.#addresses[place] = address;
    this.#askedAt[place] = -Infinity;
    this.#engagedAt[place] = -Infinity;
    this.#times[place] = 0;
    this.#isPeer[place] = 0;
  }

  #place(address: number): number {
    let hash = Math.imul((address | 0) ^ this.#seed, 0x85eb_ca6b);
    hash = Math.imul(hash ^ (hash >>> 13) ^ Math.floor(address / 2 ** 32), 0xc2b2_ae35);
    return (hash ^ (hash >>> 16)) & (PLACES - 1);
  }
}
