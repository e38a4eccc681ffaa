import { BAND_CHANNELS, WALK_OF_24_GHZ } from "@probewarden/contract";
import { channelAt, channelCentreMhz, type Band } from "../dot11/channels.ts";

/** A channel as the configuration names it: a number of the 2.4 or 5 GHz band, or `6g:` and a number of the 6 GHz band, which has the same again. */
export type ChannelName = number | string;

/** How the name of a channel in the 6 GHz band is written. */
export const SIX_GHZ_NAME = /^6g:(\d{1,3})$/;

/** A channel of the plan. */
export interface Channel {
  name: ChannelName;
  /** Centre frequency in MHz. */
  mhz: number;
}

/** Plans by name, and what each is for. */
export const PLAN_NAMES = ["2.4", "5", "6", "2.4+5", "2.4+5+6", "5+6"] as const;
export type PlanName = (typeof PLAN_NAMES)[number];

/** The name of a channel in the 6 GHz band. */
export const sixGhzName = (number: number): ChannelName => `6g:${number}`;

/** What each band has, in the order in which it is walked. */
const BANDS: Readonly<Record<Band, readonly ChannelName[]>> = {
  "2.4": WALK_OF_24_GHZ,
  "5": BAND_CHANNELS["5"].numbers,
  "6": BAND_CHANNELS["6"].numbers.map(sixGhzName),
};

/** The channels of a named plan, in the order in which they are walked. */
export const planChannels = (plan: PlanName): ChannelName[] =>
  plan.split("+").flatMap((band) => BANDS[band as Band] ?? []);

/** Centre frequency in MHz of a channel by its name; undefined for a name of none. */
export function channelMhz(name: ChannelName): number | undefined {
  if (typeof name === "number") return channelCentreMhz("2.4", name) ?? channelCentreMhz("5", name);
  const number = SIX_GHZ_NAME.exec(name)?.[1];
  return number === undefined ? undefined : channelCentreMhz("6", Number(number));
}

/** Name of the channel with this centre frequency; undefined where there is none. */
export function channelName(mhz: number): ChannelName | undefined {
  const channel = channelAt(mhz);
  if (channel === undefined) return undefined;
  return channel.band === "6" ? sixGhzName(channel.number) : channel.number;
}

/** The plan in the order in which it is walked: what is configured, those left out and named that the country forbids, and those that the adapter lacks. */
export interface ChannelPlan {
  channels: Channel[];
  forbidden: ChannelName[];
  refused: ChannelName[];
}

/** What the adapter says of its channels, in MHz. */
export interface AdapterChannels {
  availableMhz: ReadonlySet<number>;
  /** It has these, and the regulatory domain switches them off. */
  disabledMhz: ReadonlySet<number>;
}

/** Makes a plan of configured channels; `adapter` is undefined where nobody says what it has. */
export function makeChannelPlan(names: readonly ChannelName[], adapter: AdapterChannels | undefined): ChannelPlan {
  const plan: ChannelPlan = { channels: [], forbidden: [], refused: [] };
  for (const name of new Set(names)) {
    const mhz = channelMhz(name);
    if (mhz !== undefined && (adapter?.availableMhz.has(mhz) ?? true)) plan.channels.push({ name, mhz });
    else if (mhz !== undefined && adapter?.disabledMhz.has(mhz)) plan.forbidden.push(name);
    else plan.refused.push(name);
  }
  return plan;
}

const bandOf = (name: ChannelName): Band | undefined => channelAt(channelMhz(name) ?? 0)?.band;

/**
 * What of the channels that are not heard is worth mending. Whoever lists channels wants each; a plan that is named by its bands means what of
 * them adapter and country have, and then only a band is missing of which the adapter has nothing.
 */
export function missingChannels(
  { channels, forbidden, refused }: ChannelPlan,
  isNamed: boolean,
): Pick<ChannelPlan, "forbidden" | "refused"> {
  if (!isNamed) return { forbidden, refused };
  const there = new Set([...channels.map(({ name }) => name), ...forbidden].map(bandOf));
  return { forbidden: [], refused: refused.filter((name) => !there.has(bandOf(name))) };
}
