/** Capture time as the contract writes instants. Times that no calendar has (damaged captures) are its first instant. */
export function timestamp(atSeconds: number): string {
  const milliseconds = Math.floor(atSeconds * 1000 + 1e-3);
  return new Date(milliseconds >= 0 && milliseconds < 8.64e15 ? milliseconds : 0).toISOString().slice(-24);
}
