import { onesIn } from "../../dot11/bits.ts";
import { hashAddress } from "../../dot11/hash-address.ts";
import { RankedRecords } from "../../air/ranked-records.ts";
import { BROADCAST, individual, isGroup } from "../../dot11/address.ts";
import { FrameKind } from "../../dot11/frame-kind.ts";
import { FrameType } from "../../dot11/frame-types.ts";
import type { Frame } from "../../dot11/frame.ts";
import type { DetectorContext } from "../detector.ts";
import { PUBLIC_NAME_LURE } from "./figures.ts";

/** Bounds: open public networks followed at once, and those of them in which stations asked in more seconds stay. */
const NETWORKS = 64;
const RANKS = 64;
/** 10.3.2.11: an acknowledgement follows after SIFS; drivers stamp frames by up to some milliseconds late. */
const ACK_SECONDS = 0.005;
/** Subtypes of data frames that carry nothing have this bit (Table 9-1). */
const CARRIES_NOTHING = 0b0100;
/** 9.3.3.6: the status of an association response follows its header and the capabilities. */
const STATUS_AT = 26;

/** What passed between one network and its stations; no address but its own is kept. */
interface Traffic {
  bssid: number;
  /** When it was begun, and what had been listened to its channel by then. */
  since: number;
  channelMhz: number;
  listened: number;
  heardAt: number;
  /** When it sent a frame to one receiver whose acknowledgement was not heard yet. */
  sentAt: number;
  /** Of the station that it lets in, one bit by its address, 0 where it lets in nobody. */
  letsIn: number;
  /** The bits of all that were let in, and acknowledged it: a device that joins again and again is one, and none is kept. */
  joined: number;
  /** Seconds in which a station asked for something, and in which anything came; the latest of each. */
  asked: number;
  askedSecond: number;
  answered: number;
  answeredSecond: number;
}

/** What is known of a network to which stations were let in, and which gives them nothing. */
export interface Silence {
  /** Stations that were let in, at least. */
  joined: number;
  asked: number;
  answered: number;
  listened: number;
}

/**
 * Whether open networks under public names give their stations anything. Frames to a station go at rates and widths that a sensor often cannot
 * read. But whoever gets one acknowledges it (10.3.2.11), a block of them by a block acknowledgement, at 24 Mb/s at most, so that it is read of
 * each station that is as loud as what is counted here: an acknowledgement to a network of which no frame was heard a moment before is of a
 * frame that was missed, and counts as an answer. Of a network whose stations' acknowledgements are not heard, nothing is said. Questions and
 * answers are counted by the second, so neither blocks of frames nor hops make one of them more than the other.
 */
export class Forwarding {
  readonly #networks: RankedRecords<Traffic>;
  /** How many there are by the last octet of their address: of nearly every frame this is all that is asked. */
  readonly #lastOctets = new Uint8Array(256);
  readonly #seed: number;

  constructor(seed = 0) {
    this.#seed = seed;
    this.#networks = new RankedRecords({ capacity: NETWORKS, ranks: RANKS, make: emptyTraffic, seed });
  }

  get forgotten(): number {
    return this.#networks.forgotten;
  }

  /** Follows a network from its beacons on, anew after a while. */
  follow({ bssid, channelMhz }: Frame, { atSeconds: at, listenedTime }: DetectorContext): void {
    let it = this.#networks.get(bssid);
    if (it?.channelMhz === channelMhz && Math.abs(at - it.since) <= PUBLIC_NAME_LURE.trafficSeconds) {
      it.heardAt = at;
      return;
    }
    it ??= this.#networks.meet(bssid);
    Object.assign(it, emptyTraffic(), { bssid, channelMhz, since: at, heardAt: at });
    it.listened = listenedTime.on(channelMhz);
    this.#networks.renew(bssid);
    this.#noteOctets();
  }

  /** Forgets who is not heard any more. */
  expire(at: number): void {
    const before = this.#networks.size;
    this.#networks.expire((it) => Math.abs(at - it.heardAt) > PUBLIC_NAME_LURE.trafficSeconds);
    if (this.#networks.size !== before) this.#noteOctets();
  }

  /** Takes any frame but a beacon. */
  hear(frame: Frame, context: DetectorContext): void {
    if (this.#networks.size === 0) return;
    const { receiver } = frame;
    // The group bit of an RTS's transmitter says that its bandwidth is told in the scrambler (9.2.4.3.8).
    const transmitter = frame.kind === FrameKind.rts ? individual(frame.transmitter) : frame.transmitter;
    if (this.#lastOctets[receiver & 255] !== 0) {
      const it = this.#networks.get(receiver);
      if (it !== undefined) this.#hearTo(it, frame, context.atSeconds);
    }
    if (transmitter < 0 || this.#lastOctets[transmitter & 255] === 0) return;
    const it = this.#networks.get(transmitter);
    if (it !== undefined) hearFrom(it, frame, context, this.#seed);
  }

  /** What a network's stations got, where they asked for long enough and got hardly anything; undefined where it is not known to be so. */
  silenceOf(bssid: number, { listenedTime }: DetectorContext): Silence | undefined {
    const it = this.#networks.get(bssid);
    if (it === undefined) return undefined;
    const { joinedStations, askedSeconds, answeredShare, trafficListenedSeconds } = PUBLIC_NAME_LURE;
    const { asked, answered } = it;
    const joined = onesIn(it.joined);
    const listened = listenedTime.on(it.channelMhz) - it.listened;
    const isAsked = joined >= joinedStations && asked >= askedSeconds && listened >= trafficListenedSeconds;
    return isAsked && answered <= answeredShare * asked ? { joined, asked, answered, listened } : undefined;
  }

  /** A frame to the network: a station asks for something, or acknowledges what was heard, or was not. */
  #hearTo(it: Traffic, frame: Frame, at: number): void {
    const { kind, type, subtype, destination, toDs, fromDs, rssiDbm } = frame;
    // A block acknowledgement is of data, whether they were read or not.
    if (kind === FrameKind.blockAck) return answer(it, at);
    if (kind === FrameKind.ack) {
      const isOfHeard = Math.abs(at - it.sentAt) <= ACK_SECONDS;
      if (isOfHeard) it.joined |= it.letsIn;
      if (!isOfHeard) answer(it, at);
      it.sentAt = -Infinity;
      it.letsIn = 0;
      return;
    }
    if (type !== FrameType.Data || !toDs || fromDs || (subtype & CARRIES_NOTHING) !== 0) return;
    // Nobody answers what is for a group, and announcements are made where nothing is forwarded, too.
    if (isGroup(destination) && destination !== BROADCAST) return;
    if (!(rssiDbm >= PUBLIC_NAME_LURE.nearDbm)) return;
    const second = Math.floor(at);
    if (second === it.askedSecond) return;
    it.askedSecond = second;
    it.asked++;
    this.#networks.renew(it.bssid, it.asked);
  }

  #noteOctets(): void {
    this.#lastOctets.fill(0);
    this.#networks.each(({ bssid }) => {
      this.#lastOctets[bssid & 255] = 1;
    });
  }
}

/** A frame of the network itself. */
function hearFrom(it: Traffic, frame: Frame, { atSeconds: at, stations }: DetectorContext, seed: number): void {
  const { kind, type, subtype, receiver, source } = frame;
  const isToOne = !isGroup(receiver);
  if (kind === FrameKind.rts || kind === FrameKind.blockAckRequest) return answer(it, at);
  if (type === FrameType.Management || type === FrameType.Data) {
    it.sentAt = isToOne ? at : -Infinity;
    it.letsIn = isToOne && isLettingIn(frame) ? 1 << (hashAddress(receiver, seed) & 31) : 0;
  }
  if (type !== FrameType.Data || (subtype & CARRIES_NOTHING) !== 0) return;
  // What one station says to all, a closed box repeats to the others as well.
  if (isToOne || !stations.has(source)) answer(it, at);
}

function answer(it: Traffic, at: number): void {
  const second = Math.floor(at);
  if (second === it.answeredSecond) return;
  it.answeredSecond = second;
  it.answered++;
}

/** 9.4.1.9: zero is success. A repetition lets in nobody else. */
function isLettingIn({ kind, octets, retry }: Frame): boolean {
  const isAnswer = kind === FrameKind.associationResponse || kind === FrameKind.reassociationResponse;
  return isAnswer && !retry && octets[STATUS_AT] === 0 && octets[STATUS_AT + 1] === 0;
}

function emptyTraffic(): Traffic {
  return {
    bssid: -1,
    since: Number.NaN,
    channelMhz: -1,
    listened: 0,
    heardAt: Number.NaN,
    sentAt: -Infinity,
    letsIn: 0,
    joined: 0,
    asked: 0,
    askedSecond: Number.NaN,
    answered: 0,
    answeredSecond: Number.NaN,
  };
}
