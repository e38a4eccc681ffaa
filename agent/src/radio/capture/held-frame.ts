import type { CapturedFrame } from "./frame-source.ts";

/** A captured frame that outlives the call in which it was delivered: its octets were copied, for the source uses its own again for the next. */
export class HeldFrame implements CapturedFrame {
  readonly window: Uint8Array;
  readonly start: number;
  readonly end: number;
  readonly originalLength: number;
  readonly atSeconds: number;
  readonly timeUnknown: boolean;
  readonly linkType: number;
  readonly interfaceNumber: number;
  readonly fcsAtEnd: boolean;
  readonly damage: CapturedFrame["damage"];

  /** `window` holds a copy of the frame's octets from `start` on. */
  constructor(frame: CapturedFrame, interfaceNumber: number, window: Uint8Array, start: number) {
    this.window = window;
    this.start = start;
    this.end = start + octetsOf(frame);
    this.originalLength = frame.originalLength;
    this.atSeconds = frame.atSeconds;
    this.timeUnknown = frame.timeUnknown;
    this.linkType = frame.linkType;
    this.interfaceNumber = interfaceNumber;
    this.fcsAtEnd = frame.fcsAtEnd;
    this.damage = frame.damage;
  }

  get bytes(): Uint8Array {
    return this.window.subarray(this.start, this.end);
  }

  /** Microseconds are what a live capture has; the rest is zero. */
  get atNanoseconds(): bigint {
    return BigInt(Math.round(this.atSeconds * 1e6)) * 1000n;
  }
}

/** How many octets of a frame were captured, without a view of them where the source says where they stand. */
function octetsOf(frame: CapturedFrame): number {
  const { start, end } = frame;
  return start === undefined || end === undefined ? frame.bytes.length : end - start;
}
