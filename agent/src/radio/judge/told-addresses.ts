import { LIMITS, mitigationsWithout, withoutNamesOf, type Finding } from "@probewarden/contract";
import { parseAddress, spellAddress } from "../dot11/address.ts";
import { findingWithout } from "./finding-message.ts";
import { newSubject, type Subject } from "./subject.ts";

/** Different addresses that the findings of one subject ever name: what is told must be remembered, so that it can be taken back. */
const PER_SUBJECT = 4 * LIMITS.transmitters;
/** Subjects that have ended, of which it is remembered for a day what they named. */
const ENDED = 512;
const ENDED_SECONDS = 86_400;

/** What the findings of one subject named. */
interface Told {
  addresses: Set<number>;
  /** The transmitters that were named first: whoever invents addresses without end is shown by these. */
  examples: string[];
  /** Undefined once it has ended; then its last findings are here. */
  subject: Subject | undefined;
  ended: Finding[];
  endedAt: number;
}

/** Somebody who was named, and must not have been. */
export interface NamedSubject {
  /** Undefined when it has ended. */
  subject: Subject | undefined;
  /** The last word of its findings, without the address, where it has ended. */
  ended: readonly Finding[];
}

/** Which addresses were told outside, and by which findings: of the open ones, and for a day of those that ended. */
export class ToldAddresses {
  readonly #bySubject = new Map<Subject, Told>();
  readonly #byAddress = new Map<number, Set<Told>>();
  /** Oldest first. */
  readonly #ended = new Set<Told>();
  #forgotten = 0;

  /** Ended subjects whose addresses can no more be taken back, because there were too many. */
  get forgotten(): number {
    return this.#forgotten;
  }

  has(address: number): boolean {
    return this.#byAddress.has(address);
  }

  /** A finding as it goes out, without the addresses that `may` does not let through; what it names is remembered. */
  tell(subject: Subject, finding: Finding, may: (address: number) => boolean): Finding {
    let told = this.#bySubject.get(subject);
    if (told === undefined) {
      told = { addresses: new Set(), examples: [], subject, ended: [], endedAt: 0 };
      this.#bySubject.set(subject, told);
    }
    const kept = told;
    const passes = (text: string): boolean => {
      const address = parseAddress(text);
      return address !== undefined && may(address) && this.#remember(kept, address);
    };
    const isGone = (text: string): boolean => !may(parseAddress(text) ?? Number.NaN);
    const gone = [...finding.transmitters, ...finding.targets].filter(isGone);
    let transmitters = finding.transmitters.filter(passes);
    if (kept.examples.length === 0) kept.examples = transmitters;
    if (transmitters.length === 0 && finding.transmitters.length > 0) transmitters = kept.examples.filter(passes);
    const evidence = gone.length === 0 ? finding.evidence : withoutNamesOf(finding.evidence, gone);
    const mitigations = mitigationsWithout(finding.mitigations, (address) => !passes(address));
    const said: Finding = { ...finding, transmitters, targets: finding.targets.filter(passes), evidence, mitigations };
    if (finding.state === "ended") told.ended.push(said);
    return said;
  }

  /** The end of a finding that was published before a restart, without the addresses that `may` does not let through. */
  tellEnded(finding: Finding, atSeconds: number, may: (address: number) => boolean): Finding {
    const subject = newSubject(finding.suspectId, atSeconds);
    const said = this.tell(subject, { ...finding, state: "ended" }, may);
    this.end(subject, atSeconds);
    const isWhole =
      said.transmitters.length === finding.transmitters.length && said.targets.length === finding.targets.length;
    return isWhole ? said : { ...said, takenBack: true };
  }

  /** A finding that had ended before a restart: whom it named can still be taken back. */
  resumeEnded(finding: Finding): void {
    const endedAt = Date.parse(finding.lastHeardAt) / 1000;
    const subject = newSubject(finding.suspectId, endedAt);
    this.tell(subject, finding, () => true);
    this.end(subject, endedAt);
  }

  /** A subject is no more. What it named can still be taken back. */
  end(subject: Subject, atSeconds: number): void {
    const told = this.#bySubject.get(subject);
    if (told === undefined) return;
    this.#bySubject.delete(subject);
    told.subject = undefined;
    told.endedAt = atSeconds;
    if (told.addresses.size === 0 || told.ended.length === 0) return this.#forget(told);
    this.#ended.add(told);
    if (this.#ended.size <= ENDED) return;
    const [oldest] = this.#ended;
    if (oldest !== undefined) this.#forget(oldest);
    this.#forgotten++;
  }

  /** Who named an address; from now on nobody did. */
  takeBack(address: number): NamedSubject[] {
    const all = this.#byAddress.get(address);
    if (all === undefined) return [];
    this.#byAddress.delete(address);
    const text = spellAddress(address);
    const others = (texts: readonly string[]): string[] => texts.filter((it) => it !== text);
    return [...all].map((told) => {
      told.addresses.delete(address);
      told.examples = others(told.examples);
      told.ended = told.ended.map((finding) => ({ ...findingWithout(finding, text), takenBack: true }));
      return { subject: told.subject, ended: told.ended };
    });
  }

  /** Forgets what ended more than a day ago. */
  expire(atSeconds: number): void {
    for (const told of this.#ended) {
      if (Math.abs(atSeconds - told.endedAt) <= ENDED_SECONDS) return;
      this.#forget(told);
    }
  }

  #remember(told: Told, address: number): boolean {
    if (told.addresses.has(address)) return true;
    if (told.addresses.size >= PER_SUBJECT) return false;
    told.addresses.add(address);
    const all = this.#byAddress.get(address);
    if (all === undefined) this.#byAddress.set(address, new Set([told]));
    else all.add(told);
    return true;
  }

  #forget(told: Told): void {
    this.#ended.delete(told);
    for (const address of told.addresses) {
      const all = this.#byAddress.get(address);
      all?.delete(told);
      if (all?.size === 0) this.#byAddress.delete(address);
    }
  }
}
