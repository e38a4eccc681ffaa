import { BAND_FROM_DB, PRIOR_DB } from "@probewarden/contract";
import { AddressTable } from "../dot11/address-table.ts";
import type { Frame } from "../dot11/frame.ts";
import type { Observation } from "../detectors/detector.ts";
import { WEIGHTS, type EvidenceCode } from "../detectors/weights.ts";
import type { Subject } from "./subject.ts";
import { keyOf } from "./subject-register.ts";

/**
 * Addresses that begin to be suspects within a minute, by what one detector saw, before they are taken for one transmitter that invents
 * them. Four at one level on one channel: boxes are bought one at a time and stand in different places, invented addresses are many and
 * come from one antenna. Sixteen wherever they are heard: no venue has as many boxes that are switched on together.
 */
export const CROWD = { near: 4, anywhere: 16, windowSeconds: 60, levelDb: 10 } as const;

/** Addresses remembered as belonging to some crowd. Whoever invents more is counted no further: the number told is then "at least". */
const MEMBERS = 8_192;
/** Crowds of one neighbourhood at once, over all detectors. */
const CROWDS = 32;
/** Who begins later than this after a crowd was heard is judged by itself again. */
const JOIN_SECONDS = 600;
/** Weight of a new level in a crowd's mean. */
const LEVEL_SHARE = 0.1;

/** Somebody who has just begun to be a suspect. */
interface Newcomer {
  subject: Subject;
  at: number;
  levelDbm: number;
  channelMhz: number;
}

interface Crowd {
  detectorId: string;
  subject: Subject;
  /** NaN and 0 where the radio does not say. */
  levelDbm: number;
  channelMhz: number;
  /** It takes in whoever comes, at whatever level: there were too many for them to be told apart. */
  isAnywhere: boolean;
  addresses: number;
}

/** Evidence that puts a subject on the list by itself. */
const OPENING: ReadonlySet<EvidenceCode> = new Set(
  WEIGHTS.filter(({ suspicion, usedDb }) => PRIOR_DB[suspicion] + usedDb >= BAND_FROM_DB.watch).map(({ code }) => code),
);

/** Many addresses of one cause: one subject with a count, and not as many suspects as somebody cares to invent. */
export class Crowds {
  readonly #isAlive: (subject: Subject) => boolean;
  #newcomers: { detectorId: string; newcomer: Newcomer }[] = [];
  #crowds: Crowd[] = [];
  readonly #members: AddressTable<Crowd>;

  /** `isAlive` says whether a subject is still one; `seed`: any number, secret where what is heard may be made to be hashed alike. */
  constructor(isAlive: (subject: Subject) => boolean, seed: number) {
    this.#isAlive = isAlive;
    this.#members = new AddressTable(seed);
  }

  /** The crowd's subject that this address is known to belong to. */
  withMember(observation: Pick<Observation, "subject">): Subject | undefined {
    const crowd = this.#members.get(keyOf(observation.subject));
    return crowd !== undefined && this.#isAlive(crowd.subject) ? crowd.subject : undefined;
  }

  /** Whether an observation makes a suspect of its subject, whatever else is held against it. */
  isOpening({ subject, code }: Observation): boolean {
    return subject.kind !== "inventor" && OPENING.has(code);
  }

  /**
   * The crowd that a beginning suspect belongs to, if any. When it is the one that makes them a crowd, `join` is called for those that
   * came before; the first of them is the crowd from then on.
   */
  place(
    detectorId: string,
    observation: Observation,
    frame: Frame | undefined,
    atSeconds: number,
    join: (crowd: Subject, member: Subject) => void,
  ): Subject | undefined {
    const levelDbm = frame?.rssiDbm ?? Number.NaN;
    const channelMhz = frame !== undefined && frame.channelMhz > 0 ? frame.channelMhz : 0;
    this.#forgetDead();
    let crowd = this.#crowds.find(
      (it) =>
        it.detectorId === detectorId &&
        Math.abs(atSeconds - it.subject.lastHeardAt) <= JOIN_SECONDS &&
        (it.isAnywhere || isNear(it, levelDbm, channelMhz)),
    );
    crowd ??= this.#gather(detectorId, observation, { levelDbm, channelMhz }, atSeconds, join);
    if (crowd === undefined) return undefined;
    if (!Number.isNaN(levelDbm))
      crowd.levelDbm = Number.isNaN(crowd.levelDbm)
        ? levelDbm
        : crowd.levelDbm + LEVEL_SHARE * (levelDbm - crowd.levelDbm);
    this.#count(crowd, observation);
    return crowd.subject;
  }

  /** Where everything else is full: a crowd of this detector, however far. */
  anyOf(detectorId: string, observation: Observation): Subject | undefined {
    const crowd = this.#crowds.find((it) => it.detectorId === detectorId && this.#isAlive(it.subject));
    if (crowd !== undefined) this.#count(crowd, observation);
    return crowd?.subject;
  }

  /** Makes a subject the crowd for whoever of this detector finds no room. */
  start(detectorId: string, subject: Subject, observation: Observation): void {
    const crowd = { detectorId, subject, levelDbm: Number.NaN, channelMhz: 0, isAnywhere: true, addresses: 0 };
    this.#crowds.push(crowd);
    this.#count(crowd, observation);
  }

  /** Remembers somebody who began to be a suspect on its own. */
  began(detectorId: string, subject: Subject, frame: Frame | undefined, atSeconds: number): void {
    this.#newcomers.push({
      detectorId,
      newcomer: {
        subject,
        at: atSeconds,
        levelDbm: frame?.rssiDbm ?? Number.NaN,
        channelMhz: frame !== undefined && frame.channelMhz > 0 ? frame.channelMhz : 0,
      },
    });
  }

  /** One subject turned out to be another: its crowd goes with it. */
  moved(from: Subject, to: Subject): void {
    for (const crowd of this.#crowds) if (crowd.subject === from) crowd.subject = to;
  }

  /** How many addresses a subject has as a crowd. */
  addressesOf(subject: Subject): number {
    let addresses = 0;
    for (const crowd of this.#crowds) if (crowd.subject === subject) addresses += crowd.addresses;
    return addresses;
  }

  #gather(
    detectorId: string,
    { subject: { kind } }: Observation,
    heard: { levelDbm: number; channelMhz: number },
    atSeconds: number,
    join: (crowd: Subject, member: Subject) => void,
  ): Crowd | undefined {
    this.#newcomers = this.#newcomers.filter(
      ({ newcomer: { subject, at } }) => Math.abs(atSeconds - at) <= CROWD.windowSeconds && this.#isAlive(subject),
    );
    const all = this.#newcomers.filter((it) => it.detectorId === detectorId).map(({ newcomer }) => newcomer);
    const near = all.filter((it) => isNear(it, heard.levelDbm, heard.channelMhz));
    const isAnywhere = all.length + 1 >= CROWD.anywhere;
    // Who hides behind the addresses of others is known by those, and a level says less: two may be hit by two.
    if (!isAnywhere && (kind === "hidden" || near.length + 1 < CROWD.near)) return undefined;
    const parts = isAnywhere ? all : near;
    const [first] = parts;
    if (first === undefined || (!isAnywhere && this.#crowds.length >= CROWDS)) return undefined;
    const crowd: Crowd = { detectorId, subject: first.subject, ...heard, isAnywhere, addresses: 0 };
    if (isAnywhere) this.#widen(crowd, join);
    this.#crowds.push(crowd);
    for (const { subject } of parts) {
      for (const address of subject.transmitters) this.#remember(crowd, address);
      if (subject !== crowd.subject && this.#isAlive(subject)) join(crowd.subject, subject);
    }
    const gone = new Set(parts.map(({ subject }) => subject));
    this.#newcomers = this.#newcomers.filter(({ newcomer }) => !gone.has(newcomer.subject));
    return crowd;
  }

  /** Those that stood at one level or another were all the same. */
  #widen(crowd: Crowd, join: (crowd: Subject, member: Subject) => void): void {
    for (const other of this.#crowds) {
      if (other.detectorId !== crowd.detectorId || other.subject === crowd.subject) continue;
      const { subject } = other;
      other.subject = crowd.subject;
      join(crowd.subject, subject);
    }
  }

  #forgetDead(): void {
    if (this.#crowds.every((it) => this.#isAlive(it.subject))) return;
    this.#crowds = this.#crowds.filter((it) => this.#isAlive(it.subject));
    for (const [key, crowd] of this.#members) if (!this.#isAlive(crowd.subject)) this.#members.delete(key);
  }

  #count(crowd: Crowd, observation: Observation): void {
    this.#remember(crowd, keyOf(observation.subject));
  }

  #remember(crowd: Crowd, key: number): void {
    const before = this.#members.get(key);
    if (before === crowd || (before === undefined && this.#members.size >= MEMBERS)) return;
    this.#members.set(key, crowd);
    crowd.addresses++;
  }
}

/** Whether it may be the same antenna. What the radio does not say keeps nobody apart. */
function isNear(it: { levelDbm: number; channelMhz: number }, levelDbm: number, channelMhz: number): boolean {
  if (it.channelMhz > 0 && channelMhz > 0 && it.channelMhz !== channelMhz) return false;
  return !(Math.abs(it.levelDbm - levelDbm) > CROWD.levelDb);
}
