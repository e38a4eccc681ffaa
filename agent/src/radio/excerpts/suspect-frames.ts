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
import { EXCERPTS } from "./figures.ts";
import { FrameLane, type KeptFrame } from "./frame-lane.ts";

/** Beacons and answers that are remembered, so that their repetitions are not kept. */
const SAID = 512;
/** Questions that are remembered as kept: more than are waiting at any time to be asked after. */
const KNOWN = 1_024;

/** Frames of one suspect, each kind in a lane of its own, so that what there is most of does not push out what there is least of. */
export class SuspectFrames {
  readonly suspectId: string;
  /** Addresses by which its frames are known. */
  readonly addresses = new Set<number>();
  /** Of these, those that it transmits under, and not those of networks that it hits. */
  readonly own = new Set<number>();
  /** Its findings as they were told last, by their ids. */
  readonly told = new Map<string, Finding>();
  lastAtSeconds: number;
  /** How many addresses its subject had when they were taken over last. */
  named = 0;
  readonly #beacons = new FrameLane(EXCERPTS.beacons, EXCERPTS.frameOctets);
  readonly #managements = new FrameLane(EXCERPTS.managements, EXCERPTS.frameOctets);
  readonly #others = new FrameLane(EXCERPTS.others, EXCERPTS.headerOctets);
  readonly #questions = new FrameLane(EXCERPTS.questions, EXCERPTS.questionOctets);
  readonly #said = new Map<number, { name: number; atSeconds: number }>();
  readonly #known = new Set<number>();
  #lastOrder = -1;

  constructor(suspectId: string, atSeconds: number) {
    this.suspectId = suspectId;
    this.lastAtSeconds = atSeconds;
  }

  /** Frames that are kept. */
  get size(): number {
    return this.#lanes().reduce((sum, lane) => sum + lane.size, 0);
  }

  /** Frames of its own that made room for later ones. */
  get passed(): number {
    return this.#beacons.passed + this.#managements.passed + this.#others.passed;
  }

  /** Keeps a frame, once, however many of its addresses are the suspect's. False: it is there, or says what was said a moment ago. */
  keep(frame: Frame, order: number, atSeconds: number): boolean {
    this.lastAtSeconds = atSeconds;
    if (order === this.#lastOrder) return false;
    this.#lastOrder = order;
    if (frame.type !== FrameType.Management) this.#others.push(frame, headerOctets(frame), order, atSeconds);
    else if (!this.#isNews(frame, atSeconds)) return false;
    else {
      const lane = frame.kind === FrameKind.beacon ? this.#beacons : this.#managements;
      lane.push(frame, frame.octets.length, order, atSeconds);
    }
    return true;
  }

  /** Keeps a question that it answered. */
  keepQuestion(question: KeptFrame): void {
    if (this.#known.size >= KNOWN) this.#known.clear();
    this.#known.add(question.order);
    this.#questions.take(question);
  }

  /** Whether a question, by its number, is kept already. */
  knowsQuestion(order: number): boolean {
    return this.#known.has(order);
  }

  /** Takes over what another had, which turned out to be the same radio: as far as there is room, the latest. */
  absorb(other: SuspectFrames): void {
    const [mine, others] = [this.#lanes(), other.#lanes()];
    mine.forEach((lane, index) => {
      const both = [...(others[index]?.frames() ?? []), ...lane.frames()]
        .map((it) => ({ ...it, octets: it.octets.slice() }))
        .toSorted((a, b) => a.order - b.order);
      lane.refill(both.filter((it, place) => it.order !== both[place - 1]?.order));
    });
  }

  /** The kinds one by one, each the oldest first. What an excerpt has no room for it gives up from the first on. */
  lanes(): readonly FrameLane[] {
    return [this.#beacons, this.#others, this.#managements, this.#questions];
  }

  /** The questions that it answered, oldest first. */
  questions(): Iterable<KeptFrame> {
    return this.#questions.frames();
  }

  #lanes(): FrameLane[] {
    return [this.#beacons, this.#managements, this.#others, this.#questions];
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
    if (before?.name === name && Math.abs(atSeconds - before.atSeconds) < EXCERPTS.repeatedSeconds) return false;
    if (before === undefined && this.#said.size >= SAID) this.#said.clear();
    this.#said.set(key, { name, atSeconds });
    return true;
  }
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
