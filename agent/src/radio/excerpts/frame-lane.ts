import type { Frame } from "../dot11/frame.ts";

/** What is kept of a frame beside its octets. */
export interface KeptFrame {
  /** Which of all frames that were heard it is; they rise. */
  order: number;
  /** Capture time in seconds since 1970. */
  atSeconds: number;
  /** Microseconds of the radio's own clock, -1 where it did not say. */
  tsftMicroseconds: number;
  /** Level in dBm, NaN where it did not say. */
  rssiDbm: number;
  /** Centre frequency in MHz, -1 where it did not say. */
  channelMhz: number;
  /** -1 where it did not say. */
  rateKbps: number;
  /** Whether a check sequence showed that it is whole. */
  isChecked: boolean;
  /** From Frame Control to before the FCS, as far as it was kept. A view: valid until the next frame is pushed. */
  octets: Uint8Array;
}

/** Places of the figures of one frame. */
const AT = { order: 0, seconds: 1, tsft: 2, rssi: 3, channel: 4, rate: 5, checked: 6, length: 7 } as const;
const FIGURES = 8;

/** The latest frames of a kind, in memory that is taken once: keeping one more copies its octets and allocates nothing. */
export class FrameLane {
  readonly #most: number;
  readonly #slot: number;
  #octets: Uint8Array | undefined;
  #figures: Float64Array | undefined;
  #pushed = 0;
  /** Frames that made room before the lane was filled anew. */
  #passedBefore = 0;

  /** `most` frames of at most `slotOctets` octets each. */
  constructor(most: number, slotOctets: number) {
    this.#most = most;
    this.#slot = slotOctets;
  }

  /** Frames that are kept. */
  get size(): number {
    return Math.min(this.#pushed, this.#most);
  }

  /** Frames that made room. */
  get passed(): number {
    return this.#passedBefore + this.#pushed - this.size;
  }

  /** Keeps the first `length` octets of a frame; the oldest one makes room. */
  push(frame: Frame, length: number, order: number, atSeconds: number): void {
    const place = this.#next(order, atSeconds, frame.tsftMicroseconds, frame.rssiDbm);
    const kept = Math.min(length, this.#slot, frame.octets.length);
    this.#finish(place, frame.channelMhz, frame.rateKbps, !frame.mayBeDamaged, kept);
    this.#octets!.set(kept === frame.octets.length ? frame.octets : frame.octets.subarray(0, kept), place * this.#slot);
  }

  /** Takes over a frame that was kept elsewhere. */
  take(kept: KeptFrame): void {
    const place = this.#next(kept.order, kept.atSeconds, kept.tsftMicroseconds, kept.rssiDbm);
    const octets = kept.octets.subarray(0, this.#slot);
    this.#finish(place, kept.channelMhz, kept.rateKbps, kept.isChecked, octets.length);
    this.#octets!.set(octets, place * this.#slot);
  }

  /** Holds other frames from now on. The caller has copied those that are among its own. */
  refill(frames: Iterable<KeptFrame>): void {
    this.#passedBefore = this.passed;
    this.#pushed = 0;
    for (const kept of frames) this.take(kept);
  }

  /** Oldest first. */
  *frames(): Generator<KeptFrame> {
    for (let index = this.#pushed - this.size; index < this.#pushed; index++) yield this.at(index % this.#most);
  }

  /** The frame in a place, from 0; the caller has checked that one is there. */
  at(place: number): KeptFrame {
    const figures = this.#figures!;
    const base = place * FIGURES;
    const start = place * this.#slot;
    return {
      order: figures[base + AT.order]!,
      atSeconds: figures[base + AT.seconds]!,
      tsftMicroseconds: figures[base + AT.tsft]!,
      rssiDbm: figures[base + AT.rssi]!,
      channelMhz: figures[base + AT.channel]!,
      rateKbps: figures[base + AT.rate]!,
      isChecked: figures[base + AT.checked] === 1,
      octets: this.#octets!.subarray(start, start + figures[base + AT.length]!),
    };
  }

  #next(order: number, atSeconds: number, tsft: number, rssi: number): number {
    this.#octets ??= new Uint8Array(this.#most * this.#slot);
    this.#figures ??= new Float64Array(this.#most * FIGURES);
    const place = this.#pushed++ % this.#most;
    const base = place * FIGURES;
    this.#figures[base + AT.order] = order;
    this.#figures[base + AT.seconds] = atSeconds;
    this.#figures[base + AT.tsft] = tsft;
    this.#figures[base + AT.rssi] = rssi;
    return place;
  }

  #finish(place: number, channel: number, rate: number, isChecked: boolean, length: number): void {
    const base = place * FIGURES;
    this.#figures![base + AT.channel] = channel;
    this.#figures![base + AT.rate] = rate;
    this.#figures![base + AT.checked] = isChecked ? 1 : 0;
    this.#figures![base + AT.length] = length;
  }
}
