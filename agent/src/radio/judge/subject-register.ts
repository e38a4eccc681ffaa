import type { Observation } from "../detectors/detector.ts";
import { identifier, newSubject, type Subject } from "./subject.ts";

/** Subjects at once; beyond it the one that was silent longest ends. */
const CAPACITY = 512;
/** Subjects behind addresses that may not leave, at once. Nobody can tell them apart on a screen, and whoever invents addresses has many. */
const UNNAMED = 8;

/** Who is which subject: one per radio, however many addresses it uses, bounded in number. */
export class SubjectRegister implements Iterable<Subject> {
  readonly #venueSalt: string;
  readonly #endSilent: (subject: Subject, atSeconds: number) => void;
  readonly #subjects = new Map<string, Subject>();
  readonly #byAddress = new Map<number, Subject>();
  /** Who hides behind an address that may not leave, by that address. */
  readonly #behindUnnamed = new Map<number, Subject>();
  #unnamed = 0;
  #forgotten = 0;

  /** `endSilent` says good-bye to a subject that has to make room, and deletes it here. */
  constructor(venueSalt: string, endSilent: (subject: Subject, atSeconds: number) => void) {
    this.#venueSalt = venueSalt;
    this.#endSilent = endSilent;
  }

  get size(): number {
    return this.#subjects.size;
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

  /** The subject that an observation is about, a new one where there is none. Undefined: it finds no room, and is counted. */
  of({ subject: key, targets }: Observation, atSeconds: number): Subject | undefined {
    const known =
      key.kind === "transmitter"
        ? this.#byAddress.get(key.address)
        : key.kind === "hidden"
          ? this.#behindUnnamed.get(key.against)
          : undefined;
    if (known !== undefined) return known;
    if (key.kind === "hidden" && !targets.includes(key.against)) return this.#addUnnamed(key.against, atSeconds);
    const number = key.kind === "transmitter" ? key.address : key.kind === "hidden" ? key.against : key.number;
    const suspectId = identifier("s", this.#venueSalt, key.kind, number);
    return this.#subjects.get(suspectId) ?? this.#addNew(suspectId, atSeconds);
  }

  /** Takes in a subject that was made elsewhere. */
  add(subject: Subject): void {
    this.#subjects.set(subject.suspectId, subject);
  }

  /** From now on this address is the subject's. */
  name(subject: Subject, address: number): void {
    subject.transmitters.add(address);
    this.#byAddress.set(address, subject);
  }

  /** Its addresses are nobody's any more. */
  unname(subject: Subject): void {
    for (const address of subject.transmitters) this.#byAddress.delete(address);
    subject.transmitters.clear();
  }

  delete(subject: Subject): void {
    this.unname(subject);
    for (const [against, it] of this.#behindUnnamed) if (it === subject) this.#behindUnnamed.delete(against);
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

  #addNew(suspectId: string, atSeconds: number): Subject {
    if (this.#subjects.size >= CAPACITY) this.#makeRoom(atSeconds);
    const subject = newSubject(suspectId, atSeconds);
    this.#subjects.set(suspectId, subject);
    return subject;
  }

  #makeRoom(atSeconds: number): void {
    const worth = (it: Subject): number => (it.lives.size > 0 ? 1e12 : 0) + it.lastHeardAt;
    let silent: Subject | undefined;
    for (const subject of this.#subjects.values())
      if (silent === undefined || worth(subject) < worth(silent)) silent = subject;
    if (silent !== undefined) this.#endSilent(silent, atSeconds);
    this.#forgotten++;
  }
}
