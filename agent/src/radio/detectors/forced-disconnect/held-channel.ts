import { RecentTimes } from "../../air/recent-times.ts";
import { FORCED_DISCONNECT } from "./figures.ts";

/** Channels of all bands. */
const CHANNELS = 256;

/** Frames of one second that bid everybody be silent for as long as the field can say. */
interface Held {
  second: number;
  inSecond: number;
  most: number;
  readonly busySeconds: RecentTimes;
}

/**
 * Frames that reserve a channel for longer than any exchange takes (9.2.4.2, 10.3.2.4). The longest that anybody has a right to is some
 * milliseconds; a device with Bluetooth beside its Wi-Fi keeps others silent now and then. Who does it without pause wants silence.
 */
export class HeldChannels {
  readonly #channels = new Map<number, Held>();

  /** Takes a frame that reserves so long; true when its channel is held. */
  take(channelMhz: number, at: number): boolean {
    let held = this.#channels.get(channelMhz);
    if (held === undefined) {
      if (this.#channels.size >= CHANNELS) this.#channels.clear();
      held = { second: at, inSecond: 0, most: 0, busySeconds: new RecentTimes(FORCED_DISCONNECT.heldSeconds) };
      this.#channels.set(channelMhz, held);
    }
    if (Math.abs(at - held.second) >= 1) {
      held.second = at;
      held.inSecond = 0;
    }
    if (++held.inSecond === FORCED_DISCONNECT.heldFrames) held.busySeconds.add(at);
    held.most = Math.max(held.most, held.inSecond);
    return held.busySeconds.happened(FORCED_DISCONNECT.heldSeconds, FORCED_DISCONNECT.heldWithinSeconds, at);
  }

  /** The most such frames that a second had. */
  mostInSecond(channelMhz: number): number {
    return this.#channels.get(channelMhz)?.most ?? 0;
  }
}
