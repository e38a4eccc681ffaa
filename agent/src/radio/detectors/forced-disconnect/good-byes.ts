import { bitsApart, BROADCAST, isGroup } from "../../dot11/address.ts";
import { onesIn } from "../../dot11/bits.ts";
import type { Frame } from "../../dot11/frame.ts";
import { counterOf, type AccessPoint } from "../../air/access-points.ts";
import { FrameKind } from "../../dot11/frame-kind.ts";
import type { RecentTalk } from "../../air/recent-talk.ts";
import { RecentTimes } from "../../air/recent-times.ts";
import { canFollow, type SequenceCounter } from "../../air/sequence-counter.ts";
import { isAnswer, isToNobodyKnown, saysUnknown } from "./answers.ts";
import { FORCED_DISCONNECT } from "./figures.ts";
import { KeptOn } from "./kept-on.ts";
import { LatestGoodByes } from "./latest-good-byes.ts";
import { OddSenders } from "./odd-senders.ts";
import { endsAgain, partsByTurns, Partings, type Parting } from "./partings.ts";
import { Repetitions } from "./repetitions.ts";

/** Frames to everybody that are closer together belong to one moment: an access point that stops says it once or twice. */
const MOMENT_SECONDS = 0.4;
/** A clock that counts less has just started, and one that began anew did so this much later than before. */
const YOUNG_SECONDS = 60;
const ANEW_SECONDS = 1;
/** Who was just talking did so within this time. */
const TALKED_SECONDS = 10;

/** The I/G bit of an address as a number. */
const GROUP_BIT = 2 ** 40;
/** Damage comes in a few bits, near each other: of an address, and of a number among the next so many of a counter. */
const DAMAGED_BITS = 4;
const HIT_BITS = 2;
const HIT_NUMBERS = 8;
const LAST_NUMBER = 4095;
/** Reasons go up to about 70, and a good-bye is 26 octets long, some vendors' longer: what is beyond both is another frame, a bit of it hit. */
const LAST_REASON = 255;
const LONGEST_OCTETS = 64;

/**
 * The good-byes in one network's name, new frames only, and what about them no access point and no station does. It is another network's
 * when this one was forgotten.
 */
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
  /** Frames that answered one of a station which the sender does not know. */
  answers = 0;
  /** Others to a receiver that had been sent away before, while nobody knew the time. */
  repeated = 0;
  /** A good-bye of somebody who had left, with nobody heard joining in between. */
  readonly partedTwice = new RecentTimes(FORCED_DISCONNECT.partedTwice);
  partedTwiceTimes = 0;
  /** Frames whose sender is a group, or the receiver itself. */
  readonly impossible = new RecentTimes(FORCED_DISCONNECT.impossible);
  impossibleTimes = 0;
  /** Numbers that left the access point's counter, which went on from where it had been. */
  readonly breaks = new RecentTimes(FORCED_DISCONNECT.breaks);
  breakTimes = 0;
  readonly keptOn = new KeptOn();
  readonly partings = new Partings();
  readonly latest = new LatestGoodByes();
  readonly #oddSenders = new OddSenders();
  readonly #repetitions = new Repetitions();
  #second = -Infinity;
  #inSecond = 0;
  #brokenFrom = -1;
  #brokenCounter: SequenceCounter | undefined;
  #startedAt = Number.NaN;
  /** Another start of the clock, that one beacon which may be damaged told. */
  #doubtedAt = Number.NaN;
  #hasTwoClocks = false;
  /** The latest start that its clock told of. */
  #explainedAt = Number.NaN;
  /** Beacons of the clock that began anew, and when the first of them was heard; NaN where none did, or it was judged already. */
  #anewAt = Number.NaN;
  #anewBeacons = 0;

  /** The record is a network's in whose name nothing was said yet. */
  begin(): void {
    this.frames = 0;
    this.at = -Infinity;
    this.times.clear();
    this.moments.clear();
    this.toEverybody = 0;
    this.busySeconds.clear();
    this.inSecondToOne = 0;
    this.answers = 0;
    this.repeated = 0;
    this.partedTwice.clear();
    this.partedTwiceTimes = 0;
    this.impossible.clear();
    this.impossibleTimes = 0;
    this.breaks.clear();
    this.breakTimes = 0;
    this.keptOn.clear();
    this.partings.clear();
    this.latest.clear();
    this.#oddSenders.clear();
    this.#repetitions.clear();
    this.#second = -Infinity;
    this.#inSecond = 0;
    this.#brokenFrom = -1;
    this.#brokenCounter = undefined;
    this.#startedAt = Number.NaN;
    this.#doubtedAt = Number.NaN;
    this.#hasTwoClocks = false;
    this.#explainedAt = Number.NaN;
    this.#anewAt = Number.NaN;
    this.#anewBeacons = 0;
  }

  /** Takes a frame; false when it is a repetition of one before. */
  take(
    frame: Frame,
    network: number,
    known: AccessPoint | undefined,
    talk: RecentTalk,
    at: number,
    timed: boolean,
  ): boolean {
    if (this.#repetitions.take(frame, at)) return false;
    const isFromNetwork = frame.transmitter === network;
    this.latest.take(frame, isFromNetwork ? known : undefined, at);
    if (isFromNetwork && isGroup(frame.receiver) && this.#isStarting(at)) this.latest.explain(at, at);
    this.at = at;
    this.frames++;
    if (timed) this.times.add(at);
    if (isGroup(frame.transmitter) || frame.transmitter === frame.receiver) {
      const isItself =
        hasHitAddress(frame, talk) || hadAnotherAddress(frame, isFromNetwork ? known : undefined, talk, at);
      if (!isItself && this.#oddSenders.isMeant(frame)) {
        this.impossible.add(at);
        this.impossibleTimes++;
      }
      return true;
    }
    if (isFromNetwork && known !== undefined) this.#follow(frame, known, at);
    // Between two others nobody has left the network.
    if (isFromNetwork || frame.receiver === network) this.#part(frame, isFromNetwork, talk, at, timed);
    return true;
  }

  /**
   * The clock of the access point, by one of its beacons. Where it has begun anew the access point was started, and what it said to all
   * then is its own. A clock that goes back to where it was is a second one: somebody forges beacons, and nothing is explained any more.
   * Where damage is not excluded, another clock is one that two beacons tell.
   */
  hearClock(clockSeconds: number, at: number, mayBeDamaged: boolean): void {
    const startedAt = at - clockSeconds;
    const later = startedAt - this.#startedAt;
    if (
      mayBeDamaged &&
      !(Math.abs(later) <= ANEW_SECONDS) &&
      !(Math.abs(startedAt - this.#doubtedAt) <= ANEW_SECONDS)
    ) {
      this.#doubtedAt = startedAt;
      return;
    }
    if (later < -ANEW_SECONDS) {
      this.#hasTwoClocks = true;
      this.#anewAt = Number.NaN;
    }
    this.#anewBeacons++;
    if (Number.isNaN(later) || Math.abs(later) > ANEW_SECONDS) {
      this.#startedAt = startedAt;
      if (clockSeconds < YOUNG_SECONDS && !this.#hasTwoClocks) {
        this.#explain(startedAt);
        this.#anewAt = at;
        this.#anewBeacons = 0;
      }
    }
  }

  /**
   * Whether the access point was surely started anew, around the time `since`; true once a restart. One beacon with a young clock says
   * nothing, for anybody can send it: the old clock must be gone, and the new one run on for a while.
   */
  takeRestart(since: number, at: number): boolean {
    const { restartSeconds, anewSeconds, anewBeacons } = FORCED_DISCONNECT;
    if (!(at - this.#anewAt >= anewSeconds) || this.#anewBeacons < anewBeacons || this.#hasTwoClocks) return false;
    this.#anewAt = Number.NaN;
    this.#explain(this.#startedAt);
    return Math.abs(since - this.#startedAt) <= restartSeconds;
  }

  /** Whether the access point has just been started, by the clock that began anew: what it says to all belongs to that. */
  #isStarting(at: number): boolean {
    return !this.#hasTwoClocks && Math.abs(at - this.#explainedAt) <= FORCED_DISCONNECT.restartSeconds;
  }

  /** Whether its clock began anew within the last minute. */
  #isYoung(at: number): boolean {
    return !this.#hasTwoClocks && Math.abs(at - this.#explainedAt) <= YOUNG_SECONDS;
  }

  #explain(startedAt: number): void {
    this.#explainedAt = startedAt;
    const from = startedAt - FORCED_DISCONNECT.restartSeconds;
    const until = startedAt + FORCED_DISCONNECT.restartSeconds;
    this.moments.forget(from, until);
    this.latest.explain(from, until);
  }

  /** Whose frames they are, by the numbers of the access point's own. */
  #follow(frame: Frame, known: AccessPoint, at: number): void {
    const counter = counterOf(known);
    if (counter === undefined || frame.sequence < 0) return;
    if (this.#brokenFrom >= 0 && (counter !== this.#brokenCounter || counter.value !== this.#brokenFrom)) {
      if (counter === this.#brokenCounter && canFollow(this.#brokenFrom, counter.value)) {
        this.breaks.add(at);
        this.breakTimes++;
      }
      this.#brokenFrom = -1;
    }
    if (frame.mayBeDamaged && isHitNumber(counter.value, frame.sequence)) return;
    if (this.#brokenFrom < 0 && !canFollow(counter.value, frame.sequence)) {
      this.#brokenFrom = counter.value;
      this.#brokenCounter = counter;
    }
  }

  #part(frame: Frame, isFromNetwork: boolean, talk: RecentTalk, at: number, timed: boolean): void {
    const station = isFromNetwork ? frame.receiver : frame.transmitter;
    if (timed) this.keptOn.part(frame, station, at);
    const parting = this.partings.of(station);
    parting.at = at;
    this.inSecondToOne = 0;
    const mine = isFromNetwork ? parting.fromNetwork : parting.toNetwork;
    const other = isFromNetwork ? parting.toNetwork : parting.fromNetwork;
    const isToStranger = isToNobodyKnown(frame, parting.joinedAt, other, talk, at);
    // Who has just been started knows nobody.
    const hasJustStarted = isToStranger && isFromNetwork && this.#isYoung(at);
    if (isAnswer(frame, mine, other, isToStranger, talk, at) || hasJustStarted) {
      this.answers++;
      mine.answeredAt = at;
      mine.isAnswer = true;
      return;
    }
    mine.times++;
    mine.isAnswer = saysUnknown(frame);
    const wasSentAway = mine.times > FORCED_DISCONNECT.sentAwayBefore;
    if (timed) this.#count(parting, wasSentAway, at);
    else if (wasSentAway) this.repeated++;
    // A station that keeps its key asks for a second whether it is meant (SA Query, 11.13) before it gives up: it takes several seconds.
    if (isToStranger) this.inSecondToOne = 0;
    if (station === BROADCAST) {
      this.toEverybody++;
      if (timed && at - this.moments.latest >= MOMENT_SECONDS && !this.#isStarting(at)) this.moments.add(at);
    } else if (!isGroup(station)) {
      const isDisassociation = frame.kind === FrameKind.disassociation;
      // Who answers somebody that it does not know says so in either way, as often as it is spoken to.
      const isAnswering = isToStranger && mine.answers > 0;
      const hasEnded = isDisassociation && !isAnswering && endsAgain(mine, at);
      if (hasEnded || partsByTurns(mine, other, at)) {
        this.partedTwice.add(at);
        this.partedTwiceTimes++;
      }
      if (!isDisassociation) mine.deauthenticatedAt = at;
    }
    mine.at = at;
  }

  /** How many in this second: to this receiver, and to all who were sent away before. */
  #count(parting: Parting, wasSentAway: boolean, at: number): void {
    if (at - parting.second >= 1) {
      parting.second = at;
      parting.inSecond = 0;
    }
    this.inSecondToOne = ++parting.inSecond;
    if (!wasSentAway) return;
    if (at - this.#second >= 1) {
      this.#second = at;
      this.#inSecond = 0;
    }
    if (++this.#inSecond === FORCED_DISCONNECT.burstFrames) this.busySeconds.add(at);
  }
}

/** Whether a frame is a good-bye: a beacon, an action frame or a probe request is one bit away from it (9.2.4.1.3). */
export function isGoodBye(frame: Frame): boolean {
  if (frame.kind !== FrameKind.deauthentication && frame.kind !== FrameKind.disassociation) return false;
  return frame.reasonCode <= LAST_REASON || frame.octets.length <= LONGEST_OCTETS;
}

/**
 * Whether the group bit of a transmitter was hit on the way: without it the address is the BSSID, or somebody's who was just talking. Where
 * damage is not excluded, a few bits beside it may have been hit as well.
 */
function hasHitAddress({ transmitter, receiver, bssid, mayBeDamaged }: Frame, talk: RecentTalk): boolean {
  if (!isGroup(transmitter)) return false;
  if (mayBeDamaged && !isGroup(bssid) && bitsApart(transmitter, bssid) <= DAMAGED_BITS) return true;
  const without = transmitter - GROUP_BIT;
  return without === bssid || talk.spokeAt(without, receiver) > -Infinity;
}

/**
 * Whether a group address stands for somebody's, as in a recording that was published under other addresses: it beacons when it should, or it was just
 * talking with the receiver, which nobody does under an address that nobody can have.
 */
function hadAnotherAddress(
  { transmitter, receiver }: Frame,
  known: AccessPoint | undefined,
  talk: RecentTalk,
  at: number,
): boolean {
  if (!isGroup(transmitter) || transmitter === receiver) return false;
  return known?.beat?.isPunctual === true || at - talk.spokeAt(transmitter, receiver) <= TALKED_SECONDS;
}

/** Whether a number is one of the next of a counter with a wrong bit or two. Of numbers by chance one in eight is. */
function isHitNumber(before: number, number: number): boolean {
  for (let ahead = 0; ahead <= HIT_NUMBERS; ahead++)
    if (onesIn(((before + ahead) & LAST_NUMBER) ^ number) <= HIT_BITS) return true;
  return false;
}
