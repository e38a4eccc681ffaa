/** 10000-01-01: the contract's instants have years of four digits (RFC 3339, 1). */
const END_OF_TIME_MILLISECONDS = 253_402_300_800_000;

/** Capture time as the contract writes instants. Times that it cannot write (damaged captures) are its first instant. */
export function timestamp(atSeconds: number): string {
  const milliseconds = Math.floor(atSeconds * 1000 + 1e-3);
  return new Date(milliseconds >= 0 && milliseconds < END_OF_TIME_MILLISECONDS ? milliseconds : 0).toISOString();
}
