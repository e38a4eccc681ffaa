import type { Finding } from "@probewarden/contract";
import type { Frame } from "../dot11/frame.ts";
import { FrameKind } from "../dot11/frame-kind.ts";
import { FrameType } from "../dot11/frame-types.ts";
import {
  FOUR_ADDRESSES_OCTETS,
  QOS_CONTROL_OCTETS,
  QOS_SUBTYPE,
  THREE_ADDRESSES_OCTETS,
  TWO_ADDRESSES_OCTETS,
} from "../dot11/mac-layout.ts";
import { nameOf } from "../venue/network-name.ts";
import type { Beside, BesideFrame } from "./beside.ts";
import { EXCERPTS } from "./figures.ts";
import type { KeptFrame } from "./kept-figures.ts";
import { FrameStore, type KeptFrames } from "./frame-store.ts";
import { beginningFirst, endsFirst, evenlyOfEach } from "./worth.ts";

/** Beacons and answers that are remembered, so that their repetitions are not kept. */
const SAID = 512;
/** Questions that are remembered as kept: more than are waiting at any time to be asked after. */
const KNOWN = 1_024;

/** The kinds of frames of a suspect, the rarest first. */
export const KINDS = ["questions", "shorts", "answers", "others", "beacons"] as const;
export type Kind = (typeof KINDS)[number];

/** What is kept of a suspect at one moment, apart from what comes: an excerpt is made of it while frames go on. */
export interface KeptNow {
  /** As of {@link SuspectFrames}. */
  addresses: ReadonlySet<number>;
  /** Those that are its own, and those under which it was shown. */
  shown: ReadonlySet<number>;
  stores: Readonly<Record<Kind, KeptFrames>>;
  /** Beacons of other access points, from before it was accused and since. */
  beside: readonly BesideFrame[];
  passed: number;
}

/** Frames of one suspect, each kind in a store of its own, so that what there is most of does not push out what there is least of. */
export class SuspectFrames {
  readonly suspectId: string;
  /** Addresses by which its frames are known. */
  readonly addresses = new Set<number>();
  /** Of these, those that it transmits under, and not those of networks that it hits. */
  readonly own = new Set<number>();
  /** Of these, those under which it was shown, more than a finding lists. */
  readonly shown = new Set<number>();
  /** Its findings as they were told last, by their ids. */
  readonly told = new Map<string, Finding>();
  lastAtSeconds: number;
  /** How many addresses its subject had when they were taken over last. */
  named = 0;
  /** Its frames by kind. */
  readonly stores: Readonly<Record<Kind, FrameStore>> = {
    questions: new FrameStore({ ...EXCERPTS.questions, ofOne: EXCERPTS.questionOctets }, evenlyOfEach),
    shorts: new FrameStore({ ...EXCERPTS.shorts, ofOne: EXCERPTS.shortOctets }, endsFirst),
    answers: new FrameStore({ ...EXCERPTS.answers, ofOne: EXCERPTS.frameOctets }, endsFirst),
    others: new FrameStore({ ...EXCERPTS.others, ofOne: EXCERPTS.headerOctets }, endsFirst),
    beacons: new FrameStore({ ...EXCERPTS.beacons, ofOne: EXCERPTS.frameOctets }, beginningFirst),
  };
  /** Beacons of other access points from before it was accused: see {@link Beside}. */
  beside: BesideFrame[] = [];
  readonly #said = new Map<number, { name: number; atSeconds: number; times: number }>();
  readonly #known = new Set<number>();
  readonly #askedAfter = new Map<number, number>();
  #lastOrder = -1;

  constructor(suspectId: string, atSeconds: number) {
    this.suspectId = suspectId;
    this.lastAtSeconds = atSeconds;
  }

  /** Frames that are kept. */
  get size(): number {
    return KINDS.reduce((sum, kind) => sum + this.stores[kind].size, 0);
  }

  /** Frames of its own that made room for others. */
  get passed(): number {
    return KINDS.reduce((sum, kind) => sum + (kind === "questions" ? 0 : this.stores[kind].passed), 0);
  }

  /** Keeps a frame, once, however many of its addresses are the suspect's. False: it is there, or says what was said a moment ago. */
  keep(frame: Frame, order: number, atSeconds: number): boolean {
    this.lastAtSeconds = atSeconds;
    if (order === this.#lastOrder) return false;
    this.#lastOrder = order;
    if (frame.type !== FrameType.Management) this.stores.others.push(frame, headerOctets(frame), order, atSeconds);
    else if (!this.#isNews(frame, atSeconds)) return false;
    else this.stores[kindOf(frame)].push(frame, frame.octets.length, order, atSeconds);
    return true;
  }

  /** Keeps a beacon or an answer of its own from before it was accused. */
  keepEarlier(kept: KeptFrame, isBeacon: boolean): void {
    this.stores[isBeacon ? "beacons" : "answers"].take(kept);
  }

  /** Keeps a question that it answered. */
  keepQuestion(question: KeptFrame): void {
    if (this.#known.size >= KNOWN) this.#known.clear();
    this.#known.add(question.order);
    this.stores.questions.take(question);
  }

  /** Whether a question, by its number, is kept already. */
  knowsQuestion(order: number): boolean {
    return this.#known.has(order);
  }

  /** Whether it is to be asked who asked for a name that it beacons: at the first beacon, and not again for a while. */
  isNewName(name: number, atSeconds: number): boolean {
    const before = this.#askedAfter.get(name);
    if (before !== undefined && Math.abs(atSeconds - before) < EXCERPTS.answerSeconds) return false;
    if (this.#askedAfter.size >= SAID) this.#askedAfter.clear();
    this.#askedAfter.set(name, atSeconds);
    return true;
  }

  /** Takes over what another had, which turned out to be the same radio. */
  absorb(other: SuspectFrames): void {
    for (const kind of KINDS) this.stores[kind].absorb(other.stores[kind]);
    for (const address of other.shown) this.shown.add(address);
    if (this.beside.length < other.beside.length) this.beside = other.beside;
  }

  /** What is kept of it now, and beside it. */
  now(beside: Beside): KeptNow {
    const { questions, shorts, answers, others, beacons } = this.stores;
    const besideNow = [...beside.frames()].map(({ kept, transmitter }) => ({
      transmitter,
      kept: { ...kept, octets: kept.octets.slice() },
    }));
    return {
      addresses: new Set(this.addresses),
      shown: new Set([...this.own, ...this.shown]),
      stores: {
        questions: questions.copy(),
        shorts: shorts.copy(),
        answers: answers.copy(),
        others: others.copy(),
        beacons: beacons.copy(),
      },
      beside: [...this.beside, ...besideNow],
      passed: this.passed,
    };
  }

  /**
   * Ten beacons a second say the same, and so do an answer and its repetitions; one that changes its name each time, or answers somebody else,
   * does not.
   */
  #isNews(frame: Frame, atSeconds: number): boolean {
    const isBeacon = frame.kind === FrameKind.beacon;
    if (!isBeacon && frame.kind !== FrameKind.probeResponse) return true;
    const name = nameOf(frame);
    // Two sums that are equal by chance cost a repetition of half a second.
    const key = isBeacon ? -1 - frame.transmitter : frame.transmitter + 7 * frame.receiver + name;
    const before = this.#said.get(key);
    // What goes on for long is kept more seldom each time that half of it made room.
    const halvings = isBeacon ? Math.min(this.stores.beacons.halvings, EXCERPTS.seldom) : 0;
    const apartSeconds = EXCERPTS.repeatedSeconds * 2 ** halvings;
    const isRepeated = before?.name === name && Math.abs(atSeconds - before.atSeconds) < apartSeconds;
    if (isRepeated && !(isBeacon && before.times < EXCERPTS.unrepeated)) return false;
    if (before === undefined && this.#said.size >= SAID) this.#said.clear();
    this.#said.set(key, { name, atSeconds, times: (before?.times ?? 0) + 1 });
    return true;
  }
}

/**
 * Of what a station sends, and of good-byes and actions, nothing leaves that stands behind the first octets: thousands of them take little room.
 * What an access point answers stands apart, so that its answers to a flood leave room for the flood.
 */
function kindOf({ kind, octets, transmitter, bssid }: Frame): Kind {
  if (kind === FrameKind.beacon) return "beacons";
  if (kind === FrameKind.action) return "shorts";
  const asks =
    kind === FrameKind.authentication ||
    kind === FrameKind.associationRequest ||
    kind === FrameKind.reassociationRequest ||
    kind === FrameKind.probeRequest;
  if (asks) return transmitter === bssid ? "answers" : "shorts";
  return octets.length <= EXCERPTS.shortOctets && kind !== FrameKind.probeResponse ? "shorts" : "answers";
}

/**
 * How much of a data or control frame is its header: the rest is never kept. Behind two addresses of a control frame stands nothing of use: a
 * beamforming report, or a block acknowledgement.
 */
function headerOctets({ type, subtype, toDs, fromDs }: Frame): number {
  if (type !== FrameType.Data) return TWO_ADDRESSES_OCTETS;
  const addresses = toDs && fromDs ? FOUR_ADDRESSES_OCTETS : THREE_ADDRESSES_OCTETS;
  return addresses + ((subtype & QOS_SUBTYPE) === 0 ? 0 : QOS_CONTROL_OCTETS);
}
