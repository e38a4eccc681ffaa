import { channelAt, channelCentreMhz } from "../dot11/channels.ts";

/** A channel of the plan. */
export interface Channel {
  /** Channel number (IEEE 802.11-2020, Annex E). */
  number: number;
  /** Centre frequency in MHz. */
  mhz: number;
}

/** Centre frequency in MHz of a channel in the 2.4 GHz or 5 GHz band; undefined for a number that is none. The 6 GHz band has the same numbers again. */
export function channelMhz(number: number): number | undefined {
  return channelCentreMhz("2.4", number) ?? channelCentreMhz("5", number);
}

/** Number of the channel with this centre frequency; undefined when it is in neither band. */
export function channelNumber(mhz: number): number | undefined {
  const channel = channelAt(mhz);
  return channel === undefined || channel.band === "6" ? undefined : channel.number;
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
