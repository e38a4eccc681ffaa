import { LEAST_OF_A_MINUTE_MS } from "@probewarden/contract/figures";

const MINUTE_MS = 60_000;

/** Until when a person has to stand still, from now (epoch milliseconds of the collector): the end of the first minute that counts. */
export function standsUntil(now: number): number {
  const end = Math.ceil(now / MINUTE_MS) * MINUTE_MS;
  return end - now >= LEAST_OF_A_MINUTE_MS ? end : end + MINUTE_MS;
}
