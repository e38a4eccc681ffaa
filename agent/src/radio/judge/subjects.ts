import { bandOf, LIMITS, type Finding, type FindingState, type Suspicion } from "@probewarden/contract";
import { parseAddress } from "../dot11/address.ts";
import type { Frame } from "../dot11/frame.ts";
import type { Detector, Observation } from "../detectors/detector.ts";
import { FindingLife } from "./finding-life.ts";
import { buildFinding, redact, resumeLine } from "./finding-message.ts";
import { SubjectRegister } from "./subject-register.ts";
import { score } from "./score.ts";
import { identifier, newSubject, type Subject } from "./subject.ts";
import type { Venue } from "../venue/venue.ts";

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
  readonly #register: SubjectRegister;
  #venue: Venue;
  #listened = 0;

  constructor(options: SubjectsOptions) {
    this.#options = options;
    this.#venue = options.venue;
    this.#register = new SubjectRegister(options.venueSalt, (silent, atSeconds) => this.#end(silent, atSeconds));
  }

  get size(): number {
    return this.#register.size;
  }

  get forgotten(): number {
    return this.#register.forgotten;
  }

  /** Takes a new inventory; scores follow at the next observation or tick. */
  setVenue(venue: Venue): void {
    this.#venue = venue;
  }

  /** Takes what a detector saw, and says what changed by it. */
  observe(detector: Detector, observation: Observation, frame: Frame | undefined, atSeconds: number): void {
    const subject = this.#register.of(observation, atSeconds);
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
    const subject = this.#register.withAddress(frame.transmitter);
    if (subject !== undefined) this.#heard(subject, frame, atSeconds);
  }

  /** Whether an address belongs to a subject with a finding from `watch` up. */
  isSuspect(address: number): boolean {
    const subject = this.#register.withAddress(address);
    if (subject === undefined) return false;
    for (const life of subject.lives.values()) if (life.isOpen) return true;
    return false;
  }

  /** Whether this sensor holds evidence of its own against an address, whatever it weighs. */
  isSubject(address: number): boolean {
    return this.#register.withAddress(address) !== undefined;
  }

  /** Addresses of subjects with a finding from `watch` up. */
  suspects(): number[] {
    return [...this.#register.addresses()].filter((address) => this.isSuspect(address));
  }

  /** Says who was heard, and ends what was not. `listenedSeconds` is the clock of listening, which stands still in a deaf hour. */
  tick(atSeconds: number, listenedSeconds: number): void {
    this.#listened = listenedSeconds;
    for (const subject of this.#register) {
      if (listenedSeconds - subject.listenedAt > this.#options.endAfterSeconds) this.#end(subject, atSeconds);
      else if (subject.lives.size > 0) this.#say(subject, atSeconds);
    }
  }

  /** Says the latest figures of every open finding: before the process stops, and at the end of a file. */
  flush(atSeconds: number): void {
    for (const subject of this.#register) this.#say(subject, atSeconds, true);
  }

  /** Takes back what was published before a restart. What has been opened anew since is said under its new identifier, and the old one ends. */
  resume(findings: readonly Finding[], atSeconds: number): void {
    for (const finding of findings) {
      if (finding.state === "ended") continue;
      const heardAt = Date.parse(finding.lastHeardAt) / 1000;
      const known = this.#register.withId(finding.suspectId);
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
        if (address !== undefined) this.#register.name(subject, address);
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
      this.#register.add(subject);
    }
  }

  /** Takes over who is accused. An access point of the venue is never: somebody may have used its address. */
  #accuse(subject: Subject, observation: Observation, atSeconds: number): void {
    const accused = observation.transmitters.filter(
      (it) => this.#venue.network(it) === undefined || this.#venue.network(it)?.licensed === true,
    );
    const borrowed = observation.transmitters.filter((it) => !accused.includes(it));
    if (observation.subject.kind === "inventor") this.#register.unname(subject);
    for (const address of accused) {
      if (subject.transmitters.size >= LIMITS.transmitters) break;
      const other = this.#register.withAddress(address);
      if (other !== undefined && other !== subject) this.#absorb(subject, other, atSeconds);
      this.#register.name(subject, address);
    }
    subject.transmitterCount = Math.max(
      subject.transmitterCount,
      observation.transmitterCount - borrowed.length,
      subject.transmitters.size,
    );
    for (const address of [...observation.targets, ...borrowed])
      if (subject.targets.size < LIMITS.transmitters) subject.targets.add(address);
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
    this.#register.delete(subject);
  }

  #emit(subject: Subject, suspicion: Suspicion, life: FindingLife, state: FindingState, atSeconds: number): void {
    const finding = buildFinding(subject, suspicion, life, state, score(subject, suspicion, this.#venue));
    if (finding !== undefined) this.#options.emit(finding, atSeconds);
  }
}
