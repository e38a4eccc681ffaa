import { LevelSpread } from "../../air/level-spread.ts";
import { Answers } from "./answers.ts";
import { RankedAddresses } from "../../air/ranked-addresses.ts";
import { RecentTimes } from "../../air/recent-times.ts";
import { AUTHENTICATION_FLOOD } from "./figures.ts";

/** Applicants remembered at once. A flood fills it within a second, and is a flood by then; an ordinary minute has some tens. */
const APPLICANTS = 512;
/** Of those that went on, so many stay when room is needed: enough to know their share. */
const KEPT_OF_OTHERS = 128;

/** Ranks: asked and did nothing else, never heard before or heard before; and who went on, or came back. */
const LONE = 0;
const LONE_KNOWN = 1;
const WENT_ON = 2;
/** A second request after so long is another try, of somebody who wants to come in. */
const TRY_SECONDS = 2;
/** Numbers of two requests are compared when they are no further apart, and pairs are counted for about so many. */
const PAIR_SECONDS = 1;
const PAIRS_KEPT = 64;
/** Numbers have 12 bits (9.2.4.4.2); one counter goes on by a few from one frame to the next. */
const NUMBERS = 4096;
const NEXT = 3;
/** One frame that is heard twice, or sent again, is over within this time. */
const REPETITION_SECONDS = 0.1;

/**
 * Addresses that asked to be let in lately, and whether they did anything else. All in arrays of numbers: a flood of new addresses costs
 * the same few steps a frame, allocates nothing, and pushes out its own.
 */
export class Applicants {
  readonly #ranked: RankedAddresses;
  readonly #at = new Float64Array(APPLICANTS);
  readonly #firstAt = new Float64Array(APPLICANTS);
  readonly #levels = new Float64Array(APPLICANTS);
  readonly #targets = new Float64Array(APPLICANTS);
  readonly #numbers = new Int16Array(APPLICANTS);
  readonly #isAuthenticating = new Uint8Array(APPLICANTS);
  readonly #seconds = new Float64Array(APPLICANTS);
  readonly #inSecond = new Uint16Array(APPLICANTS);
  readonly #busySeconds = new Uint8Array(APPLICANTS);
  /** Whether it was ever heard sending something else. */
  readonly #didOther = new Uint8Array(APPLICANTS);
  readonly #answers = new Answers(APPLICANTS);
  readonly #spread = new LevelSpread();
  readonly #times = new RecentTimes(AUTHENTICATION_FLOOD.burst);
  /** Whose request was taken last. */
  #latest = -1;
  #before = -1;
  #beforeAt = -Infinity;
  #pairs = 0;
  #inLine = 0;
  #forgotten = 0;
  #markedAt = -Infinity;
  #markedSize = 0;
  #wentOnSinceMark = 0;
  /** Levels of those frames by which they went on. */
  #wentOnLevels = new LevelSpread();
  #goneForGood = 0;
  /** Of the lone ones, those that were answered in time, and those that acknowledged nothing; and of all that did nothing else the latter. */
  #answered = 0;
  #deaf = 0;
  #deafOfAll = 0;
  /** Whether the address of the latest request asks faster than any station, and the most that one had in a second. */
  isRepeating = false;
  mostInSecond = 0;

  constructor(seed = 0) {
    this.#ranked = new RankedAddresses(APPLICANTS, 3, seed);
  }

  /** Applicants that had to make room. */
  get forgotten(): number {
    return this.#forgotten;
  }

  get size(): number {
    return this.lone + this.#ranked.count(LONE_KNOWN) + this.wentOn;
  }

  /** Those that were never heard before and did nothing else. */
  get lone(): number {
    return this.#ranked.count(LONE);
  }

  get wentOn(): number {
    return this.#ranked.count(WENT_ON);
  }

  /** Takes a request; false when it is a repetition. `isNew`: the address was not heard as a station before. */
  ask(
    address: number,
    target: number,
    sequence: number,
    rssiDbm: number,
    isRetry: boolean,
    isNew: boolean,
    at: number,
  ): boolean {
    const known = this.#ranked.find(address);
    this.isRepeating = false;
    this.#latest = known;
    if (known >= 0) return this.#askAgain(known, sequence, isRetry, at);
    if (this.size >= APPLICANTS) this.#makeRoom();
    const place = this.#ranked.add(address, isNew ? LONE : LONE_KNOWN);
    this.#at[place] = at;
    this.#firstAt[place] = at;
    this.#levels[place] = rssiDbm;
    this.#targets[place] = target;
    this.#latest = place;
    this.#numbers[place] = sequence;
    this.#isAuthenticating[place] = 0;
    this.#seconds[place] = at;
    this.#inSecond[place] = 1;
    this.#busySeconds[place] = 0;
    this.#didOther[place] = 0;
    this.#answers.begin(place);
    if (isNew) this.#spread.add(rssiDbm);
    this.#times.add(at);
    this.#pair(sequence, at);
    return true;
  }

  /**
   * What the latest request asked for, where nobody's data are heard: whoever authenticated and then asks for an association (11.3.5) has
   * gone on as far as can be heard.
   */
  askedFor(isAssociation: boolean, rssiDbm: number): void {
    if (!isAssociation) this.#isAuthenticating[this.#latest] = 1;
    else if (this.#isAuthenticating[this.#latest] === 1) this.#hearOther(this.#latest, rssiDbm);
  }

  /** A frame of another kind: whoever sends it does something else than asking. */
  hearOther(address: number, rssiDbm: number): void {
    const place = this.#ranked.find(address);
    if (place < 0) return;
    this.#didOther[place] = 1;
    this.#hearOther(place, rssiDbm);
  }

  #hearOther(place: number, rssiDbm: number): void {
    if (this.#ranked.rank(place) !== WENT_ON && this.#firstAt[place]! <= this.#markedAt) {
      this.#wentOnSinceMark++;
      this.#wentOnLevels.add(rssiDbm);
    }
    this.#goOn(place);
  }

  /** What an access point says to an applicant, or says again because nobody acknowledged it. */
  hearAnswer(address: number, sequence: number, isRetry: boolean, at: number): void {
    const place = this.#ranked.find(address);
    if (place >= 0 && this.#didOther[place] === 0)
      this.#answers.hear(place, sequence, isRetry, at - this.#at[place]!, at);
  }

  /** Counts who acknowledges what it is answered: looks at each once. */
  lookOver(): void {
    this.#answered = 0;
    this.#deaf = 0;
    this.#deafOfAll = 0;
    for (let place = 0; place < APPLICANTS; place++) {
      const rank = this.#ranked.rank(place);
      if (rank < 0 || this.#didOther[place] === 1 || !this.#answers.isAnswered(place)) continue;
      const isDeaf = this.#answers.isDeaf(place);
      if (isDeaf) this.#deafOfAll++;
      if (rank !== LONE) continue;
      this.#answered++;
      if (isDeaf) this.#deaf++;
    }
  }

  /** How many were answered in time and acknowledged nothing, as of when they were looked over. */
  get deaf(): number {
    return this.#deafOfAll;
  }

  /** Whether nobody is behind the addresses, as far as nobody acknowledges what they are answered: many that are new, or few that are answered again and again. */
  areNotThere(at: number): boolean {
    const { deaf, deafShare, answered } = AUTHENTICATION_FLOOD;
    if (this.#deaf >= deaf && this.#deaf >= deafShare * this.#answered) return true;
    return this.#deafOfAll >= answered && this.#answers.areToNobody(at);
  }

  /** Whether those that did nothing else acknowledged what they were answered, and stand about as a crowd does. */
  get areThere(): boolean {
    const { there, levelShare } = AUTHENTICATION_FLOOD;
    const acknowledged = this.#answered - this.#deaf;
    return acknowledged >= there && acknowledged > this.#deaf && this.together < levelShare;
  }

  /** Of the lone ones, those that had the time to come back and did not, by the latest second. */
  get goneForGood(): number {
    return this.#goneForGood;
  }

  /** Once a second: forgets who asked longer ago than is counted, and counts who has not come back. */
  turn(now: number): void {
    for (const rank of [LONE, LONE_KNOWN, WENT_ON])
      for (let place = this.#ranked.first(rank); place >= 0; place = this.#ranked.first(rank)) {
        if (Math.abs(now - this.#at[place]!) <= AUTHENTICATION_FLOOD.windowSeconds) break;
        this.#forget(place);
      }
    this.#goneForGood = 0;
    // As a rule nobody is lone, and then nobody is looked for.
    let left = this.lone;
    for (let place = 0; left > 0; place++) {
      if (this.#ranked.rank(place) !== LONE) continue;
      left--;
      if (now - this.#at[place]! >= AUTHENTICATION_FLOOD.comeBackSeconds) this.#goneForGood++;
    }
  }

  /** From now on it is counted how many of those that have done nothing else do so after all. */
  mark(at: number): void {
    this.#markedAt = at;
    this.#markedSize = this.size - this.wentOn;
    this.#wentOnSinceMark = 0;
    this.#wentOnLevels = new LevelSpread();
  }

  /**
   * Of those that had done nothing else at the mark, the share that did so since; whoever asked later says nothing of them. None where it
   * was all heard at one level: that is what the radio behind them would send to explain itself.
   */
  get turnedOutShare(): number {
    const { size, together } = this.#wentOnLevels;
    if (2 * size >= this.#wentOnSinceMark && together >= AUTHENTICATION_FLOOD.levelShare) return 0;
    return this.#markedSize === 0 ? 0 : this.#wentOnSinceMark / this.#markedSize;
  }

  /** Of all applicants of the window, the share that did nothing else. */
  get loneShare(): number {
    return this.size === 0 ? 0 : 1 - this.wentOn / this.size;
  }

  /** Of the lone ones' levels, the share that lies within ten decibels; zero where the radio did not say it of most. */
  get together(): number {
    return this.#spread.size * 2 < this.lone ? 0 : this.#spread.together;
  }

  /** Of the latest pairs of applicants, the share whose numbers follow each other; zero while there are too few. */
  get inLine(): number {
    return this.#pairs < AUTHENTICATION_FLOOD.pairs ? 0 : this.#inLine / this.#pairs;
  }

  /** Whether so many asked within the last seconds, and most of them did nothing else. */
  isBurst(at: number): boolean {
    const { burst, burstSeconds } = AUTHENTICATION_FLOOD;
    return this.#times.happened(burst, burstSeconds, at) && this.size - this.wentOn >= burst;
  }

  /** Who was asked, by how many of those that did nothing else; looks at each once. */
  targets(): Map<number, number> {
    const targets = new Map<number, number>();
    for (let place = 0; place < APPLICANTS; place++) {
      const rank = this.#ranked.rank(place);
      if (rank !== LONE && rank !== LONE_KNOWN) continue;
      const target = this.#targets[place]!;
      targets.set(target, (targets.get(target) ?? 0) + 1);
    }
    return targets;
  }

  #askAgain(place: number, sequence: number, isRetry: boolean, at: number): boolean {
    const passed = at - this.#at[place]!;
    const isRepetition =
      passed >= 0 && passed < REPETITION_SECONDS && this.#numbers[place] === sequence && (isRetry || passed < 0.002);
    if (isRepetition) return false;
    this.#numbers[place] = sequence;
    if (Math.abs(passed) > TRY_SECONDS) this.#goOn(place);
    this.#at[place] = at;
    if (Math.abs(at - this.#seconds[place]!) >= 1) {
      if (Math.abs(at - this.#seconds[place]!) > AUTHENTICATION_FLOOD.burstSeconds) this.#busySeconds[place] = 0;
      this.#seconds[place] = at;
      this.#inSecond[place] = 0;
    }
    const inSecond = ++this.#inSecond[place]!;
    if (inSecond === AUTHENTICATION_FLOOD.repeated) this.#busySeconds[place]!++;
    this.isRepeating = this.#busySeconds[place]! >= AUTHENTICATION_FLOOD.repeatedSeconds;
    if (this.isRepeating) this.mostInSecond = Math.max(this.mostInSecond, inSecond);
    return true;
  }

  #goOn(place: number): void {
    const rank = this.#ranked.rank(place);
    if (rank === WENT_ON) return;
    if (rank === LONE) this.#spread.remove(this.#levels[place]!);
    this.#ranked.move(place, WENT_ON);
  }

  #pair(sequence: number, at: number): void {
    if (this.#before >= 0 && sequence >= 0 && at - this.#beforeAt <= PAIR_SECONDS) {
      if (this.#pairs >= PAIRS_KEPT) {
        this.#pairs /= 2;
        this.#inLine /= 2;
      }
      this.#pairs++;
      const step = (sequence - this.#before) & (NUMBERS - 1);
      if (step >= 1 && step <= NEXT) this.#inLine++;
    }
    this.#before = sequence;
    this.#beforeAt = at;
  }

  #makeRoom(): void {
    this.#forgotten++;
    const ranks = this.wentOn > KEPT_OF_OTHERS ? [WENT_ON, LONE, LONE_KNOWN] : [LONE, LONE_KNOWN, WENT_ON];
    for (const rank of ranks) {
      const place = this.#ranked.first(rank);
      if (place >= 0) return this.#forget(place);
    }
  }

  #forget(place: number): void {
    if (this.#ranked.rank(place) === LONE) this.#spread.remove(this.#levels[place]!);
    this.#ranked.delete(place);
  }
}
