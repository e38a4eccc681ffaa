import type { FrameDamage } from "../dot11/frame.ts";
import { isCredibleTime } from "./credible-time.ts";
import type { CapturedFrame } from "./frame-source.ts";

const TWO_TO_32 = 0x1_0000_0000;
const NANOSECONDS = 1_000_000_000n;
/** The last second of the year 9999: a time stamp is 64 bits of somebody else's file, and must stay one that a calendar can spell. */
const LAST_SECOND = 253_402_300_799;

/** How an interface of a capture file counts time. */
export interface TimeScale {
  ticksPerSecond: number;
  /** The same, exact, for `atNanoseconds`. */
  exactTicksPerSecond: bigint;
  /** Seconds to add to each time stamp (pcapng: if_tsoffset). */
  offsetSeconds: bigint;
  /** The same as a double, for `atSeconds`. */
  wholeOffset: number;
}

/**
 * The one captured frame that a file's parser fills for every record. The exact time is worked out, and the view of its octets made, only when
 * asked for: a view of each of a million frames costs a thirtieth of all that they cost.
 */
export class CapturedRecord implements CapturedFrame {
  window: Uint8Array = new Uint8Array(0);
  start = 0;
  end = 0;
  originalLength = 0;
  atSeconds = 0;
  timeUnknown = true;
  linkType = -1;
  interfaceNumber = 0;
  fcsAtEnd = false;
  damage: FrameDamage | undefined = undefined;
  /** Whole seconds and ticks beside them (pcap), or zero and a 64-bit count of ticks in two halves (pcapng). */
  #seconds = 0;
  #ticksHigh = 0;
  #ticksLow = 0;
  #scale: TimeScale = { ticksPerSecond: 1, exactTicksPerSecond: 1n, offsetSeconds: 0n, wholeOffset: 0 };

  get bytes(): Uint8Array {
    return this.window.subarray(this.start, this.end);
  }

  get atNanoseconds(): bigint {
    const ticks = (BigInt(this.#ticksHigh) << 32n) | BigInt(this.#ticksLow);
    const { exactTicksPerSecond, offsetSeconds } = this.#scale;
    return (BigInt(this.#seconds) + offsetSeconds) * NANOSECONDS + (ticks * NANOSECONDS) / exactTicksPerSecond;
  }

  /** Says where its octets stand. */
  setPlace(window: Uint8Array, start: number, length: number): void {
    this.window = window;
    this.start = start;
    this.end = start + length;
  }

  /** Sets the capture time: `seconds` plus a 64-bit number of ticks of `scale`. */
  setTime(seconds: number, ticksHigh: number, ticksLow: number, scale: TimeScale): void {
    this.#seconds = seconds;
    this.#ticksHigh = ticksHigh;
    this.#ticksLow = ticksLow;
    this.#scale = scale;
    const ticks = ticksHigh * TWO_TO_32 + ticksLow;
    const atSeconds = seconds + scale.wholeOffset + ticks / scale.ticksPerSecond;
    this.timeUnknown = !isCredibleTime(atSeconds);
    this.atSeconds = Math.min(Math.max(atSeconds, 0), LAST_SECOND);
  }
}

/** The scale of a number of ticks in a second, without an offset. */
export function timeScale(exactTicksPerSecond: bigint, offsetSeconds = 0n): TimeScale {
  return {
    ticksPerSecond: Number(exactTicksPerSecond),
    exactTicksPerSecond,
    offsetSeconds,
    wholeOffset: Number(offsetSeconds),
  };
}
