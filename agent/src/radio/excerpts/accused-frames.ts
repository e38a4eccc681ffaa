import { BAND_FROM_DB, type Finding } from "@probewarden/contract";
import type { AccessPoint } from "../air/access-points.ts";
import { individual } from "../dot11/address.ts";
import type { Frame } from "../dot11/frame.ts";
import { FrameKind } from "../dot11/frame-kind.ts";
import type { Subject } from "../judge/subject.ts";
import { nameOf, NO_NAME } from "../venue/network-name.ts";
import { Beside, type BesideFrame } from "./beside.ts";
import { EarlierFrames } from "./earlier-frames.ts";
import { EXCERPTS } from "./figures.ts";
import { FrameLane } from "./frame-lane.ts";
import { SuspectFrames } from "./suspect-frames.ts";
import { endsFirst } from "./worth.ts";

/** Questions of anybody, the latest: which of them a suspect answers is known a moment later. */
const QUESTIONS = 512;
/** What stands in front of a name in a question: the MAC header (9.2.3), Element ID and Length. */
const HEADER_OCTETS = 24;
const ELEMENT_OCTETS = 2;
/** Places of the sieve through which each frame goes: the twelve lowest bits of its addresses. */
const SIEVE = 4_096;

/**
 * The latest frames of those that something is held against, in this process's memory only. A frame is looked at by three octets of a sieve,
 * and no further unless it is accused.
 */
export class AccusedFrames {
  readonly #suspects = new Map<string, SuspectFrames>();
  readonly #byAddress = new Map<number, SuspectFrames[]>();
  readonly #sieve = new Uint8Array(SIEVE);
  readonly #questions = new FrameLane(QUESTIONS, EXCERPTS.questionOctets);
  readonly #askers = new Float64Array(QUESTIONS).fill(-1);
  readonly #names = new Float64Array(QUESTIONS).fill(NO_NAME);
  readonly #orders = new Float64Array(QUESTIONS);
  readonly #earlier = new EarlierFrames();
  readonly beside = new Beside();
  #asked = 0;
  #refused = 0;

  get size(): number {
    return this.#suspects.size;
  }

  /** Suspects of which no frames are kept, because of too many others they are. */
  get refused(): number {
    return this.#refused;
  }

  /** What is kept, suspect by suspect. */
  suspects(): Iterable<SuspectFrames> {
    return this.#suspects.values();
  }

  /**
   * Takes every frame: `order` is its number among all that were heard, `known` what is known of the access point whose beacon or answer
   * it is.
   */
  hear(frame: Frame, order: number, atSeconds: number, known?: AccessPoint): void {
    const { kind } = frame;
    if (kind === FrameKind.probeRequest) this.#ask(frame, order, atSeconds);
    else if (kind === FrameKind.beacon || kind === FrameKind.probeResponse) {
      this.#earlier.hear(frame, known, order, atSeconds);
      if (known !== undefined) this.beside.hear(frame, known, order, atSeconds);
    }
    if (this.#suspects.size === 0) return;
    // -1 and the broadcast address fall into the last place, which an address rarely has.
    const { transmitter, receiver, bssid } = frame;
    if (
      this.#sieve[transmitter & (SIEVE - 1)] === 1 ||
      this.#sieve[receiver & (SIEVE - 1)] === 1 ||
      this.#sieve[bssid & (SIEVE - 1)] === 1
    )
      this.#look(frame, order, atSeconds);
  }

  /**
   * Something is held against a subject from now on: its frames are kept, as far as there is room, from this one on, and those that were kept before
   * anybody knew. `shownBy`: addresses under which it was shown, more than are its own.
   */
  accuse(
    subject: Subject,
    frame: Frame | undefined,
    order: number,
    atSeconds: number,
    shownBy: readonly number[] = [],
  ): void {
    const kept = this.#suspects.get(subject.suspectId) ?? this.#open(subject.suspectId, frame?.channelMhz, atSeconds);
    if (kept === undefined) return;
    // What is observed ten times a second names the same as a rule.
    const named = subject.transmitters.size + subject.targets.size;
    const isFull = kept.addresses.size >= EXCERPTS.addresses;
    if (!isFull && (named !== kept.named || shownBy.some((address) => !kept.shown.has(address)))) {
      const before = new Set(kept.addresses);
      this.#name(kept, subject.transmitters, true);
      this.#name(kept, subject.targets, false);
      this.#name(kept, shownBy, false);
      for (const address of shownBy) if (kept.addresses.has(address)) kept.shown.add(address);
      kept.named = named;
      this.#drawEarlier(kept, before);
    }
    if (frame !== undefined) this.#keep(kept, frame, order, atSeconds);
  }

  /** A finding was told: what is kept of its suspect is worth more by it, or, at its end, nothing. */
  told(finding: Finding): void {
    const kept = this.#suspects.get(finding.suspectId);
    if (kept === undefined) return;
    if (finding.state !== "ended") kept.told.set(finding.findingId, finding);
    else if (kept.told.delete(finding.findingId) && kept.told.size === 0) this.#forget(kept);
  }

  /** Once a second: forgets those that were not heard for long. */
  expire(atSeconds: number): void {
    for (const kept of this.#suspects.values())
      if (Math.abs(atSeconds - kept.lastAtSeconds) > EXCERPTS.idleSeconds) this.#forget(kept);
  }

  /** What was kept of addresses that are a suspect's now and were not before. */
  #drawEarlier(kept: SuspectFrames, before: ReadonlySet<number>): void {
    const fresh = new Set([...kept.addresses].filter((address) => !before.has(address)));
    if (fresh.size === 0) return;
    for (const { kept: it, transmitter, receiver, name, isBeacon } of this.#earlier.of(fresh)) {
      kept.keepEarlier(it, isBeacon);
      if (!kept.own.has(transmitter) && !kept.shown.has(transmitter)) continue;
      if (isBeacon) this.#keepWhoAsked(kept, name, it.order, it.atSeconds);
      else this.#keepAnswered(kept, receiver, name, it.order, it.atSeconds);
    }
  }

  #look(frame: Frame, order: number, atSeconds: number): void {
    for (const address of new Set([frame.transmitter, frame.receiver, frame.bssid])) {
      if (address < 0) continue;
      const all = this.#byAddress.get(address) ?? this.#byAddress.get(individual(address));
      if (all !== undefined) for (const kept of all) this.#keep(kept, frame, order, atSeconds);
    }
  }

  #keep(kept: SuspectFrames, frame: Frame, order: number, atSeconds: number): void {
    if (!kept.keep(frame, order, atSeconds) || !kept.addresses.has(individual(frame.transmitter))) return;
    if (frame.kind === FrameKind.beacon) this.#keepWhoAsked(kept, nameOf(frame), order, atSeconds);
    else if (frame.kind === FrameKind.probeResponse)
      this.#keepAnswered(kept, frame.receiver, nameOf(frame), order, atSeconds);
    else this.#keepQuestions(kept, atSeconds, (place) => this.#askers[place] === frame.receiver);
  }

  /** Who asked last for the name that a suspect begins to beacon. */
  #keepWhoAsked(kept: SuspectFrames, name: number, order: number, atSeconds: number): void {
    if (name !== NO_NAME && kept.isNewName(name, atSeconds))
      this.#keepLatestQuestion(kept, order, atSeconds, (place) => this.#names[place] === name);
  }

  /** The question that is answered: of the receiver's latest for this name, or for any. */
  #keepAnswered(kept: SuspectFrames, receiver: number, name: number, order: number, atSeconds: number): void {
    const isAskers = (place: number): boolean => this.#askers[place] === receiver;
    this.#keepLatestQuestion(kept, order, atSeconds, (place) => isAskers(place) && this.#names[place] === name);
    this.#keepLatestQuestion(kept, order, atSeconds, isAskers);
  }

  /** The latest question of those that came before a frame: the way back to it is short. */
  #keepLatestQuestion(kept: SuspectFrames, order: number, atSeconds: number, isIt: (place: number) => boolean): void {
    for (let back = 1; back <= this.#questions.size; back++) {
      const place = (this.#asked - back + QUESTIONS) % QUESTIONS;
      if (this.#orders[place]! >= order || !isIt(place)) continue;
      if (kept.knowsQuestion(this.#orders[place]!)) return;
      const question = this.#questions.at(place);
      if (Math.abs(atSeconds - question.atSeconds) <= EXCERPTS.answerSeconds) kept.keepQuestion(question);
      return;
    }
  }

  /** All questions of whom a suspect addresses otherwise than by an answer. */
  #keepQuestions(kept: SuspectFrames, atSeconds: number, isIt: (place: number) => boolean): void {
    for (let place = 0; place < this.#questions.size; place++) {
      if (!isIt(place) || kept.knowsQuestion(this.#orders[place]!)) continue;
      const question = this.#questions.at(place);
      if (Math.abs(atSeconds - question.atSeconds) <= EXCERPTS.answerSeconds) kept.keepQuestion(question);
    }
  }

  #ask(frame: Frame, order: number, atSeconds: number): void {
    // A name that does not stand first is no question that anybody answers.
    const length = HEADER_OCTETS + (frame.ssidStart < 0 ? 0 : ELEMENT_OCTETS + frame.ssidLength);
    this.#askers[this.#asked] = frame.transmitter;
    this.#names[this.#asked] = nameOf(frame);
    this.#orders[this.#asked] = order;
    this.#asked = (this.#asked + 1) % QUESTIONS;
    this.#questions.push(frame, length, order, atSeconds);
  }

  #open(suspectId: string, channelMhz: number | undefined, atSeconds: number): SuspectFrames | undefined {
    if (this.#suspects.size >= EXCERPTS.suspects && !this.#makeRoom()) {
      this.#refused++;
      return undefined;
    }
    const kept = new SuspectFrames(suspectId, atSeconds);
    kept.beside = this.#besideNow(channelMhz);
    this.#suspects.set(suspectId, kept);
    return kept;
  }

  /** Of the access points that stand beside, on the suspect's channel if there is one. Copies: what is kept goes on, and these are from before. */
  #besideNow(channelMhz: number | undefined): BesideFrame[] {
    const all = [...this.beside.frames()].toSorted((a, b) => a.kept.order - b.kept.order);
    const own = all.filter(({ kept }) => kept.channelMhz === channelMhz);
    return endsFirst(own.length > 0 ? own : all)
      .slice(0, EXCERPTS.besideBefore)
      .map(({ kept, transmitter }) => ({ transmitter, kept: { ...kept, octets: kept.octets.slice() } }));
  }

  /** Of those that nothing was told about from `suspected` up, the one that was heard longest ago goes. */
  #makeRoom(): boolean {
    let oldest: SuspectFrames | undefined;
    for (const kept of this.#suspects.values())
      if (!isSuspected(kept) && (oldest === undefined || kept.lastAtSeconds < oldest.lastAtSeconds)) oldest = kept;
    if (oldest === undefined) return false;
    this.#refused++;
    this.#forget(oldest);
    return true;
  }

  /** Two that turn out to have one transmitter are one radio; a network that both hit is no sign of that. */
  #name(kept: SuspectFrames, addresses: Iterable<number>, isOwn: boolean): void {
    for (const address of addresses) {
      if (kept.addresses.size >= EXCERPTS.addresses) return;
      if (kept.addresses.has(address)) continue;
      const all = this.#byAddress.get(address) ?? [];
      if (isOwn) for (const other of all) if (other.own.has(address)) this.#absorb(kept, other);
      if (isOwn) kept.own.add(address);
      const now = this.#byAddress.get(address) ?? [];
      if (now.length >= EXCERPTS.suspectsOfOne) continue;
      kept.addresses.add(address);
      this.#byAddress.set(address, [...now, kept]);
      this.#sieve[address & (SIEVE - 1)] = 1;
    }
  }

  #absorb(kept: SuspectFrames, other: SuspectFrames): void {
    if (kept === other) return;
    kept.absorb(other);
    this.#forget(other);
  }

  #forget(kept: SuspectFrames): void {
    this.#suspects.delete(kept.suspectId);
    for (const address of kept.addresses) {
      const others = (this.#byAddress.get(address) ?? []).filter((it) => it !== kept);
      if (others.length > 0) this.#byAddress.set(address, others);
      else this.#byAddress.delete(address);
    }
    this.#sieve.fill(0);
    for (const address of this.#byAddress.keys()) this.#sieve[address & (SIEVE - 1)] = 1;
  }
}

/** Whether a finding about it stands at `suspected` or above. */
export function isSuspected(kept: SuspectFrames): boolean {
  for (const { scoreDb } of kept.told.values()) if (scoreDb >= BAND_FROM_DB.suspected) return true;
  return false;
}
