/** Channels followed: those of 2.4, 5 and 6 GHz are fewer. Of a further one it is said that it was listened to without a break. */
const CHANNELS = 128;
/** So long after a frame the radio counts as still on its channel: an access point beacons ten times a second. */
const STAY_SECONDS = 0.5;
/** How far back it is known when a channel was listened to, in steps. */
const STEP_SECONDS = 0.25;
const STEPS = 64;

interface Channel {
  at: number;
  /** When the radio left it last, and came to it last, where the radio says so. */
  leftAt: number;
  cameAt: number;
  listened: number;
  /** Capture times at which each further step of listening was complete; a newer one takes the place of the oldest. */
  readonly stepAt: Float64Array;
  steps: number;
}

/**
 * How long each channel was listened to. A radio that hops hears nothing of a channel while it is on others, and that is no silence of those
 * who send there; so what must have been heard within a time is held against the time of listening. It is told from the frames
 * themselves: where something was heard a moment ago, the radio was on the channel. A live radio also says when it comes and goes, for
 * its visits are of many lengths.
 */
export class ListenedTime {
  readonly #channels = new Map<number, Channel>();
  #latestMhz = Number.NaN;
  #latest: Channel | undefined;
  #atSeconds = Number.NaN;

  /** Takes a frame. */
  hear(channelMhz: number, atSeconds: number): void {
    this.#atSeconds = atSeconds;
    const channel = channelMhz === this.#latestMhz ? this.#latest : this.#channel(channelMhz, atSeconds);
    if (channel === undefined) return;
    const listened = listenedSince(channel, atSeconds);
    channel.at = atSeconds;
    if (!(listened > 0)) return;
    channel.listened += listened;
    for (; (channel.steps + 1) * STEP_SECONDS <= channel.listened; channel.steps++)
      channel.stepAt[channel.steps % STEPS] = atSeconds;
  }

  /** The radio came to a channel, in capture time. */
  came(channelMhz: number, atSeconds: number): void {
    const channel = this.#channel(channelMhz, atSeconds);
    if (channel !== undefined) channel.cameAt = atSeconds;
  }

  /** The radio left a channel. What it heard there may still be on its way. */
  left(channelMhz: number, atSeconds: number): void {
    const channel = this.#channels.get(channelMhz);
    if (channel !== undefined) channel.leftAt = atSeconds;
  }

  /** Seconds for which a channel was listened to, from a moment that is the same for as long as it is remembered. */
  on(channelMhz: number): number {
    const channel = this.#channels.get(channelMhz);
    return channel === undefined ? this.#atSeconds : channel.listened;
  }

  /** Capture time before `atSeconds` since which a channel was listened to for so many seconds: at most what is remembered. */
  since(channelMhz: number, seconds: number, atSeconds: number): number {
    const channel = this.#channels.get(channelMhz);
    if (channel === undefined) return atSeconds - seconds;
    let left = Math.ceil(seconds / STEP_SECONDS);
    let since = atSeconds - seconds;
    for (let step = channel.steps - 1; step >= Math.max(0, channel.steps - STEPS) && left > 0; step--) {
      const at = channel.stepAt[step % STEPS]!;
      if (at > atSeconds) continue;
      since = Math.min(since, at);
      left--;
    }
    return since;
  }

  /** Channels that are followed. */
  get size(): number {
    return this.#channels.size;
  }

  #channel(channelMhz: number, atSeconds: number): Channel | undefined {
    let channel = this.#channels.get(channelMhz);
    if (channel === undefined && this.#channels.size < CHANNELS) {
      const [leftAt, cameAt] = [-Infinity, -Infinity];
      channel = { at: atSeconds, leftAt, cameAt, listened: 0, stepAt: new Float64Array(STEPS), steps: 0 };
      this.#channels.set(channelMhz, channel);
    }
    this.#latestMhz = channelMhz;
    this.#latest = channel;
    return channel;
  }
}

/** How long the radio stayed on a channel of what lies between two moments at which it was there. */
function stayed(from: number, to: number): number {
  return Math.max(0, Math.min(to - from, STAY_SECONDS));
}

/** Seconds of listening between the latest frame of a channel and the one that comes now. */
function listenedSince({ at, leftAt, cameAt }: Channel, atSeconds: number): number {
  // A clock of another scale says nothing here, and then the frames speak for themselves.
  if (leftAt < at || leftAt > atSeconds) return stayed(at, atSeconds);
  return stayed(at, leftAt) + (cameAt > leftAt ? stayed(cameAt, atSeconds) : 0);
}
