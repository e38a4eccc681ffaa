import { ChannelTotals, type ChannelSeconds } from "./listening-time.ts";

/** What is told when a channel begins or ceases to be heard by any adapter, in MHz. */
export interface ChannelMoves {
  onCame?: (channelMhz: number) => void;
  onLeft?: (channelMhz: number) => void;
}

/** What several adapters listen to together: a second in which two of them are on one channel is one second of that channel. The clock is passed in, in seconds, and only runs forward. */
export class SharedListening {
  readonly #moves: ChannelMoves;
  readonly #totals = new ChannelTotals();
  /** Where each adapter is. */
  readonly #present = new Map<number, number>();
  /** Since when each channel is heard and not accounted for. */
  readonly #since = new Map<number, number>();

  constructor(moves: ChannelMoves = {}) {
    this.#moves = moves;
  }

  /** From now on this adapter hears this channel, in MHz; undefined: none. */
  tune(adapter: number, channelMhz: number | undefined, nowSeconds: number): void {
    const before = this.#present.get(adapter);
    if (before === channelMhz) return;
    if (channelMhz === undefined) this.#present.delete(adapter);
    else this.#present.set(adapter, channelMhz);
    const heard = new Set(this.#present.values());
    if (before !== undefined && !heard.has(before)) {
      this.#account(before, nowSeconds);
      this.#since.delete(before);
      this.#moves.onLeft?.(before);
    }
    if (channelMhz === undefined || this.#since.has(channelMhz)) return;
    this.#since.set(channelMhz, nowSeconds);
    this.#moves.onCame?.(channelMhz);
  }

  /** Seconds per channel since the last call. */
  take(nowSeconds: number): ChannelSeconds[] {
    for (const channelMhz of this.#since.keys()) this.#account(channelMhz, nowSeconds);
    return this.#totals.take();
  }

  #account(channelMhz: number, nowSeconds: number): void {
    const since = this.#since.get(channelMhz) ?? nowSeconds;
    if (nowSeconds > since) this.#totals.add({ channelMhz, seconds: nowSeconds - since });
    this.#since.set(channelMhz, nowSeconds);
  }
}
