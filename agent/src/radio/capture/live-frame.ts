import type { FrameDamage } from "../dot11/frame.ts";
import { isCredibleTime } from "./credible-time.ts";
import type { CapturedFrame } from "./frame-source.ts";

/** The one frame that a live source hands on again and again. Whole nanoseconds are only computed for who asks: nobody on the hot path. */
export class LiveFrame implements CapturedFrame {
  bytes: Uint8Array = new Uint8Array(0);
  originalLength = 0;
  atSeconds = 0;
  linkType = 0;
  interfaceNumber = 0;
  fcsAtEnd = false;
  damage: FrameDamage | undefined = undefined;

  /** A board without a battery begins in 1970. */
  get timeUnknown(): boolean {
    return !isCredibleTime(this.atSeconds);
  }

  /** Microseconds are what a live capture has; the rest is zero. */
  get atNanoseconds(): bigint {
    return BigInt(Math.round(this.atSeconds * 1e6)) * 1000n;
  }
}
