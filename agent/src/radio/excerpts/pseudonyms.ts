import { randomBytes } from "node:crypto";
import { CAPTURE_FORM, LIMITS } from "@probewarden/contract";
import { BROADCAST, individual, inGroup, isGroup } from "../dot11/address.ts";

const TWO_TO_32 = 0x1_0000_0000;
const PREFIX = (CAPTURE_FORM.pseudonym[0] * 256 + CAPTURE_FORM.pseudonym[1]) * TWO_TO_32;
/** Sequence numbers have twelve bits (9.2.4.4.2). */
const SEQUENCES = 4_096;
const DIRECT = Buffer.from(CAPTURE_FORM.directName);
/** The letters in which the product spells octets of its own: no digit of an address is among them. */
const LETTERS = "ghijklmnopqrstuv";

export interface PseudonymsOptions {
  /** Whose sequence numbers stay although its address does not: the suspect's, under an address more than are named. */
  counts?: (address: number) => boolean;
  /** Whose sequence numbers are moved by one amount for all of them. */
  countTogether?: (address: number) => boolean;
  /** For tests only. */
  random?: (octets: number) => Uint8Array;
}

/**
 * What stands for addresses, names and counters of others in one file. Each is drawn at random when it is met first and forgotten with this
 * object: there is no key, so that nobody can compute one, and no two files share one.
 */
export class Pseudonyms {
  readonly #named: ReadonlySet<number>;
  readonly #mayBeSaid: (name: Uint8Array) => boolean;
  readonly #random: (octets: number) => Uint8Array;
  readonly #counts: (address: number) => boolean;
  readonly #countTogether: (address: number) => boolean;
  #together = -1;
  readonly #addresses = new Map<number, number>();
  readonly #given = new Set<number>();
  readonly #names = new Map<string, Uint8Array>();
  readonly #offsets = new Map<number, number>();
  readonly #said = new Set<string>();

  /** `named`: addresses that stand as they are; `mayBeSaid`: the same of names. */
  constructor(
    named: ReadonlySet<number>,
    mayBeSaid: (name: Uint8Array) => boolean,
    { counts = () => false, countTogether = () => false, random = randomBytes }: PseudonymsOptions = {},
  ) {
    this.#named = named;
    this.#mayBeSaid = mayBeSaid;
    this.#counts = counts;
    this.#countTogether = countTogether;
    this.#random = random;
  }

  /** How many addresses have a pseudonym. */
  get addresses(): number {
    return this.#addresses.size;
  }

  /** How many names have one. */
  get names(): number {
    return this.#names.size;
  }

  /** Names that stand as they are, in hex. */
  get saidNames(): string[] {
    return [...this.#said];
  }

  /** Whether an address stands as it is. A group address is somebody's with one bit more. */
  isNamed(address: number): boolean {
    return address === BROADCAST || this.#named.has(individual(address));
  }

  /** What stands for an address; its group bit stays. */
  addressOf(address: number): number {
    if (this.isNamed(address)) return address;
    const own = individual(address);
    let other = this.#addresses.get(own);
    if (other === undefined) {
      do other = PREFIX + this.#number(4);
      while (this.#given.has(other) || this.#named.has(other));
      this.#given.add(other);
      this.#addresses.set(own, other);
    }
    return isGroup(address) ? inGroup(other) : other;
  }

  /**
   * What stands for a name: equal ones stay equal. All have one length, since a length is half a name. One of nothing but zeros hides a name,
   * as an empty one does; one of Wi-Fi Direct begins as the standard has it, and goes on with a pseudonym.
   */
  nameOf(name: Uint8Array): Uint8Array {
    if (name.every((octet) => octet === 0)) return new Uint8Array(0);
    const isDirect = DIRECT.every((octet, index) => name[index] === octet);
    if (isDirect && name.length === DIRECT.length) return name;
    const key = Buffer.from(name).toString("hex");
    if (this.#said.has(key)) return name;
    if (this.#said.size < LIMITS.excerptNames && this.#mayBeSaid(name)) {
      this.#said.add(key);
      return name;
    }
    const known = this.#names.get(key);
    if (known !== undefined) return known;
    const letters = [...this.#random(CAPTURE_FORM.nameOctets - 1)].map((octet) => LETTERS.charCodeAt(octet & 0b1111));
    const made = Uint8Array.of(...(isDirect ? DIRECT : []), CAPTURE_FORM.nameMark, ...letters);
    this.#names.set(key, made);
    return made;
  }

  /**
   * A sequence number of who has a pseudonym: moved by one amount in all of a file. Steps stay, and the count itself, which goes on from file to
   * file, tells nothing.
   */
  sequenceOf(transmitter: number, sequence: number): number {
    if (this.isNamed(transmitter) || this.#counts(transmitter)) return sequence;
    return (sequence + this.#offsetOf(transmitter)) % SEQUENCES;
  }

  #offsetOf(transmitter: number): number {
    if (this.#countTogether(transmitter)) {
      if (this.#together < 0) this.#together = this.#number(2) % SEQUENCES;
      return this.#together;
    }
    let offset = this.#offsets.get(transmitter);
    if (offset === undefined) this.#offsets.set(transmitter, (offset = this.#number(2) % SEQUENCES));
    return offset;
  }

  #number(octets: number): number {
    return this.#random(octets).reduce((sum, octet) => sum * 256 + octet, 0);
  }
}
