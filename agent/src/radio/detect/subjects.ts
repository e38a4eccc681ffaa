import { bandOf, LIMITS, type Finding, type FindingState, type Suspicion } from "@probewarden/contract";
import { parseAddress } from "../dot11/address.ts";
import type { Frame } from "../dot11/frame.ts";
import type { Detector, Observation } from "./detector.ts";
import { FindingLife } from "./finding-life.ts";
import { buildFinding, redact, resumeLine } from "./finding-message.ts";
import { identifier, newSubject, score, type Subject } from "./subject.ts";
import type { Venue } from "./venue.ts";

/** Subjects at once; beyond it the one that was silent longest ends. */
const CAPACITY = 512;
/** Subjects behind addresses that may not leave, at once. Nobody can tell them apart on a screen, and whoever invents addresses has many. */
const UNNAMED = 8;
const SUSPICIONS: readonly Suspicion[] = ["probe-box", "impostor", "disruption"];

export interface SubjectsOptions {
  venue: Venue;
  /** Makes identifiers of one venue useless for another. */
  venueSalt: string;
  /** Seconds of listening without hearing it after which a finding has ended. */
  endAfterSeconds: number;
  emit(finding: Finding, atSeconds: number): void;
}

/** Everybody that something is held against, and the life of each finding. */
export class Subjects {
  readonly #options: SubjectsOptions;
  readonly #subjects = new Map<string, Subject>();
  readonly #byAddress = new Map<number, Subject>();
  /** Who hides behind an address that may not leave, by that address. */
  readonly #behindUnnamed = new Map<number, Subject>();
  #venue: Venue;
  #unnamed = 0;
  #forgotten = 0;
  #listened = 0;

  constructor(options: SubjectsOptions) {
    this.#options = options;
    this.#venue = options.venue;
  }

  get size(): number {
    return this.#subjects.size;
  }

  get forgotten(): number {
    return this.#forgotten;
  }

  /** Takes a new inventory; scores follow at the next observation or tick. */
  setVenue(venue: Venue): void {
    this.#venue = venue;
  }

  /** Takes what a detector saw, and says what changed by it. */
  observe(detector: Detector, observation: Observation, frame: Frame | undefined, atSeconds: number): void {
    const subject = this.#subjectOf(observation, atSeconds);
    if (subject === undefined) return;
    this.#accuse(subject, observation, atSeconds);
    const line = subject.lines.get(observation.code);
    const frames = line?.frames ?? [];
    if (frame !== undefined && frames.length < LIMITS.framesPerEvidence) frames.push(redact(frame, atSeconds));
    subject.lines.set(observation.code, {
      detector: detector.id,
      detectorVersion: detector.version,
      code: observation.code,
      facts: observation.facts,
      frames,
      names: observation.names.slice(0, 16),
      firstAt: line?.firstAt ?? atSeconds,
      lastAt: atSeconds,
    });
    this.#heard(subject, frame, atSeconds);
    this.#say(subject, atSeconds);
  }

  /** A frame of some transmitter: a suspect that is heard stays alive. */
  hear(frame: Frame, atSeconds: number): void {
    const subject = this.#byAddress.get(frame.transmitter);
    if (subject !== undefined) this.#heard(subject, frame, atSeconds);
  }

  /** Whether an address belongs to a subject with a finding from `watch` up. */
  isSuspect(address: number): boolean {
    const subject = this.#byAddress.get(address);
    if (subject === undefined) return false;
    for (const life of subject.lives.values()) if (life.isOpen) return true;
    return false;
  }

  /** Whether this sensor holds evidence of its own against an address, whatever it weighs. */
  isSubject(address: number): boolean {
    return this.#byAddress.has(address);
  }

  /** Addresses of subjects with a finding from `watch` up. */
  suspects(): number[] {
    return [...this.#byAddress.keys()].filter((address) => this.isSuspect(address));
  }

  /** Says who was heard, and ends what was not. `listenedSeconds` is the clock of listening, which stands still in a deaf hour. */
  tick(atSeconds: number, listenedSeconds: number): void {
    this.#listened = listenedSeconds;
    for (const subject of this.#subjects.values()) {
      if (listenedSeconds - subject.listenedAt > this.#options.endAfterSeconds) this.#end(subject, atSeconds);
      else if (subject.lives.size > 0) this.#say(subject, atSeconds);
    }
  }

  /** Says the latest figures of every open finding: before the process stops, and at the end of a file. */
  flush(atSeconds: number): void {
    for (const subject of this.#subjects.values()) this.#say(subject, atSeconds, true);
  }

  /** Takes back what was published before a restart. What has been opened anew since is said under its new identifier, and the old one ends. */
  resume(findings: readonly Finding[], atSeconds: number): void {
    for (const finding of findings) {
      if (finding.state === "ended") continue;
      const heardAt = Date.parse(finding.lastHeardAt) / 1000;
      const known = this.#subjects.get(finding.suspectId);
      if (known?.lives.get(finding.suspicion)?.isOpen === true) {
        this.#options.emit({ ...finding, state: "ended" }, Number.isNaN(atSeconds) ? heardAt : atSeconds);
        continue;
      }
      const subject = known ?? newSubject(finding.suspectId, Date.parse(finding.firstHeardAt) / 1000);
      subject.lastHeardAt = heardAt;
      subject.listenedAt = this.#listened;
      subject.transmitterCount = finding.transmitterCount;
      for (const text of finding.transmitters) {
        const address = parseAddress(text);
        if (address !== undefined) this.#name(subject, address);
      }
      for (const text of finding.targets) {
        const address = parseAddress(text);
        if (address !== undefined) subject.targets.add(address);
      }
      for (const evidence of finding.evidence) {
        const line = resumeLine(evidence);
        if (line !== undefined) subject.lines.set(line.code, line);
      }
      const life = new FindingLife(finding.findingId);
      const codes = finding.evidence.map((it) => it.code).sort();
      life.resume(finding.band, finding.highestDb, codes.join(" "), heardAt);
      subject.lives.set(finding.suspicion, life);
      this.#subjects.set(subject.suspectId, subject);
    }
  }

  /** Undefined: it finds no room, and is counted. */
  #subjectOf({ subject: key, targets }: Observation, atSeconds: number): Subject | undefined {
    const known =
      key.kind === "transmitter"
        ? this.#byAddress.get(key.address)
        : key.kind === "hidden"
          ? this.#behindUnnamed.get(key.against)
          : undefined;
    if (known !== undefined) return known;
    const salt = this.#options.venueSalt;
    if (key.kind === "hidden" && !targets.includes(key.against)) {
      if (this.#behindUnnamed.size >= UNNAMED) {
        this.#forgotten++;
        return undefined;
      }
      // It may be a visitor's address. The salt is no secret and addresses are few: a hash would tell it to whoever tries them all.
      const subject = this.#add(identifier("s", salt, "unnamed", atSeconds, ++this.#unnamed), atSeconds);
      this.#behindUnnamed.set(key.against, subject);
      return subject;
    }
    const number = key.kind === "transmitter" ? key.address : key.kind === "hidden" ? key.against : 0;
    const suspectId = identifier("s", salt, key.kind, number);
    return this.#subjects.get(suspectId) ?? this.#add(suspectId, atSeconds);
  }

  #add(suspectId: string, atSeconds: number): Subject {
    this.#makeRoom(atSeconds);
    const subject = newSubject(suspectId, atSeconds);
    this.#subjects.set(suspectId, subject);
    return subject;
  }

  /** Takes over who is accused. An access point of the venue is never: somebody may have used its address. */
  #accuse(subject: Subject, observation: Observation, atSeconds: number): void {
    const accused = observation.transmitters.filter(
      (it) => this.#venue.network(it) === undefined || this.#venue.network(it)?.licensed === true,
    );
    const borrowed = observation.transmitters.filter((it) => !accused.includes(it));
    if (observation.subject.kind === "inventor") {
      for (const address of subject.transmitters) this.#byAddress.delete(address);
      subject.transmitters.clear();
    }
    for (const address of accused) {
      if (subject.transmitters.size >= LIMITS.transmitters) break;
      const other = this.#byAddress.get(address);
      if (other !== undefined && other !== subject) this.#absorb(subject, other, atSeconds);
      this.#name(subject, address);
    }
    subject.transmitterCount = Math.max(
      subject.transmitterCount,
      observation.transmitterCount - borrowed.length,
      subject.transmitters.size,
    );
    for (const address of [...observation.targets, ...borrowed])
      if (subject.targets.size < LIMITS.transmitters) subject.targets.add(address);
  }

  #name(subject: Subject, address: number): void {
    subject.transmitters.add(address);
    this.#byAddress.set(address, subject);
  }

  /** Two subjects turn out to be one radio: the first takes the other's evidence, and the other's findings end. */
  #absorb(subject: Subject, other: Subject, atSeconds: number): void {
    for (const [code, line] of other.lines) if (!subject.lines.has(code)) subject.lines.set(code, line);
    for (const address of other.targets) if (subject.targets.size < LIMITS.transmitters) subject.targets.add(address);
    subject.firstHeardAt = Math.min(subject.firstHeardAt, other.firstHeardAt);
    this.#end(other, atSeconds);
  }

  #heard(subject: Subject, frame: Frame | undefined, atSeconds: number): void {
    subject.lastHeardAt = atSeconds;
    subject.listenedAt = this.#listened;
    if (frame === undefined) return;
    if (!Number.isNaN(frame.rssiDbm)) subject.levels.add(frame.rssiDbm);
    if (frame.channelMhz > 0) subject.channelMhz = frame.channelMhz;
  }

  #say(subject: Subject, atSeconds: number, force = false): void {
    for (const suspicion of SUSPICIONS) {
      const judged = score(subject, suspicion, this.#venue);
      if (judged.lines.length === 0) continue;
      let life = subject.lives.get(suspicion);
      const band = bandOf(judged.scoreDb);
      if (life === undefined) {
        if (band === undefined) continue;
        life = new FindingLife(identifier("f", this.#options.venueSalt, subject.suspectId, suspicion, atSeconds));
        subject.lives.set(suspicion, life);
      }
      life.highestDb = Math.max(life.highestDb, judged.scoreDb);
      const codes = judged.lines.map(({ line }) => line.code).sort();
      const state = life.next(band, codes.join(" "), subject.lastHeardAt, atSeconds, force);
      if (state !== undefined) this.#emit(subject, suspicion, life, state, atSeconds);
    }
  }

  #end(subject: Subject, atSeconds: number): void {
    for (const [suspicion, life] of subject.lives)
      if (life.isOpen) this.#emit(subject, suspicion, life, "ended", atSeconds);
    for (const address of subject.transmitters) this.#byAddress.delete(address);
    for (const [against, it] of this.#behindUnnamed) if (it === subject) this.#behindUnnamed.delete(against);
    this.#subjects.delete(subject.suspectId);
  }

  #emit(subject: Subject, suspicion: Suspicion, life: FindingLife, state: FindingState, atSeconds: number): void {
    const finding = buildFinding(subject, suspicion, life, state, score(subject, suspicion, this.#venue));
    if (finding !== undefined) this.#options.emit(finding, atSeconds);
  }

  #makeRoom(atSeconds: number): void {
    if (this.#subjects.size < CAPACITY) return;
    let silent: Subject | undefined;
    for (const subject of this.#subjects.values()) {
      const worth = (it: Subject): number => (it.lives.size > 0 ? 1e12 : 0) + it.lastHeardAt;
      if (silent === undefined || worth(subject) < worth(silent)) silent = subject;
    }
    if (silent !== undefined) this.#end(silent, atSeconds);
    this.#forgotten++;
  }
}
