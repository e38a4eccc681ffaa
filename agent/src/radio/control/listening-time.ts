/** How long one channel was listened to. */
export interface ChannelSeconds {
  /** Centre frequency in MHz; 0 where it is not known. */
  channelMhz: number;
  seconds: number;
}

/** Seconds per channel that add up until they are taken. */
export class ChannelTotals {
  private readonly seconds = new Map<number, number>();

  add({ channelMhz, seconds }: ChannelSeconds): void {
    this.seconds.set(channelMhz, (this.seconds.get(channelMhz) ?? 0) + seconds);
  }

  /** What has added up since the last call. */
  take(): ChannelSeconds[] {
    const taken = [...this.seconds].map(([channelMhz, seconds]) => ({ channelMhz, seconds }));
    this.seconds.clear();
    return taken;
  }
}

/** Seconds listened per channel, so that silence is told from not listening. The clock is passed in, in seconds, and only runs forward. */
export class ListeningTime {
  private readonly totals = new ChannelTotals();
  private current: number | undefined;
  private since = 0;

  /** From now on this channel is heard, in MHz; undefined: nothing is (down, or switching). */
  tune(channelMhz: number | undefined, nowSeconds: number): void {
    this.account(nowSeconds);
    this.current = channelMhz;
  }

  /** Seconds per channel since the last call. */
  take(nowSeconds: number): ChannelSeconds[] {
    this.account(nowSeconds);
    return this.totals.take();
  }

  private account(nowSeconds: number): void {
    if (this.current !== undefined && nowSeconds > this.since)
      this.totals.add({ channelMhz: this.current, seconds: nowSeconds - this.since });
    this.since = nowSeconds;
  }
}
