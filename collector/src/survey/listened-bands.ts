import { BAND_CHANNELS, type SurveyedBand } from "@probewarden/contract";

/** From where to where each band reaches, in MHz. */
const BANDS = [
  { band: "2.4", from: 2400, below: 2500 },
  { band: "5", from: 5000, below: 5950 },
  { band: "6", from: 5950, below: 7126 },
] as const;

/** Which channels of each band were listened to by anybody, and which by nobody. */
export function listenedBands(channelsMhz: Iterable<number>): SurveyedBand[] {
  const listened = [...new Set(channelsMhz)].toSorted((a, b) => a - b);
  return BANDS.map(({ band, from, below }) => {
    const { startMhz, numbers } = BAND_CHANNELS[band];
    return {
      band,
      listened: listened.filter((mhz) => mhz >= from && mhz < below).slice(0, 128),
      notListened: numbers.map((number) => startMhz + 5 * number).filter((mhz) => !listened.includes(mhz)),
    };
  });
}
