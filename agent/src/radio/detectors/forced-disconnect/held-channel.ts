import { RecentTimes } from "../../air/recent-times.ts";
import { FORCED_DISCONNECT } from "./figures.ts";

/** Channels of all bands. */
const CHANNELS = 256;
const MICROSECONDS = 1e6;

/** Frames of one second that bid everybody be silent for longer than any exchange takes. */
interface Held {
  second: number;
  inSecond: number;
  most: number;
  /** Until when the channel is reserved, and for how much of the second at hand it was. */
  until: number;
  heldSeconds: number;
  readonly busySeconds: RecentTimes;
}

/**
 * Frames that reserve a channel for longer than any exchange takes (9.2.4.2, 10.3.2.4): by the time that is left to others, so that a reservation
 * that is renewed before it is over counts once. Access points reserve up to thirteen milliseconds for a row of frames, and a device with
 * Bluetooth beside its Wi-Fi keeps others silent now and then. Who does it without pause wants silence.
 */
export class HeldChannels {
  readonly #channels = new Map<number, Held>();

  /** Takes a frame that reserves so long; true when its channel is held. */
  take(channelMhz: number, durationMicroseconds: number, at: number): boolean {
    const { heldShare, heldSeconds, heldWithinSeconds } = FORCED_DISCONNECT;
    let held = this.#channels.get(channelMhz);
    if (held === undefined) {
      if (this.#channels.size >= CHANNELS) this.#channels.clear();
      const [second, until] = [at, at];
      held = { second, inSecond: 0, most: 0, until, heldSeconds: 0, busySeconds: new RecentTimes(heldSeconds) };
      this.#channels.set(channelMhz, held);
    }
    if (Math.abs(at - held.second) >= 1) {
      held.second = at;
      held.inSecond = 0;
      held.heldSeconds = 0;
      // Where the clock was set back, what it said before is over.
      if (held.until > at + 1) held.until = at;
    }
    const before = held.heldSeconds;
    const until = at + durationMicroseconds / MICROSECONDS;
    held.heldSeconds += Math.max(0, until - Math.max(at, held.until));
    held.until = Math.max(held.until, until);
    if (before < heldShare && held.heldSeconds >= heldShare) held.busySeconds.add(at);
    held.most = Math.max(held.most, ++held.inSecond);
    return held.busySeconds.happened(heldSeconds, heldWithinSeconds, at);
  }

  /** The most such frames that a second had. */
  mostInSecond(channelMhz: number): number {
    return this.#channels.get(channelMhz)?.most ?? 0;
  }
}
