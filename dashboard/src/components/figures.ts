/** A weight or score in decibans with its sign, `+38`, `−30`, at most one decimal. The minus is the typographic one. */
export function signedDb(value: number): string {
  const rounded = Math.round(value * 10) / 10;
  const digits = Math.abs(rounded).toString();
  if (rounded === 0) return "0";
  return `${rounded < 0 ? "−" : "+"}${digits}`;
}

/** A level, `−63 dBm`. */
export const levelText = (dbm: number): string => `${dbm < 0 ? "−" : ""}${Math.abs(Math.round(dbm))} dBm`;

/** A figure of a list of facts: whole as it is, else at most two decimals. */
export const plainFigure = (value: number): string =>
  (Number.isInteger(value) ? value.toString() : (Math.round(value * 100) / 100).toString()).replace("-", "−");

/** Channel number of a centre frequency in MHz (IEEE 802.11-2020, 15.4.4.3, 17.3.8.4.2; 6 GHz: 27.3.23.2). */
export function channelOf(mhz: number): number | undefined {
  if (mhz === 2484) return 14;
  if (mhz >= 2412 && mhz <= 2472) return (mhz - 2407) / 5;
  if (mhz >= 5000 && mhz < 5950) return (mhz - 5000) / 5;
  if (mhz >= 5955 && mhz <= 7115) return (mhz - 5950) / 5;
  return undefined;
}
