/** Seconds listened per channel, so that silence is told from not listening. The clock is passed in, in seconds, and only runs forward. */
export class ListeningTime {
  private readonly seconds = new Map<number, number>();
  private current: number | undefined;
  private since = 0;

  /** From now on this channel is heard, in MHz; undefined: nothing is (down, or switching). */
  tune(channelMhz: number | undefined, nowSeconds: number): void {
    this.account(nowSeconds);
    this.current = channelMhz;
  }

  /** Seconds per channel since the last call. */
  take(nowSeconds: number): { channelMhz: number; seconds: number }[] {
    this.account(nowSeconds);
    const taken = [...this.seconds].map(([channelMhz, seconds]) => ({ channelMhz, seconds }));
    this.seconds.clear();
    return taken;
  }

  private account(nowSeconds: number): void {
    if (this.current !== undefined && nowSeconds > this.since) {
      this.seconds.set(this.current, (this.seconds.get(this.current) ?? 0) + nowSeconds - this.since);
    }
    this.since = nowSeconds;
  }
}
