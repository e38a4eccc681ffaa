import type { SurveyedBand } from "@probewarden/contract";

const channels = (base: number, from: number, to: number, step: number): number[] =>
  Array.from({ length: (to - from) / step + 1 }, (_, at) => base + 5 * (from + at * step));

/** Channels of 20 MHz of each band (IEEE 802.11-2020, Annex E); of 6 GHz the preferred scanning channels (IEEE 802.11ax-2021, 27.3.23.2). */
const BANDS: readonly { band: SurveyedBand["band"]; channels: readonly number[]; holds: (mhz: number) => boolean }[] = [
  { band: "2.4", channels: channels(2407, 1, 13, 1), holds: (mhz) => mhz >= 2400 && mhz < 2500 },
  {
    band: "5",
    channels: [...channels(5000, 36, 64, 4), ...channels(5000, 100, 144, 4), ...channels(5000, 149, 165, 4)],
    holds: (mhz) => mhz >= 5000 && mhz < 5950,
  },
  { band: "6", channels: channels(5950, 5, 229, 16), holds: (mhz) => mhz >= 5950 && mhz <= 7125 },
];

/** Which channels of each band were listened to by anybody, and which by nobody. */
export function listenedBands(channelsMhz: Iterable<number>): SurveyedBand[] {
  const listened = [...new Set(channelsMhz)].toSorted((a, b) => a - b);
  return BANDS.map(({ band, channels: all, holds }) => ({
    band,
    listened: listened.filter(holds).slice(0, 128),
    notListened: all.filter((mhz) => !listened.includes(mhz)),
  }));
}
