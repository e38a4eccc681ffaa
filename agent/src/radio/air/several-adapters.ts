import { FrameKind } from "../dot11/frame-kind.ts";
import type { Frame } from "../dot11/frame.ts";
import { HeardTwice } from "./heard-twice.ts";
import { LevelOffsets } from "./level-offsets.ts";

/** A frame whose level can be told: the reader's own, which is filled anew for the next. */
type Levelled = Pick<Frame, "octets" | "kind" | "transmitter"> & { rssiDbm: number };

/** What makes one ear of several adapters: a frame that two have heard is one, and their levels are made alike. */
export class SeveralAdapters {
  readonly offsets = new LevelOffsets();
  readonly #twice: HeardTwice;
  /** Adapters whose channels another one visits too: the same transmitter is heard by both, at two levels. */
  readonly #overlapping: ReadonlySet<number>;
  #repeats = 0;

  /** `overlapping`: by number, those that share channels with another. `seed`: see {@link HeardTwice}. */
  constructor(overlapping: Iterable<number>, seed = 0) {
    this.#overlapping = new Set(overlapping);
    this.#twice = new HeardTwice(seed);
  }

  /** Frames that another adapter had heard before. */
  get repeats(): number {
    return this.#repeats;
  }

  /** Takes a frame of an adapter and brings its level to the first adapter's scale; true when it was heard by another one already. */
  isRepeat(frame: Levelled, adapter: number, atSeconds: number): boolean {
    const isRepeat = this.#twice.isRepeat(frame as Frame, adapter, atSeconds);
    this.#measure(frame, adapter, atSeconds);
    const offsetDb = this.offsets.of(adapter);
    // Where levels would be mixed and nobody knows by how much they differ, one adapter's would look like another place.
    if (!Number.isNaN(offsetDb)) frame.rssiDbm += offsetDb;
    else if (this.#overlapping.has(adapter)) frame.rssiDbm = Number.NaN;
    if (isRepeat) this.#repeats++;
    return isRepeat;
  }

  /** Of a beacon the clock is in it, so that no other one is like it: what two adapters heard is one transmission. */
  #measure({ kind, transmitter, rssiDbm }: Levelled, adapter: number, atSeconds: number): void {
    const { before } = this.#twice;
    if (kind !== FrameKind.beacon || before === undefined) return;
    if (before.adapter === 0) this.offsets.pair(adapter, before.rssiDbm, rssiDbm, transmitter, atSeconds);
    else if (adapter === 0) this.offsets.pair(before.adapter, rssiDbm, before.rssiDbm, transmitter, atSeconds);
  }
}
