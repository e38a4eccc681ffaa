import type { Observation, SubjectKey } from "../detectors/detector.ts";
import { AddressTable } from "../dot11/address-table.ts";
import { seedOf } from "../air/hash-seed.ts";
import { identifier, isOpen, newSubject, type Subject } from "./subject.ts";

/** Subjects at once. Beyond it goes the one that was silent longest of those that were never told; what was told stays until it ends. */
const CAPACITY = 512;
/** Subjects behind addresses that may not leave, at once. Nobody can tell them apart on a screen, and whoever invents addresses has many. */
const UNNAMED = 8;
/** What subjects are known by beside their addresses, all together: whoever goes on as a station under one address after another leaves one each. */
const KEYS = 4_096;

/** No address, and not the network that somebody hits. */
const INVENTOR = -(2 ** 49);

/** Who is which subject: one per radio, however many addresses it uses, bounded in number. */
export class SubjectRegister implements Iterable<Subject> {
  readonly #venueSalt: string;
  readonly #secret: string;
  readonly #formerAddresses: (address: number) => readonly number[];
  readonly #subjects = new Map<string, Subject>();
  readonly #byAddress: AddressTable<Subject>;
  /** Who hides behind an address that may not leave, by that address. */
  readonly #behindUnnamed = new Map<number, Subject>();
  /** By what observations are known by, so that no identifier is computed for each. */
  readonly #byKey = new Map<number, Subject>();
  /** Who hides, of those that were published before a restart, by the network that it hits. */
  readonly #resumedAgainst = new Map<number, Subject>();
  #unnamed = 0;
  #forgotten = 0;
  #hasResumed = false;

  /**
   * Identifiers that are made of an address are hashed with `secret`, the others with `venueSalt`. `formerAddresses` says which addresses
   * the radio behind an address used before.
   */
  constructor(venueSalt: string, secret: string, formerAddresses: (address: number) => readonly number[]) {
    this.#venueSalt = venueSalt;
    this.#secret = secret;
    this.#formerAddresses = formerAddresses;
    this.#byAddress = new AddressTable(seedOf(secret));
  }

  get size(): number {
    return this.#subjects.size;
  }

  get isFull(): boolean {
    return this.#subjects.size >= CAPACITY;
  }

  /** Subjects that had to make room, or found none, and stations' addresses by which they are not known any more. */
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

  /** The subject that an observation is about, where there is one. Of several that it shows to be one radio, the one that goes on. */
  find({
    subject: key,
    targets,
    transmitters = [],
  }: Pick<Observation, "subject" | "targets"> & Partial<Observation>): Subject | undefined {
    const known =
      key.kind === "transmitter"
        ? this.#withOneOf(key.address, transmitters)
        : key.kind === "hidden"
          ? this.#behindUnnamed.get(key.against)
          : undefined;
    if (known !== undefined) return known;
    const number = keyOf(key);
    const keyed = this.#byKey.get(number);
    if (keyed !== undefined || !this.#hasResumed) return keyed;
    if (key.kind === "hidden" && !targets.includes(key.against)) return undefined;
    const resumed = key.kind === "hidden" ? this.#resumedAgainst.get(key.against) : this.#subjects.get(this.#idOf(key));
    if (resumed !== undefined) this.#byKey.set(number, resumed);
    return resumed;
  }

  /**
   * A new subject for an observation that has none, `beyond` the bound too where it stands for many. Undefined: it finds no room, and is
   * counted. A transmitter that the observation does not list has a station's address, behind which somebody hides.
   */
  open(observation: Observation, atSeconds: number, beyond = false): Subject | undefined {
    const { subject: key, transmitters, targets } = observation;
    if (!beyond && this.isFull && !this.#makeRoom()) return undefined;
    if (key.kind === "hidden" && !targets.includes(key.against)) return this.#addUnnamed(key.against, atSeconds);
    const hides = key.kind === "transmitter" && !transmitters.includes(key.address);
    const subject = this.#addNew(hides ? this.#unnamedId(atSeconds) : this.#idOf(key), atSeconds);
    this.#byKey.set(keyOf(key), subject);
    return subject;
  }

  /** Takes in a subject that was published before a restart: where its identifier is of an address, it was made with another secret. */
  add(subject: Subject): void {
    this.#hasResumed = true;
    this.#subjects.set(subject.suspectId, subject);
    if (subject.transmitters.size === 0 && subject.lives.has("disruption"))
      for (const target of subject.targets) this.#resumedAgainst.set(target, subject);
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

  /** An address turns out to be a station's: its subject stays, and has it no more. What is seen of the address is still the subject's. */
  takeBack(address: number): void {
    const subject = this.#byAddress.get(address);
    if (subject === undefined) return;
    this.unnameOne(subject, address);
    if (this.#byKey.size < KEYS) this.#byKey.set(address, subject);
    else this.#forgotten++;
  }

  /** The target of somebody who hides turns out to be a station's. */
  takeBackTarget(address: number, subject: Subject): void {
    subject.targets.delete(address);
    subject.borrowed.delete(address);
    if (this.#resumedAgainst.get(address) === subject)
      this.#byKey.set(keyOf({ kind: "hidden", against: address }), subject);
  }

  delete(subject: Subject): void {
    this.unname(subject);
    for (const known of [this.#behindUnnamed, this.#byKey, this.#resumedAgainst])
      for (const [key, it] of known) if (it === subject) known.delete(key);
    this.#subjects.delete(subject.suspectId);
  }

  /**
   * Whose address this is, or one that is listed with it, or one that the radio had before: whoever was told first keeps the name, by
   * whichever address the radio is seen.
   */
  #withOneOf(address: number, transmitters: readonly number[]): Subject | undefined {
    const own = this.#byAddress.get(address);
    // Where the address is not listed, it is a station's, and behind it somebody hides.
    if (!transmitters.includes(address)) return own;
    const senior = this.#seniorOf(transmitters, own);
    return senior ?? this.#seniorOf(this.#formerAddresses(address), undefined);
  }

  #seniorOf(addresses: readonly number[], known: Subject | undefined): Subject | undefined {
    let senior = known;
    for (const address of addresses) {
      const other = this.#byAddress.get(address);
      if (other !== undefined && other !== senior && (senior === undefined || isSenior(other, senior))) senior = other;
    }
    return senior;
  }

  /** The address may be a visitor's. The salt is no secret and addresses are few: a hash would tell it to whoever tries them all. */
  #addUnnamed(against: number, atSeconds: number): Subject | undefined {
    if (this.#behindUnnamed.size >= UNNAMED) {
      this.#forgotten++;
      return undefined;
    }
    const subject = this.#addNew(this.#unnamedId(atSeconds), atSeconds);
    this.#behindUnnamed.set(against, subject);
    return subject;
  }

  #unnamedId(atSeconds: number): string {
    return identifier("s", this.#venueSalt, "unnamed", atSeconds, ++this.#unnamed);
  }

  #idOf(key: SubjectKey): string {
    const number = key.kind === "transmitter" ? key.address : key.kind === "hidden" ? key.against : key.number;
    return identifier("s", key.kind === "inventor" ? this.#venueSalt : this.#secret, key.kind, number);
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

/** Whether a subject goes on when another turns out to be the same radio: what was told goes on, and what was told first. */
function isSenior(subject: Subject, other: Subject): boolean {
  const isTold = isOpen(subject);
  return isTold === isOpen(other) ? subject.firstHeardAt < other.firstHeardAt : isTold;
}

/** What an observation is known by as one number: who hides is known by the network that it hits, and those are not transmitters' numbers. */
export function keyOf(key: SubjectKey): number {
  if (key.kind === "transmitter") return key.address;
  return key.kind === "hidden" ? -2 - key.against : INVENTOR - key.number;
}
