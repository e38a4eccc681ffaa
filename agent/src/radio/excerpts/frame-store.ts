import type { Frame } from "../dot11/frame.ts";
import { KeptFigures, type KeptFrame } from "./kept-figures.ts";

/** Puts frames into the order of what they are worth, the most first; they come in the order in which they were heard. */
export type InOrderOfWorth = (frames: readonly KeptFrame[]) => KeptFrame[];

export interface StoreBounds {
  /** Frames, and octets of all of them. */
  most: number;
  octets: number;
  /** Octets of one frame; what is behind is left out. At most half of `octets`. */
  ofOne: number;
}

/** Frames of a kind, to be read. */
export type KeptFrames = Pick<FrameStore, "frames" | "byWorth">;

/**
 * Frames of a kind, in memory that is taken once. When it is full the half of them that is worth least goes, so that what stays reaches back to
 * the first however many there are. Keeping one more copies its octets and allocates nothing.
 */
export class FrameStore {
  readonly #bounds: StoreBounds;
  readonly #inOrderOfWorth: InOrderOfWorth;
  #octets: Uint8Array | undefined;
  #figures: KeptFigures | undefined;
  #size = 0;
  #used = 0;
  #passed = 0;
  #halvings = 0;

  constructor(bounds: StoreBounds, inOrderOfWorth: InOrderOfWorth) {
    this.#bounds = bounds;
    this.#inOrderOfWorth = inOrderOfWorth;
  }

  /** Frames that are kept. */
  get size(): number {
    return this.#size;
  }

  /** Frames that made room. */
  get passed(): number {
    return this.#passed;
  }

  /** How often half of them made room. */
  get halvings(): number {
    return this.#halvings;
  }

  /** Keeps the first `length` octets of a frame. */
  push(frame: Frame, length: number, order: number, atSeconds: number): void {
    const kept = Math.min(length, this.#bounds.ofOne, frame.octets.length);
    const { tsftMicroseconds, rssiDbm, channelMhz, rateKbps, mayBeDamaged } = frame;
    const start = this.#next(kept, order, atSeconds, tsftMicroseconds, rssiDbm, channelMhz, rateKbps, !mayBeDamaged);
    this.#octets!.set(kept === frame.octets.length ? frame.octets : frame.octets.subarray(0, kept), start);
  }

  /** Takes over a frame that was kept elsewhere. */
  take(it: KeptFrame): void {
    const octets = it.octets.subarray(0, this.#bounds.ofOne);
    const { order, atSeconds, tsftMicroseconds, rssiDbm, channelMhz, rateKbps, isChecked } = it;
    const { length } = octets;
    const start = this.#next(length, order, atSeconds, tsftMicroseconds, rssiDbm, channelMhz, rateKbps, isChecked);
    this.#octets!.set(octets, start);
  }

  /** Takes over all that another has and this one has not. */
  absorb(other: FrameStore): void {
    const known = new Set([...this.frames()].map(({ order }) => order));
    this.#passed += other.#passed;
    for (const it of other.frames()) if (!known.has(it.order)) this.take(it);
  }

  /** What is kept now, apart from what comes: some hundred kilobytes, as fast as memory is copied. To be read only. */
  copy(): KeptFrames {
    const copy = new FrameStore({ ...this.#bounds, most: this.#size }, this.#inOrderOfWorth);
    copy.#octets = this.#octets?.slice(0, this.#used);
    copy.#figures = this.#figures?.copy(this.#size);
    copy.#size = this.#size;
    return copy;
  }

  /** In the order in which they were heard, each once. */
  frames(): KeptFrame[] {
    const all = Array.from({ length: this.#size }, (_, place) => this.#figures!.at(place, this.#octets!)).toSorted(
      (a, b) => a.order - b.order,
    );
    return all.filter((it, index) => it.order !== all[index - 1]?.order);
  }

  /** As {@link frames}, what is worth most first. */
  byWorth(): KeptFrame[] {
    return this.#inOrderOfWorth(this.frames());
  }

  #next(
    length: number,
    order: number,
    atSeconds: number,
    tsft: number,
    rssi: number,
    channel: number,
    rate: number,
    isChecked: boolean,
  ): number {
    const { most, octets } = this.#bounds;
    this.#octets ??= new Uint8Array(octets);
    this.#figures ??= new KeptFigures(most);
    if (this.#size >= most || this.#used + length > octets) this.#makeRoom();
    const start = this.#used;
    this.#figures.put(this.#size++, start, length, order, atSeconds, tsft, rssi, channel, rate, isChecked);
    this.#used += length;
    return start;
  }

  /** Lets the half go that is worth least. */
  #makeRoom(): void {
    const { most, octets } = this.#bounds;
    this.#halvings++;
    let room = octets / 2;
    const stay: KeptFrame[] = [];
    for (const it of this.byWorth()) {
      if (stay.length >= most / 2 || it.octets.length > room) continue;
      room -= it.octets.length;
      stay.push({ ...it, octets: it.octets.slice() });
    }
    this.#passed += this.#size - stay.length;
    this.#size = this.#used = 0;
    for (const it of stay) this.take(it);
  }
}
