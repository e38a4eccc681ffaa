import { RateLimiterRes, type RateLimiterAbstract } from "rate-limiter-flexible";

/** Takes points of a key; milliseconds to wait when there were none left, else 0. */
export async function waitMs(limiter: RateLimiterAbstract, key: string | number, points = 1): Promise<number> {
  try {
    await limiter.consume(key, points);
    return 0;
  } catch (refused) {
    if (!(refused instanceof RateLimiterRes)) throw refused;
    return Math.max(1, refused.msBeforeNext);
  }
}
