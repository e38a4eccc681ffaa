import { BAND_FROM_DB, type Finding } from "@probewarden/contract";
import { individual } from "../dot11/address.ts";
import type { Frame } from "../dot11/frame.ts";
import { FrameKind } from "../dot11/frame-kind.ts";
import type { Subject } from "../judge/subject.ts";
import { nameOf, NO_NAME } from "../venue/network-name.ts";
import { EXCERPTS } from "./figures.ts";
import { FrameLane } from "./frame-lane.ts";
import { SuspectFrames } from "./suspect-frames.ts";

/** Questions of anybody, the latest: which of them a suspect answers is known a moment later. */
const QUESTIONS = 256;
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

  /** Takes every frame: `order` is its number among all that were heard. */
  hear(frame: Frame, order: number, atSeconds: number): void {
    if (frame.kind === FrameKind.probeRequest) this.#ask(frame, order, atSeconds);
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

  /** Something is held against a subject from now on: its frames are kept, as far as there is room, from this one on. */
  accuse(subject: Subject, frame: Frame | undefined, order: number, atSeconds: number): void {
    const kept = this.#suspects.get(subject.suspectId) ?? this.#open(subject.suspectId, atSeconds);
    if (kept === undefined) return;
    // What is observed ten times a second names the same as a rule.
    const named = subject.transmitters.size + subject.targets.size;
    if (named !== kept.named) {
      this.#name(kept, subject.transmitters, true);
      this.#name(kept, subject.targets, false);
      kept.named = named;
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

  #look(frame: Frame, order: number, atSeconds: number): void {
    for (const address of new Set([frame.transmitter, frame.receiver, frame.bssid])) {
      if (address < 0) continue;
      const all = this.#byAddress.get(address) ?? this.#byAddress.get(individual(address));
      if (all !== undefined) for (const kept of all) this.#keep(kept, frame, order, atSeconds);
    }
  }

  #keep(kept: SuspectFrames, frame: Frame, order: number, atSeconds: number): void {
    if (kept.keep(frame, order, atSeconds) && kept.addresses.has(individual(frame.transmitter)))
      this.#keepQuestions(kept, frame, atSeconds);
  }

  /** What the receiver of a suspect's frame had asked before, and who asked for the name that it advertises. */
  #keepQuestions(kept: SuspectFrames, frame: Frame, atSeconds: number): void {
    const name = frame.kind === FrameKind.beacon ? nameOf(frame) : NO_NAME;
    const { size } = this.#questions;
    for (let place = 0; place < size; place++) {
      if (this.#askers[place] !== frame.receiver && (name === NO_NAME || this.#names[place] !== name)) continue;
      const question = this.#questions.at(place);
      if (Math.abs(atSeconds - question.atSeconds) > EXCERPTS.answerSeconds) continue;
      if (!kept.knowsQuestion(question.order)) kept.keepQuestion(question);
    }
  }

  #ask(frame: Frame, order: number, atSeconds: number): void {
    // A name that does not stand first is no question that anybody answers.
    const length = HEADER_OCTETS + (frame.ssidStart < 0 ? 0 : ELEMENT_OCTETS + frame.ssidLength);
    this.#askers[this.#asked] = frame.transmitter;
    this.#names[this.#asked] = nameOf(frame);
    this.#asked = (this.#asked + 1) % QUESTIONS;
    this.#questions.push(frame, length, order, atSeconds);
  }

  #open(suspectId: string, atSeconds: number): SuspectFrames | undefined {
    if (this.#suspects.size >= EXCERPTS.suspects && !this.#makeRoom()) {
      this.#refused++;
      return undefined;
    }
    const kept = new SuspectFrames(suspectId, atSeconds);
    this.#suspects.set(suspectId, kept);
    return kept;
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
