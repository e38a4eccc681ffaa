import type { Census, CensusMinute, SuppressedCount } from "@probewarden/contract";
import { timestamp } from "./timestamp.ts";
import { FrameKind } from "../dot11/frame-kind.ts";
import type { Frame } from "../dot11/frame.ts";
import { AddressHash } from "./address-hash.ts";
import { HyperLogLog } from "./hyper-log-log.ts";

/** The key of the sketches is replaced after this time, so that nobody is recognised across it. */
const KEY_SECONDS = 900;
/** Counts below this are published as "fewer than". */
const SMALL = 5;
/** Channels counted in one minute: all of 2.4, 5 and 6 GHz are fewer. */
const CHANNELS = 128;
/** A longer gap between two frames of one channel was not listening, or nobody knows: a recording does not say what its radio did. */
const LISTENING_GAP_SECONDS = 1;

interface ChannelMinute {
  channelMhz: number;
  secondsListened: number;
  management: number;
  control: number;
  data: number;
  probeRequests: number;
  accessPoints: HyperLogLog;
  stations: HyperLogLog;
}

/** Counts frames and devices per minute and channel, and identifies nobody. */
export class CensusTaker {
  readonly #hash: AddressHash;
  readonly #channels = new Map<number, ChannelMinute>();
  #minute = Number.NaN;
  #keySince = Number.NaN;
  #lastAt = Number.NaN;
  #last: ChannelMinute | undefined;
  #beyond = 0;
  /** Somebody who tunes the radio tells how long it listened; then nothing is estimated. */
  #isTold = false;

  /** `randomKey`: for tests, whose estimates must come out the same each time. */
  constructor(randomKey?: () => Buffer) {
    this.#hash = new AddressHash(randomKey);
  }

  /** Frames on channels beyond the bound, which are not counted. */
  get forgotten(): number {
    return this.#beyond;
  }

  /** The radio has listened on this channel for so many seconds, whether or not anything was heard: silence is told from not listening. */
  listened(channelMhz: number, seconds: number): void {
    this.#isTold = true;
    const channel = this.#channel(channelMhz);
    if (channel !== undefined) channel.secondsListened += seconds;
  }

  /** Counts one frame. */
  count(frame: Frame, atSeconds: number): void {
    const channel = this.#channel(frame.channelMhz > 0 ? frame.channelMhz : 0);
    if (channel === undefined) return;
    const gap = atSeconds - this.#lastAt;
    this.#lastAt = atSeconds;
    if (channel !== this.#last) this.#last = channel;
    else if (!this.#isTold && gap > 0 && gap <= LISTENING_GAP_SECONDS) channel.secondsListened += gap;
    if (frame.type === 0) {
      channel.management++;
      const { kind } = frame;
      if (kind === FrameKind.probeRequest) channel.probeRequests++;
      if (kind === FrameKind.beacon || kind === FrameKind.probeResponse)
        this.#add(channel.accessPoints, frame.transmitter);
      else if (
        kind === FrameKind.probeRequest ||
        kind === FrameKind.associationRequest ||
        kind === FrameKind.reassociationRequest
      )
        this.#add(channel.stations, frame.transmitter);
    } else if (frame.type === 2) {
      channel.data++;
      if (frame.toDs !== frame.fromDs)
        this.#add(frame.toDs ? channel.stations : channel.accessPoints, frame.transmitter);
    } else channel.control++;
  }

  /** The minute that is over, or undefined when the current one goes on (or nothing was heard). */
  turn(atSeconds: number): Census | undefined {
    const minute = Math.floor(atSeconds / 60);
    if (minute === this.#minute) return undefined;
    // What was listened to before the clock ran belongs to the first minute.
    const census = Number.isNaN(this.#minute) ? undefined : this.#take();
    this.#minute = minute;
    if (!(Math.abs(minute * 60 - this.#keySince) < KEY_SECONDS)) {
      this.#hash.newKey();
      this.#keySince = minute * 60;
    }
    return census;
  }

  /** What was counted of the minute that is not over, at the end of a capture. */
  flush(): Census | undefined {
    return this.#take();
  }

  #take(): Census | undefined {
    this.#hash.flush();
    const at = timestamp(this.#minute * 60);
    const minutes: CensusMinute[] = [...this.#channels.values()].map((it) => ({
      minute: at,
      channelMhz: it.channelMhz,
      secondsListened: Math.min(60, Math.round(it.secondsListened * 10) / 10),
      management: it.management,
      control: it.control,
      data: it.data,
      probeRequests: it.probeRequests,
      accessPoints: suppress(it.accessPoints.estimate()),
      stations: suppress(it.stations.estimate()),
    }));
    this.#channels.clear();
    this.#last = undefined;
    return minutes.length === 0 ? undefined : { minutes };
  }

  #channel(channelMhz: number): ChannelMinute | undefined {
    if (this.#last?.channelMhz === channelMhz) return this.#last;
    let channel = this.#channels.get(channelMhz);
    if (channel === undefined) {
      if (this.#channels.size >= CHANNELS) {
        this.#beyond++;
        return undefined;
      }
      channel = {
        channelMhz,
        secondsListened: 0,
        management: 0,
        control: 0,
        data: 0,
        probeRequests: 0,
        accessPoints: new HyperLogLog(),
        stations: new HyperLogLog(),
      };
      this.#channels.set(channelMhz, channel);
    }
    return channel;
  }

  #add(sketch: HyperLogLog, address: number): void {
    this.#hash.hashInto(sketch, address);
  }
}

/** A count that identifies nobody. */
export function suppress(count: number): SuppressedCount {
  return count > 0 && count < SMALL ? { fewerThan: SMALL } : count;
}
