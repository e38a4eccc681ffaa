const numbers = (from: number, to: number, step: number): number[] =>
  Array.from({ length: (to - from) / step + 1 }, (_, index) => from + index * step);

/**
 * The 20 MHz channels of each band that a plan by bands walks and a survey counts, by number; a channel's centre is 5 MHz × its number above `startMhz`.
 * 5 GHz: operating classes 115, 118, 121 and 125 (IEEE 802.11-2020, Table E-4). 6 GHz: the preferred scanning channels (IEEE 802.11ax-2021, 27.3.23.2),
 * the only ones on which stations look for networks.
 */
export const BAND_CHANNELS = {
  "2.4": { startMhz: 2_407, numbers: numbers(1, 13, 1) },
  "5": { startMhz: 5_000, numbers: [...numbers(36, 64, 4), ...numbers(100, 144, 4), ...numbers(149, 165, 4)] },
  "6": { startMhz: 5_950, numbers: numbers(5, 229, 16) },
} as const satisfies Record<string, { startMhz: number; numbers: readonly number[] }>;

/** The channels of 2.4 GHz in the order in which a plan by bands walks them: the three that do not overlap, then those between them, where a box that hides would be. */
export const WALK_OF_24_GHZ = [1, 6, 11, 2, 7, 12, 3, 8, 13, 4, 9, 5, 10] as const;

/** Every 20 MHz channel of the 6 GHz band: operating classes 131, and 136 with its one (IEEE 802.11ax-2021, Annex E). */
export const SIX_GHZ_CHANNELS: readonly number[] = [...numbers(1, 233, 4), 2];

/** Numbers of 2.4 GHz, and of 5 GHz with their neighbours that radios can be tuned to: no number is one of both. */
export const LOWER_CHANNELS = [
  { minimum: 1, maximum: 14 },
  { minimum: 32, maximum: 177 },
] as const;

/** Whether a number names a channel of the 2.4 or 5 GHz band. */
export const isLowerChannel = (number: number): boolean =>
  Number.isInteger(number) && LOWER_CHANNELS.some(({ minimum, maximum }) => number >= minimum && number <= maximum);

/** Whether a number names a channel of the 6 GHz band. */
export const isSixGhzChannel = (number: number): boolean => SIX_GHZ_CHANNELS.includes(number);
