import type { CapturedFrame } from "./frame-source.ts";

/** The one frame that a live source hands on again and again. Whole nanoseconds are only computed for who asks: nobody on the hot path. */
export class LiveFrame implements CapturedFrame {
  bytes: Uint8Array = new Uint8Array(0);
  originalLength = 0;
  atSeconds = 0;
  linkType = 0;

  /** Microseconds are what a live capture has; the rest is zero. */
  get atNanoseconds(): bigint {
    return BigInt(Math.round(this.atSeconds * 1e6)) * 1000n;
  }
}
