import type { Frame } from "../dot11/frame.ts";
import { KeptFigures, type KeptFrame } from "./kept-figures.ts";

/** The latest frames of a kind, in memory that is taken once: keeping one more copies its octets and allocates nothing. */
export class FrameLane {
  readonly #most: number;
  readonly #slot: number;
  #octets: Uint8Array | undefined;
  #figures: KeptFigures | undefined;
  #pushed = 0;

  /** `most` frames of at most `slotOctets` octets each. */
  constructor(most: number, slotOctets: number) {
    this.#most = most;
    this.#slot = slotOctets;
  }

  /** Frames that are kept. */
  get size(): number {
    return Math.min(this.#pushed, this.#most);
  }

  /** Keeps the first `length` octets of a frame; the oldest one makes room. */
  push(frame: Frame, length: number, order: number, atSeconds: number): void {
    this.#octets ??= new Uint8Array(this.#most * this.#slot);
    this.#figures ??= new KeptFigures(this.#most);
    const place = this.#pushed++ % this.#most;
    const start = place * this.#slot;
    const kept = Math.min(length, this.#slot, frame.octets.length);
    const { tsftMicroseconds, rssiDbm, channelMhz, rateKbps, mayBeDamaged } = frame;
    this.#figures.put(
      place,
      start,
      kept,
      order,
      atSeconds,
      tsftMicroseconds,
      rssiDbm,
      channelMhz,
      rateKbps,
      !mayBeDamaged,
    );
    this.#octets.set(kept === frame.octets.length ? frame.octets : frame.octets.subarray(0, kept), start);
  }

  /** The frame in a place, from 0; the caller has checked that one is there. */
  at(place: number): KeptFrame {
    return this.#figures!.at(place, this.#octets!);
  }
}
