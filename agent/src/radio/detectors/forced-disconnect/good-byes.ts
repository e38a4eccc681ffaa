import { BROADCAST, isGroup } from "../../dot11/address.ts";
import type { Frame } from "../../dot11/frame.ts";
import { counterOf, type AccessPoint } from "../../air/access-points.ts";
import { FrameKind } from "../../dot11/frame-kind.ts";
import { LevelWindow } from "../../air/level-window.ts";
import { RecentTimes } from "../../air/recent-times.ts";
import { canFollow, type SequenceCounter } from "../../air/sequence-counter.ts";
import { FORCED_DISCONNECT } from "./figures.ts";

/** A repetition without Retry bit: the same number within this time (cards that log what they inject show each frame twice). */
const TWICE_SECONDS = 0.002;
/** Frames to everybody that are closer together belong to one moment: an access point that stops says it once or twice. */
const MOMENT_SECONDS = 0.4;
/** Who has left and is not heard joining has not come back within this time, for a station looks for networks first. */
const LEFT_SECONDS = 1;
/** Frames remembered to know repetitions by. */
const REMEMBERED = 8;
/** Stations remembered per network. */
const STATIONS = 64;

/** One station, or everybody, and the network: when either side last said good-bye to the other. */
interface Parting {
  second: number;
  inSecond: number;
  fromNetwork: Direction;
  toNetwork: Direction;
}

interface Direction {
  at: number;
  /** When it last deauthenticated, which ends the association with it (11.3.4.4). */
  deauthenticatedAt: number;
}

/** The good-byes in one network's name, new frames only, and what about them no access point and no station does. */
export class GoodByes {
  frames = 0;
  at = -Infinity;
  readonly times = new RecentTimes(FORCED_DISCONNECT.frames);
  /** Moments at which everybody was sent away. */
  readonly moments = new RecentTimes(FORCED_DISCONNECT.momentsInMinute);
  toEverybody = 0;
  /** Seconds with a burst of new frames, and the most to one station in the second at hand. */
  readonly busySeconds = new RecentTimes(FORCED_DISCONNECT.burstSeconds);
  inSecondToOne = 0;
  /** A good-bye of somebody who had left, with nobody heard joining in between. */
  readonly partedTwice = new RecentTimes(FORCED_DISCONNECT.partedTwice);
  partedTwiceTimes = 0;
  /** Frames whose sender is a group, or the receiver itself. */
  impossible = 0;
  /** Numbers that left the access point's counter, which went on from where it had been. */
  breaks = 0;
  sameNumber = 0;
  readonly levels = new LevelWindow();
  readonly #partings = new Map<number, Parting>();
  #second = -Infinity;
  #inSecond = 0;
  #lastNumber = -1;
  /** The latest frames, to know a repetition by. */
  readonly #numbers = new Float64Array(REMEMBERED).fill(-1);
  readonly #transmitters = new Float64Array(REMEMBERED);
  #brokenFrom = -1;
  #brokenCounter: SequenceCounter | undefined;
  #forgotten = 0;

  get stations(): number {
    return this.#partings.size;
  }

  /** Stations that found no room, since it was asked last. */
  takeForgotten(): number {
    const forgotten = this.#forgotten;
    this.#forgotten = 0;
    return forgotten;
  }

  /** Takes a frame; false when it is a repetition of the one before. */
  take(frame: Frame, network: number, known: AccessPoint | undefined, at: number): boolean {
    if (this.#isRepetition(frame, at)) return false;
    this.sameNumber = frame.sequence === this.#lastNumber ? this.sameNumber + 1 : 1;
    this.#lastNumber = frame.sequence;
    this.#numbers[this.frames % REMEMBERED] = frame.sequence;
    this.#transmitters[this.frames % REMEMBERED] = frame.transmitter;
    this.at = at;
    this.frames++;
    this.times.add(at);
    if (isGroup(frame.transmitter) || frame.transmitter === frame.receiver) {
      this.impossible++;
      return true;
    }
    const isFromNetwork = frame.transmitter === network;
    if (isFromNetwork) this.#attribute(frame, known);
    this.#countSecond(at);
    // Between two others nobody has left the network.
    if (isFromNetwork || frame.receiver === network) this.#part(frame, isFromNetwork, at);
    return true;
  }

  /** When this station and the network last parted, one way or the other; minus infinity when they did not, or it is forgotten. */
  partedAt(station: number): number {
    const parting = this.#partings.get(station);
    return parting === undefined || isGroup(station) ? -Infinity : parting.second;
  }

  /** A station joins, or tries to: it may part again. */
  join(station: number): void {
    const parting = this.#partings.get(station);
    if (parting === undefined) return;
    parting.fromNetwork = never();
    parting.toNetwork = never();
  }

  /** A frame marked as a repetition is a new one when the first was missed. Several queues may repeat by turns. */
  #isRepetition(frame: Frame, at: number): boolean {
    const { sequence, transmitter, retry } = frame;
    if (!retry && at - this.at >= TWICE_SECONDS) return false;
    const remembered = retry ? REMEMBERED : 1;
    for (let back = 1; back <= remembered; back++) {
      const index = (this.frames - back + REMEMBERED) % REMEMBERED;
      if (this.#numbers[index] === sequence && this.#transmitters[index] === transmitter) return true;
    }
    return false;
  }

  /** Whose frames they are: levels and numbers to hold against the access point's own. */
  #attribute(frame: Frame, known: AccessPoint | undefined): void {
    const isOnChannel = known === undefined || known.channelMhz <= 0 || frame.channelMhz === known.channelMhz;
    if (!Number.isNaN(frame.rssiDbm) && isOnChannel) this.levels.add(frame.rssiDbm);
    const counter = known === undefined ? undefined : counterOf(known);
    if (counter === undefined || frame.sequence < 0) return;
    if (this.#brokenFrom >= 0 && (counter !== this.#brokenCounter || counter.value !== this.#brokenFrom)) {
      if (counter === this.#brokenCounter && canFollow(this.#brokenFrom, counter.value)) this.breaks++;
      this.#brokenFrom = -1;
    }
    if (this.#brokenFrom < 0 && !canFollow(counter.value, frame.sequence)) {
      this.#brokenFrom = counter.value;
      this.#brokenCounter = counter;
    }
  }

  #countSecond(at: number): void {
    if (at - this.#second >= 1) {
      this.#second = at;
      this.#inSecond = 0;
    }
    if (++this.#inSecond === FORCED_DISCONNECT.burstFrames) this.busySeconds.add(at);
  }

  #part(frame: Frame, isFromNetwork: boolean, at: number): void {
    const station = isFromNetwork ? frame.receiver : frame.transmitter;
    const parting = this.#partingOf(station);
    if (at - parting.second >= 1) {
      parting.second = at;
      parting.inSecond = 0;
    }
    this.inSecondToOne = ++parting.inSecond;
    const mine = isFromNetwork ? parting.fromNetwork : parting.toNetwork;
    const other = isFromNetwork ? parting.toNetwork : parting.fromNetwork;
    if (station === BROADCAST) {
      this.toEverybody++;
      if (at - this.moments.latest >= MOMENT_SECONDS) this.moments.add(at);
    } else if (!isGroup(station)) {
      const isDisassociation = frame.kind === FrameKind.disassociation;
      // One side alone may repeat itself: it answers frames of somebody that it does not know (11.3.2, class 2 and 3 frames).
      const bothLeft = at - mine.at <= LEFT_SECONDS && at - other.at <= LEFT_SECONDS;
      // A deauthenticated station has no association that could be ended.
      const leftBefore = isDisassociation && at - mine.deauthenticatedAt <= LEFT_SECONDS;
      if (bothLeft || leftBefore) {
        this.partedTwice.add(at);
        this.partedTwiceTimes++;
      }
      if (!isDisassociation) mine.deauthenticatedAt = at;
    }
    mine.at = at;
  }

  #partingOf(station: number): Parting {
    let parting = this.#partings.get(station);
    if (parting === undefined) {
      if (this.#partings.size >= STATIONS) {
        const [oldest] = this.#partings.keys();
        if (oldest !== undefined) this.#partings.delete(oldest);
        this.#forgotten++;
      }
      parting = { second: -Infinity, inSecond: 0, fromNetwork: never(), toNetwork: never() };
      this.#partings.set(station, parting);
    }
    return parting;
  }
}

function never(): Direction {
  return { at: -Infinity, deauthenticatedAt: -Infinity };
}
