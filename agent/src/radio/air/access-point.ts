import { FrameKind } from "../dot11/frame-kind.ts";
import type { Frame } from "../dot11/frame.ts";
import { SSID_MAX_OCTETS } from "../dot11/elements.ts";
import { nameOf, NO_NAME } from "../venue/network-name.ts";
import { Beat } from "./beat.ts";
import { LEVEL_FIGURES, LevelsByRate, takeFirstRate } from "./levels-by-rate.ts";
import { isFromNextChannel, isOnChannel } from "./own-channel.ts";
import { beginCounter, COUNTER_FIGURES, numbersOfOthers, SequenceCounter, takeNumber } from "./sequence-counter.ts";

/** Weight of a new level in the running mean: about the last twenty frames. */
const LEVEL_SHARE = 0.05;

/** Residence is counted in slots of ten minutes, over the last six. */
export const SLOT_SECONDS = 600;
const SLOTS_MASK = 0b111111;

/** Beacons come ten a second; answers are seldom. */
const FRAMES_GAP_SECONDS = 0.25;
const ANSWERS_GAP_SECONDS = 10;

/** Nearly all that a flood invents is heard once: levels, counters and beat are followed from this advertisement on. */
const FOLLOWED_FROM = 2;

/** What is known of one BSSID that advertised a network. It is another's when this one was forgotten: keep no reference to it. */
export interface AccessPoint {
  readonly bssid: number;
  readonly firstAt: number;
  readonly lastAt: number;
  /** Beacons and probe responses heard. */
  readonly advertisements: number;
  readonly beacons: number;
  /** Running mean level of its advertisements in dBm, heard on its own channel, and how far they scatter; NaN where the radio did not say. */
  readonly levelDbm: number;
  readonly levelVariance: number;
  /** Levels of all its own frames on its own channel, by data rate; from the second advertisement on. */
  readonly levels: LevelsByRate | undefined;
  /** Counter of all its management frames, and of those that its host answers stations with: some radios count beacons apart. Both from the second advertisement on. */
  readonly allFrames: SequenceCounter | undefined;
  readonly answers: SequenceCounter | undefined;
  /** How many numbers its counter had given to others before its latest frame that is no repetition ({@link numbersOfOthers}); none where it is not above 0. */
  readonly numbersOfOthers: number;
  /** Whether its beacons keep their interval; from the first beacon behind the first advertisement on. When that was last asked; NaN before. */
  readonly beat: Beat | undefined;
  readonly beatAt: number;
  /** Key of the latest non-empty name that it advertised, and how many octets it has. */
  readonly name: number;
  readonly nameLength: number;
  /** Its octets: a view, and none where there was no name. */
  readonly nameOctets: Uint8Array;
  readonly channelMhz: number;
  /** Number of the ten-minute slot that it was last heard in, and in which of the six up to there it was: bit 0 is that slot. */
  readonly slot: number;
  readonly slots: number;
  /**
   * Follows its counters by one of its management frames. Deauthentication and disassociation are not for here: others send them in its
   * name. Repetitions keep an older number.
   */
  counted(frame: Frame, atSeconds: number): void;
}

/**
 * All numbers of an access point stand in a row, and the octets of its name behind them: four lines of the processor's cache. As properties of
 * objects, each fraction is an object of its own, and each of some twenty is waited for at each beacon of a crowd.
 */
const BSSID = 0;
const FIRST_AT = 1;
const LAST_AT = 2;
const ADVERTISEMENTS = 3;
const BEACONS = 4;
const LEVEL = 5;
const LEVEL_VARIANCE = 6;
const CHANNEL = 7;
const NAME = 8;
const NAME_LENGTH = 9;
const IN_SLOT = 10;
const IN_SLOTS = 11;
const NAME_OCTETS = 12;
const FIGURE_OCTETS = 8;
/** From here on what is followed: of the networks of a flood it is never looked at, nor written. */
const ALL_FRAMES = NAME_OCTETS + SSID_MAX_OCTETS / FIGURE_OCTETS;
const LEVELS = ALL_FRAMES + COUNTER_FIGURES;
const BEAT_AT = LEVELS + LEVEL_FIGURES;
/** 1 from when a beat was shown to be kept: its beacons need not be held against the interval any more. */
const BEAT_IS_KEPT = BEAT_AT + 1;
const OTHERS = BEAT_IS_KEPT + 1;
const ANSWERS = OTHERS + 1;
const RECORD = ANSWERS + COUNTER_FIGURES;

/** Room for the numbers of so many access points. */
export interface AccessPointRoom {
  readonly figures: Float64Array;
  /** The same, octet by octet. */
  readonly octets: Uint8Array;
}

export function roomForAccessPoints(count: number): AccessPointRoom {
  const figures = new Float64Array(count * RECORD);
  return { figures, octets: new Uint8Array(figures.buffer) };
}

/** An access point whose numbers stand in the room for all. */
export class KeptAccessPoint implements AccessPoint {
  readonly #figures: Float64Array;
  readonly #at: number;
  readonly #octets: Uint8Array;
  readonly #nameAt: number;
  #beat: Beat | undefined = undefined;
  /** Made when somebody asks: nearly nobody does. */
  #levels: LevelsByRate | undefined = undefined;
  #allFrames: SequenceCounter | undefined = undefined;
  #answers: SequenceCounter | undefined = undefined;

  constructor(place: number, { figures, octets }: AccessPointRoom) {
    this.#figures = figures;
    this.#at = place * RECORD;
    this.#octets = octets;
    this.#nameAt = (this.#at + NAME_OCTETS) * FIGURE_OCTETS;
  }

  get bssid(): number {
    return this.#figures[this.#at + BSSID]!;
  }

  get firstAt(): number {
    return this.#figures[this.#at + FIRST_AT]!;
  }

  get lastAt(): number {
    return this.#figures[this.#at + LAST_AT]!;
  }

  get advertisements(): number {
    return this.#figures[this.#at + ADVERTISEMENTS]!;
  }

  get beacons(): number {
    return this.#figures[this.#at + BEACONS]!;
  }

  get levelDbm(): number {
    return this.#figures[this.#at + LEVEL]!;
  }

  get levelVariance(): number {
    return this.#figures[this.#at + LEVEL_VARIANCE]!;
  }

  get channelMhz(): number {
    return this.#figures[this.#at + CHANNEL]!;
  }

  get slot(): number {
    return this.#figures[this.#at + IN_SLOT]!;
  }

  get slots(): number {
    return this.#figures[this.#at + IN_SLOTS]!;
  }

  get numbersOfOthers(): number {
    return this.#isFollowed ? this.#figures[this.#at + OTHERS]! : 0;
  }

  get beat(): Beat | undefined {
    return this.#beat;
  }

  get beatAt(): number {
    return this.#isFollowed ? this.#figures[this.#at + BEAT_AT]! : Number.NaN;
  }

  get name(): number {
    return this.#figures[this.#at + NAME]!;
  }

  get nameLength(): number {
    return this.#figures[this.#at + NAME_LENGTH]!;
  }

  get nameOctets(): Uint8Array {
    return this.#octets.subarray(this.#nameAt, this.#nameAt + this.nameLength);
  }

  get levels(): LevelsByRate | undefined {
    return this.#isFollowed ? (this.#levels ??= new LevelsByRate(this.#figures, this.#at + LEVELS)) : undefined;
  }

  get allFrames(): SequenceCounter | undefined {
    if (!this.#isFollowed) return undefined;
    return (this.#allFrames ??= new SequenceCounter(this.#figures, this.#at + ALL_FRAMES));
  }

  get answers(): SequenceCounter | undefined {
    return this.#isFollowed ? (this.#answers ??= new SequenceCounter(this.#figures, this.#at + ANSWERS)) : undefined;
  }

  get #isFollowed(): boolean {
    return this.advertisements >= FOLLOWED_FROM;
  }

  /** The record is a BSSID's of which nothing was heard yet. */
  begin(bssid: number, atSeconds: number): void {
    const figures = this.#figures;
    const at = this.#at;
    figures[at + BSSID] = bssid;
    figures[at + FIRST_AT] = atSeconds;
    figures[at + LAST_AT] = atSeconds;
    figures[at + ADVERTISEMENTS] = 0;
    figures[at + BEACONS] = 0;
    figures[at + LEVEL] = Number.NaN;
    figures[at + LEVEL_VARIANCE] = 0;
    figures[at + CHANNEL] = 0;
    figures[at + NAME] = NO_NAME;
    figures[at + NAME_LENGTH] = 0;
    figures[at + IN_SLOT] = -1;
    figures[at + IN_SLOTS] = 0;
    this.#beat = undefined;
    this.#levels = undefined;
    this.#allFrames = undefined;
    this.#answers = undefined;
  }

  /** It was heard again: from now on it is followed. */
  #beginToFollow(): void {
    const figures = this.#figures;
    const at = this.#at;
    figures.fill(0, at + ALL_FRAMES, at + RECORD);
    beginCounter(figures, at + ALL_FRAMES);
    beginCounter(figures, at + ANSWERS);
    figures[at + BEAT_AT] = Number.NaN;
  }

  /** Takes a beacon or probe response of its own. */
  advertised(frame: Frame, atSeconds: number, isBeacon: boolean): void {
    const figures = this.#figures;
    const at = this.#at;
    figures[at + LAST_AT] = atSeconds;
    const count = ++figures[at + ADVERTISEMENTS]!;
    if (count === FOLLOWED_FROM) this.#beginToFollow();
    const isFollowed = count >= FOLLOWED_FROM;
    if (isFollowed) this.counted(frame, atSeconds);
    if (isBeacon) {
      figures[at + BEACONS]!++;
      if (isFollowed && figures[at + BEAT_IS_KEPT] === 0) this.#hearBeat(frame, atSeconds);
      this.#inSlot(Math.floor(atSeconds / SLOT_SECONDS));
    }
    if (!isFromNextChannel(frame)) {
      if (frame.channelMhz > 0) figures[at + CHANNEL] = frame.channelMhz;
      if (isFollowed) this.#hearLevel(frame, true);
      if (!Number.isNaN(frame.rssiDbm)) this.#learnLevel(frame.rssiDbm);
    }
    if (!this.#hasSameName(frame)) {
      const name = nameOf(frame);
      if (name !== NO_NAME && name !== figures[at + NAME]) this.#takeName(name, frame);
    }
  }

  counted(frame: Frame, atSeconds: number): void {
    if (!this.#isFollowed) return;
    if (!frame.hasTsf && isOnChannel(this, frame)) this.#hearLevel(frame, false);
    const { sequence } = frame;
    const figures = this.#figures;
    if (sequence < 0 || frame.retry || frame.transmitter !== figures[this.#at + BSSID]) return;
    figures[this.#at + OTHERS] = numbersOfOthers(figures, this.#at + ALL_FRAMES, sequence, atSeconds);
    const proves = isAnswer(frame);
    takeNumber(figures, this.#at + ALL_FRAMES, FRAMES_GAP_SECONDS, sequence, atSeconds, proves);
    if (proves) takeNumber(figures, this.#at + ANSWERS, ANSWERS_GAP_SECONDS, sequence, atSeconds, true);
  }

  #hearBeat(frame: Frame, atSeconds: number): void {
    const beat = (this.#beat ??= new Beat());
    beat.hear(frame, atSeconds);
    this.#figures[this.#at + BEAT_AT] = beat.at;
    if (beat.isKept) this.#figures[this.#at + BEAT_IS_KEPT] = 1;
  }

  #hearLevel({ rateKbps, rssiDbm }: Frame, isAdvertisement: boolean): void {
    if (!takeFirstRate(this.#figures, this.#at + LEVELS, rateKbps, rssiDbm, isAdvertisement))
      this.levels?.hear(rateKbps, rssiDbm, isAdvertisement);
  }

  #learnLevel(levelDbm: number): void {
    const figures = this.#figures;
    const at = this.#at;
    const mean = figures[at + LEVEL]!;
    if (Number.isNaN(mean)) {
      figures[at + LEVEL] = levelDbm;
      return;
    }
    const difference = levelDbm - mean;
    figures[at + LEVEL] = mean + LEVEL_SHARE * difference;
    figures[at + LEVEL_VARIANCE]! += LEVEL_SHARE * (difference * difference - figures[at + LEVEL_VARIANCE]!);
  }

  #inSlot(slot: number): void {
    const figures = this.#figures;
    const at = this.#at;
    const passed = slot - figures[at + IN_SLOT]!;
    figures[at + IN_SLOTS] = (passed >= 0 && passed < 6 ? (figures[at + IN_SLOTS]! << passed) & SLOTS_MASK : 0) | 1;
    figures[at + IN_SLOT] = slot;
  }

  /** What nearly every frame is: the name that it had before, octet by octet, whose number is known and need not be worked out. */
  #hasSameName(frame: Frame): boolean {
    const { captured, ssidStart, ssidLength } = frame;
    if (ssidStart < 0 || ssidLength === 0 || ssidLength !== this.#figures[this.#at + NAME_LENGTH]) return false;
    const octets = this.#octets;
    const nameAt = this.#nameAt;
    for (let index = 0; index < ssidLength; index++)
      if (octets[nameAt + index] !== captured[ssidStart + index]) return false;
    frame.nameNumber = this.#figures[this.#at + NAME]!;
    return true;
  }

  /** A copy: the octets of the next frame will stand in the same place. */
  #takeName(name: number, { captured, ssidStart, ssidLength }: Frame): void {
    this.#figures[this.#at + NAME] = name;
    this.#figures[this.#at + NAME_LENGTH] = ssidLength;
    for (let index = 0; index < ssidLength; index++) this.#octets[this.#nameAt + index] = captured[ssidStart + index]!;
  }
}

/** Frames that the same part of an access point makes as makes its good-byes. Beacons and probe responses are often the radio's own. */
function isAnswer({ kind }: Frame): boolean {
  return (
    kind === FrameKind.associationResponse ||
    kind === FrameKind.reassociationResponse ||
    kind === FrameKind.authentication ||
    kind === FrameKind.action
  );
}
