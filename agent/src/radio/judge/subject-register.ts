import type { Observation, SubjectKey } from "../detectors/detector.ts";
import { identifier, isOpen, newSubject, type Subject } from "./subject.ts";

/** Subjects at once. Beyond it goes the one that was silent longest of those that were never told; what was told stays until it ends. */
const CAPACITY = 512;
/** Subjects behind addresses that may not leave, at once. Nobody can tell them apart on a screen, and whoever invents addresses has many. */
const UNNAMED = 8;

/** No address, and not the network that somebody hits. */
const INVENTOR = -1;

/** Who is which subject: one per radio, however many addresses it uses, bounded in number. */
export class SubjectRegister implements Iterable<Subject> {
  readonly #venueSalt: string;
  readonly #subjects = new Map<string, Subject>();
  readonly #byAddress = new Map<number, Subject>();
  /** Who hides behind an address that may not leave, by that address. */
  readonly #behindUnnamed = new Map<number, Subject>();
  /** By what observations are known by, so that no identifier is computed for each. */
  readonly #byKey = new Map<number, Subject>();
  #unnamed = 0;
  #forgotten = 0;
  #hasResumed = false;

  constructor(venueSalt: string) {
    this.#venueSalt = venueSalt;
  }

  get size(): number {
    return this.#subjects.size;
  }

  get isFull(): boolean {
    return this.#subjects.size >= CAPACITY;
  }

  /** Subjects that had to make room, or found none. */
  get forgotten(): number {
    return this.#forgotten;
  }

  [Symbol.iterator](): IterableIterator<Subject> {
    return this.#subjects.values();
  }

  /** Addresses that are somebody's. */
  addresses(): IterableIterator<number> {
    return this.#byAddress.keys();
  }

  withAddress(address: number): Subject | undefined {
    return this.#byAddress.get(address);
  }

  withId(suspectId: string): Subject | undefined {
    return this.#subjects.get(suspectId);
  }

  /** The subject that an observation is about, where there is one. */
  find({ subject: key, targets }: Observation): Subject | undefined {
    if (key.kind === "transmitter") {
      const known = this.#byAddress.get(key.address);
      if (known !== undefined) return known;
    } else if (key.kind === "hidden") {
      const known = this.#behindUnnamed.get(key.against);
      if (known !== undefined || !targets.includes(key.against)) return known;
    }
    const number = keyOf(key);
    const known = this.#byKey.get(number);
    if (known !== undefined || !this.#hasResumed) return known;
    // One from before a restart is known by its identifier only.
    const resumed = this.#subjects.get(this.#idOf(key));
    if (resumed !== undefined) this.#byKey.set(number, resumed);
    return resumed;
  }

  /** A new subject for an observation that has none, `beyond` the bound too where it stands for many. Undefined: it finds no room, and is counted. */
  open({ subject: key, targets }: Observation, atSeconds: number, beyond = false): Subject | undefined {
    if (!beyond && this.isFull && !this.#makeRoom()) return undefined;
    if (key.kind === "hidden" && !targets.includes(key.against)) return this.#addUnnamed(key.against, atSeconds);
    const subject = this.#addNew(this.#idOf(key), atSeconds);
    this.#byKey.set(keyOf(key), subject);
    return subject;
  }

  /** Takes in a subject that was made elsewhere. */
  add(subject: Subject): void {
    this.#hasResumed = true;
    this.#subjects.set(subject.suspectId, subject);
  }

  /** From now on this address is the subject's. */
  name(subject: Subject, address: number): void {
    subject.transmitters.add(address);
    this.#byAddress.set(address, subject);
  }

  /** The address is not the subject's any more. */
  unnameOne(subject: Subject, address: number): void {
    if (subject.transmitters.delete(address)) this.#byAddress.delete(address);
  }

  /** Its addresses are nobody's any more. */
  unname(subject: Subject): void {
    for (const address of subject.transmitters) this.#byAddress.delete(address);
    subject.transmitters.clear();
  }

  delete(subject: Subject): void {
    this.unname(subject);
    for (const [against, it] of this.#behindUnnamed) if (it === subject) this.#behindUnnamed.delete(against);
    for (const [key, it] of this.#byKey) if (it === subject) this.#byKey.delete(key);
    this.#subjects.delete(subject.suspectId);
  }

  /** The address may be a visitor's. The salt is no secret and addresses are few: a hash would tell it to whoever tries them all. */
  #addUnnamed(against: number, atSeconds: number): Subject | undefined {
    if (this.#behindUnnamed.size >= UNNAMED) {
      this.#forgotten++;
      return undefined;
    }
    const subject = this.#addNew(identifier("s", this.#venueSalt, "unnamed", atSeconds, ++this.#unnamed), atSeconds);
    this.#behindUnnamed.set(against, subject);
    return subject;
  }

  #idOf(key: SubjectKey): string {
    const number = key.kind === "transmitter" ? key.address : key.kind === "hidden" ? key.against : 0;
    return identifier("s", this.#venueSalt, key.kind, number);
  }

  #addNew(suspectId: string, atSeconds: number): Subject {
    const subject = newSubject(suspectId, atSeconds);
    this.#subjects.set(suspectId, subject);
    return subject;
  }

  /** Lets one go of which nothing was told. To let go is not to end: about an open finding nothing is known that would end it. */
  #makeRoom(): boolean {
    let silent: Subject | undefined;
    for (const subject of this.#subjects.values())
      if (!isOpen(subject) && (silent === undefined || subject.lastHeardAt < silent.lastHeardAt)) silent = subject;
    if (silent !== undefined) this.delete(silent);
    this.#forgotten++;
    return silent !== undefined;
  }
}

/** What an observation is known by as one number: who hides is known by the network that it hits, and those are not transmitters' numbers. */
export function keyOf(key: SubjectKey): number {
  if (key.kind === "transmitter") return key.address;
  return key.kind === "hidden" ? -2 - key.against : INVENTOR;
}
