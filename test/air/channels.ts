/** Whether a channel number is one of the 2.4 GHz band (Annex E). */
export function channelOf2GHz(channel: number): boolean {
  return channel >= 1 && channel <= 13;
}

/** Centre of a channel of 20 MHz. */
export function mhzOf(channel: number): number {
  return channelOf2GHz(channel) ? 2407 + 5 * channel : 5000 + 5 * channel;
}

/** What a receiver loses of a frame so many MHz beside its channel: the mask of 802.11b lets a neighbour through (16.3.7.6). */
export function besideDb(mhz: number): number {
  if (mhz === 0) return 0;
  if (mhz <= 5) return 10;
  return mhz <= 10 ? 22 : Number.POSITIVE_INFINITY;
}

/** The number of a channel by its centre. */
export function channelOf(mhz: number): number {
  return (mhz - (mhz < 3_000 ? 2407 : 5000)) / 5;
}
