/** A channel of the plan. */
export interface Channel {
  /** Channel number (IEEE 802.11-2020, Annex E). */
  number: number;
  /** Centre frequency in MHz. */
  mhz: number;
}

/** Centre frequency in MHz of a channel in the 2.4 GHz or 5 GHz band (17.3.8.4.2, 15.4.4.3); undefined for a number that is none. */
export function channelMhz(number: number): number | undefined {
  if (number >= 1 && number <= 13) return 2407 + 5 * number;
  if (number === 14) return 2484;
  if (number >= 32 && number <= 177) return 5000 + 5 * number;
  return undefined;
}

/** Number of the channel with this centre frequency; undefined when it is in neither band. */
export function channelNumber(mhz: number): number | undefined {
  if (mhz === 2484) return 14;
  if (mhz >= 2412 && mhz <= 2472 && (mhz - 2407) % 5 === 0) return (mhz - 2407) / 5;
  if (mhz >= 5160 && mhz <= 5885 && mhz % 5 === 0) return (mhz - 5000) / 5;
  return undefined;
}

/** The plan in the order in which it is walked: configured numbers, those that the adapter lacks left out and named. */
export interface ChannelPlan {
  channels: Channel[];
  refused: number[];
}

/** Makes a plan of configured channel numbers; `available` are the frequencies of the adapter that are not disabled, undefined when not known. */
export function makeChannelPlan(numbers: readonly number[], available: ReadonlySet<number> | undefined): ChannelPlan {
  const channels: Channel[] = [];
  const refused: number[] = [];
  for (const number of new Set(numbers)) {
    const mhz = channelMhz(number);
    if (mhz !== undefined && (available?.has(mhz) ?? true)) channels.push({ number, mhz });
    else refused.push(number);
  }
  return { channels, refused };
}
