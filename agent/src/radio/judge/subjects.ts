import { bandOf, LIMITS, type Finding, type FindingState, type Suspicion } from "@probewarden/contract";
import { individual, inGroup } from "../dot11/address.ts";
import { isFromAccessPoint } from "../dot11/frame-role.ts";
import type { Frame } from "../dot11/frame.ts";
import type { Detector, Observation, Withdrawn, WithdrawReason } from "../detectors/detector.ts";
import { BorrowedAddresses } from "./borrowed-addresses.ts";
import { forgetAddressOf, hold, release, showingOf, takeOverLines } from "./evidence-lines.ts";
import { FindingLife } from "./finding-life.ts";
import { buildFinding } from "./finding-message.ts";
import { Crowds } from "./crowds.ts";
import { isOfTheVenue, takeBackListed } from "./list-explains.ts";
import { Nameable } from "./nameable.ts";
import { addresses, resumedSubject } from "./resumed-subject.ts";
import { keyOf, SubjectRegister } from "./subject-register.ts";
import { judgedOf, score } from "./score.ts";
import type { SubjectsOptions } from "./subjects-options.ts";
import { identifier, isOpen, type Judged, type Score, type Subject } from "./subject.ts";
import { ToldAddresses } from "./told-addresses.ts";
import { seedOf } from "../air/hash-seed.ts";
import type { Venue } from "../venue/venue.ts";

/** Everybody that something is held against, and the life of each finding. */
export class Subjects {
  /** Whether an address may be named, levelled or watched: see {@link Nameable}. */
  readonly mayBeNamed = (address: number): boolean => this.#nameable.mayBeNamed(address);
  readonly told = new ToldAddresses();
  readonly #options: SubjectsOptions;
  readonly #register: SubjectRegister;
  readonly #crowds: Crowds;
  readonly #nameable: Nameable;
  readonly #borrowed: BorrowedAddresses;
  #venue: Venue;
  #listened = 0;

  constructor(options: SubjectsOptions) {
    this.#options = options;
    this.#venue = options.venue;
    this.#nameable = new Nameable(options.heard, options.venue);
    this.#borrowed = new BorrowedAddresses(options.listedSenders, options.heard, options.venue);
    const secret = options.secret ?? options.venueSalt;
    this.#register = new SubjectRegister(options.venueSalt, secret, options.formerAddresses ?? (() => []));
    this.#crowds = new Crowds((subject) => this.#register.withId(subject.suspectId) === subject, seedOf(secret));
  }

  get size(): number {
    return this.#register.size;
  }

  get forgotten(): number {
    return this.#register.forgotten;
  }

  /**
   * Takes a new inventory. What it explains is taken back at once, and so is what an earlier one was needed for; other scores follow at the
   * next observation or tick.
   */
  setVenue(venue: Venue, atSeconds: number): void {
    const hasList = this.#venue.hasNetworks || venue.hasNetworks;
    this.#venue = venue;
    this.#nameable.setVenue(venue);
    this.#borrowed.setVenue(venue);
    for (const subject of this.#register) {
      subject.judged = undefined;
      if (hasList) this.#heedList(subject, Number.isNaN(atSeconds) ? subject.lastHeardAt : atSeconds);
    }
  }

  /** Takes what a detector saw, and says what changed by it. Returns whom it is held against; undefined where there is no room for anybody. */
  observe(detector: Detector, seen: Observation, frame: Frame | undefined, atSeconds: number): Subject | undefined {
    const observation = this.#nameable.withoutStations(seen);
    if (isOfTheVenue(seen.code, showingOf(observation), this.#borrowed, atSeconds)) return undefined;
    const subject = this.#subjectOf(detector, observation, frame, atSeconds);
    if (subject === undefined) return undefined;
    this.#accuse(subject, observation, atSeconds);
    if (hold(subject, detector, observation, frame, atSeconds)) subject.judged = undefined;
    this.#heard(subject, frame, atSeconds);
    // With the same evidence nothing changed but figures, which are told with the next sign of life.
    if (subject.judged === undefined) this.#say(subject, atSeconds);
    return subject;
  }

  /**
   * What was observed is explained, and held no longer: the score falls, and the finding says what was taken back and why. Who has nothing
   * left against it is no suspect any more.
   */
  withdraw({ code, ...who }: Withdrawn, why: WithdrawReason, atSeconds: number): void {
    const subject = this.#register.find(who) ?? this.#crowds.withMember(who);
    if (subject !== undefined && release(subject, code, keyOf(who.subject), why, atSeconds))
      this.#fall(subject, atSeconds);
  }

  /** Takes back what the venue's list says is the venue's own, or no matter of the venue's. */
  #heedList(subject: Subject, atSeconds: number): void {
    if (takeBackListed(subject, this.#borrowed, atSeconds)) this.#fall(subject, atSeconds);
  }

  /** There is less against somebody than was told. */
  #fall(subject: Subject, atSeconds: number): void {
    subject.judged = undefined;
    for (const [suspicion, life] of subject.lives)
      if (bandOf(this.#score(subject, suspicion, atSeconds).scoreDb) === undefined) life.sink();
    if (subject.lines.size === 0) this.#end(subject, atSeconds);
    else this.#say(subject, atSeconds);
  }

  /** A frame of an access point: a suspect that is heard in the role that it is accused in stays alive. Who sends others may be a phone. */
  hear(frame: Frame, atSeconds: number): void {
    // What nearly all air is: nobody is held against.
    if (this.#register.size === 0 || !isFromAccessPoint(frame)) return;
    this.#borrowed.hear(frame, atSeconds);
    const subject = this.#register.withAddress(frame.transmitter);
    if (subject !== undefined) this.#heard(subject, frame, atSeconds);
  }

  /** Whether an address belongs to a subject with a finding from `watch` up. */
  isSuspect(address: number): boolean {
    const subject = this.#register.withAddress(address);
    return subject !== undefined && isOpen(subject);
  }

  /** Whether this sensor holds evidence of its own against an address, whatever it weighs. */
  isSubject(address: number): boolean {
    return this.#register.withAddress(address) !== undefined;
  }

  /** Addresses that a finding from `watch` up names. */
  suspects(): number[] {
    const suspects: number[] = [];
    for (const address of this.#register.addresses())
      if (this.told.has(address) && this.isSuspect(address)) suspects.push(address);
    return suspects;
  }

  /**
   * An address was heard as a station: what names it is said again without it, and what has ended too. What is held against the sender
   * stays; nobody knows any more who that is. False: nothing named it.
   */
  takeBack(address: number, atSeconds: number): boolean {
    const wasTold = this.#takeBackOne(address, atSeconds);
    return this.#takeBackOne(inGroup(address), atSeconds) || wasTold;
  }

  #takeBackOne(address: number, atSeconds: number): boolean {
    // What nearly every station is: nobody's subject, and nowhere told.
    if ((!this.isSubject(address) && !this.told.has(address)) || this.mayBeNamed(address)) return false;
    this.#register.takeBack(address);
    for (const { subject, ended } of this.told.takeBack(address)) {
      for (const finding of ended) this.#options.emit(finding, atSeconds);
      if (subject === undefined) continue;
      this.#register.takeBackTarget(address, subject);
      forgetAddressOf(subject, address);
      subject.judged = undefined;
      for (const [suspicion, life] of subject.lives)
        if (life.isOpen) this.#emit(subject, suspicion, life, "changed", atSeconds, true);
    }
    return true;
  }

  /** Says who was heard, and ends what was not. `listenedSeconds` is the clock of listening, which stands still in a deaf hour. */
  tick(atSeconds: number, listenedSeconds: number): void {
    this.#listened = listenedSeconds;
    this.told.expire(atSeconds);
    for (const subject of this.#register) {
      if (listenedSeconds - subject.listenedAt > this.#options.endAfterSeconds) this.#end(subject, atSeconds);
      else if (subject.lives.size > 0) {
        this.#reconsider(subject, atSeconds);
        this.#say(subject, atSeconds);
      }
    }
  }

  /** Says the latest figures of every open finding: before the process stops, and at the end of a file. */
  flush(atSeconds: number): void {
    for (const subject of this.#register) this.#say(subject, atSeconds, true);
  }

  /** Takes back what was published before a restart. What has been opened anew since is said under its new identifier, and the old one ends. */
  resume(findings: readonly Finding[], atSeconds: number): void {
    for (const finding of findings) {
      const at = Number.isNaN(atSeconds) ? Date.parse(finding.lastHeardAt) / 1000 : atSeconds;
      if (finding.state === "ended") {
        this.told.resumeEnded(finding);
        this.#takeBackStations(addresses([...finding.transmitters, ...finding.targets]), at);
        continue;
      }
      const known = this.#register.withId(finding.suspectId);
      if (known?.lives.get(finding.suspicion)?.isOpen === true) {
        this.#options.emit(this.told.tellEnded(finding, at, this.mayBeNamed), at);
        continue;
      }
      this.#borrowed.resume(finding);
      const subject = resumedSubject(finding, known, this.#listened);
      for (const address of addresses(finding.transmitters)) this.#register.name(subject, address);
      this.#register.add(subject);
      this.told.tell(subject, finding, () => true);
      this.#takeBackStations([...subject.transmitters, ...subject.targets], at);
      if (this.#venue.hasNetworks) this.#heedList(subject, at);
    }
  }

  /** Who was heard as a station since the start is taken back now. */
  #takeBackStations(named: readonly number[], at: number): void {
    for (const address of named) if (!this.mayBeNamed(address)) this.takeBack(individual(address), at);
  }

  /** Whom an observation is about: somebody who is known, a crowd that whoever begins belongs to, or somebody new. */
  #subjectOf(
    detector: Detector,
    observation: Observation,
    frame: Frame | undefined,
    atSeconds: number,
  ): Subject | undefined {
    const known = this.#register.find(observation) ?? this.#crowds.withMember(observation);
    if ((known !== undefined && isOpen(known)) || !this.#crowds.isOpening(observation))
      return known ?? this.#register.open(observation, atSeconds);
    const crowd = this.#crowds.place(detector.id, observation, frame, atSeconds, (it, member) =>
      this.#absorb(it, member, atSeconds),
    );
    if (crowd !== undefined) {
      if (known !== undefined && known !== crowd) this.#absorb(crowd, known, atSeconds);
      return crowd;
    }
    const subject = known ?? this.#register.open(observation, atSeconds);
    if (subject === undefined)
      return this.#register.isFull
        ? (this.#crowds.anyOf(detector.id, observation) ?? this.#overflow(detector, observation, atSeconds))
        : undefined;
    this.#crowds.began(detector.id, subject, frame, atSeconds);
    return subject;
  }

  /** Where no room is left for anybody, there is always room for one who stands for all the others: what is on the air is told. */
  #overflow(detector: Detector, observation: Observation, atSeconds: number): Subject | undefined {
    const subject = this.#register.open(observation, atSeconds, true);
    if (subject !== undefined) this.#crowds.start(detector.id, subject, observation);
    return subject;
  }

  /** Takes over who is accused. */
  #accuse(subject: Subject, observation: Observation, atSeconds: number): void {
    if (observation.subject.kind === "inventor") this.#register.unname(subject);
    let borrowed = 0;
    for (const address of observation.transmitters) {
      this.#borrowed.accuse(subject, address);
      if (this.#borrowed.isBorrowed(subject, address, atSeconds)) {
        borrowed++;
        this.#borrow(subject, address);
      } else if (subject.transmitters.size < LIMITS.transmitters && !subject.transmitters.has(address))
        this.#name(subject, address, atSeconds);
    }
    subject.transmitterCount = Math.max(
      subject.transmitterCount,
      observation.transmitterCount - borrowed,
      subject.transmitters.size,
      observation.subject.kind === "transmitter" ? this.#crowds.addressesOf(subject) : 0,
    );
    for (const address of observation.targets)
      if (subject.targets.size < LIMITS.transmitters) subject.targets.add(address);
  }

  #borrow(subject: Subject, address: number): void {
    this.#register.unnameOne(subject, address);
    if (subject.borrowed.has(address) || subject.borrowed.size >= LIMITS.transmitters) return;
    subject.borrowed.add(address);
    if (subject.targets.size < LIMITS.transmitters) subject.targets.add(address);
    subject.judged = undefined;
  }

  #name(subject: Subject, address: number, atSeconds: number): void {
    const other = this.#register.withAddress(address);
    if (other !== undefined && other !== subject) this.#absorb(subject, other, atSeconds);
    this.#register.name(subject, address);
    if (subject.borrowed.delete(address)) subject.targets.delete(address);
    subject.judged = undefined;
  }

  /** What the air says of addresses on the venue's list may have changed: who seemed to be one sender may be two. */
  #reconsider(subject: Subject, atSeconds: number): void {
    if (subject.borrowed.size > 0) subject.judged = undefined;
    for (const address of subject.transmitters)
      if (this.#borrowed.isBorrowed(subject, address, atSeconds)) this.#borrow(subject, address);
  }

  /** Two subjects turn out to be one radio: the first takes the other's evidence, and the other's findings end. */
  #absorb(subject: Subject, other: Subject, atSeconds: number): void {
    takeOverLines(subject, other);
    for (const address of other.targets) if (subject.targets.size < LIMITS.transmitters) subject.targets.add(address);
    for (const address of other.transmitters)
      if (subject.transmitters.size < LIMITS.transmitters) subject.transmitters.add(address);
    subject.firstHeardAt = Math.min(subject.firstHeardAt, other.firstHeardAt);
    subject.judged = undefined;
    this.#crowds.moved(other, subject);
    const taken = [...other.transmitters].filter((it) => subject.transmitters.has(it));
    this.#end(other, atSeconds);
    for (const address of taken) this.#register.name(subject, address);
  }

  #heard(subject: Subject, frame: Frame | undefined, atSeconds: number): void {
    subject.lastHeardAt = atSeconds;
    subject.listenedAt = this.#listened;
    if (frame === undefined) return;
    if (!Number.isNaN(frame.rssiDbm)) subject.levels.add(frame.rssiDbm);
    if (frame.channelMhz > 0) subject.channelMhz = frame.channelMhz;
  }

  #say(subject: Subject, atSeconds: number, force = false): void {
    for (const { suspicion, score: judged, codes } of this.#judge(subject, atSeconds)) {
      let life = subject.lives.get(suspicion);
      const band = bandOf(judged.scoreDb);
      if (life === undefined) {
        if (band === undefined) continue;
        life = new FindingLife(identifier("f", this.#options.venueSalt, subject.suspectId, suspicion, atSeconds));
        subject.lives.set(suspicion, life);
      }
      life.highestDb = Math.max(life.highestDb, judged.scoreDb);
      const state = life.next(band, codes, subject.lastHeardAt, atSeconds, force);
      if (state !== undefined) this.#emit(subject, suspicion, life, state, atSeconds);
    }
  }

  /** Scores for what there is evidence of; computed anew only when something has changed that they are made of. */
  #judge(subject: Subject, atSeconds: number): readonly Judged[] {
    return (subject.judged ??= judgedOf(subject, (suspicion) => this.#score(subject, suspicion, atSeconds)));
  }

  #end(subject: Subject, atSeconds: number): void {
    for (const [suspicion, life] of subject.lives)
      if (life.isOpen) this.#emit(subject, suspicion, life, "ended", atSeconds);
    this.told.end(subject, atSeconds);
    this.#borrowed.end(subject);
    this.#register.delete(subject);
  }

  #emit(
    subject: Subject,
    suspicion: Suspicion,
    life: FindingLife,
    state: FindingState,
    atSeconds: number,
    isTakenBack = false,
  ): void {
    const judged = this.#judge(subject, atSeconds).find((it) => it.suspicion === suspicion)?.score;
    const finding = buildFinding(subject, suspicion, life, state, judged ?? this.#score(subject, suspicion, atSeconds));
    if (finding === undefined) return;
    const said = this.told.tell(subject, finding, this.mayBeNamed);
    this.#options.emit(isTakenBack ? { ...said, takenBack: true } : said, atSeconds);
  }

  #score(subject: Subject, suspicion: Suspicion, atSeconds: number): Score {
    return score(subject, suspicion, this.#venue, (address) => this.#borrowed.sendersOf(address, atSeconds));
  }
}
