/**
 * Levels that a receiver of 802.11 can have measured, in dBm. Below the lowest nothing can be read: thermal noise is -107 dBm in the
 * narrowest channel of the standard (5 MHz), and a perfect receiver of 1 Mb/s wins 8 dB. At 0 dBm no receiver works: the standard
 * asks it to take -30 dBm (clause 17) or -20 dBm (clause 18), and a transmitter of 20 dBm would have to touch its antenna to give more than zero.
 */
const LOWEST_DBM = -115;
const HIGHEST_DBM = -1;

/**
 * Whether a number of a radio header is a level. All headers give it as a signed number without a word for "not known", so drivers write one
 * that cannot be: -128 and 127 (the ends of an octet), 0 (never filled in), a positive one (an unsigned raw value). The rule is the same for
 * radiotap, PPI and AVS: what no receiver can measure is no level.
 */
export function isLevel(dbm: number): boolean {
  return dbm >= LOWEST_DBM && dbm <= HIGHEST_DBM;
}
