import type { Frame } from "../../dot11/frame.ts";
import { hasFittingElements, hasRatesBehindName } from "../../dot11/element-form.ts";
import { FrameKind } from "../../dot11/frame-kind.ts";
import { RankedRecords } from "../../air/ranked-records.ts";
import { nameOf, NO_NAME } from "../../venue/network-name.ts";
import type { Detector, DetectorContext } from "../detector.ts";
import type { EvidenceCode } from "../weights.ts";
import { MANY_NAMES_EVIDENCE } from "./evidence.ts";
import { MANY_NAMES } from "./figures.ts";
import { Heard, HeardNames, NONE } from "./heard-names.ts";
import { isUnwritten, mayBeDirectGroup, mayBeOneName } from "./near-names.ts";
import {
  beginOnly,
  beginResponder,
  isNoName,
  KeptResponder,
  makeRoom,
  noteOnly,
  RANKS,
  RoomForResponders,
  type Responder,
} from "./responder.ts";
import { SilentResponders } from "./silent-responders.ts";
import { tallyOf, verdictOf, type Tally } from "./verdict.ts";

/** BSSIDs remembered at once. */
const BSSIDS = 4_096;
/** Figures are renewed once a minute; what may have an innocent reason is looked at again each second. */
const RENEW_SECONDS = 60;
const HELD_SECONDS = 1;
/** BSSIDs of which it is said anew, in one second, that they have one more name of too many; one box has a few such names a second. */
const ARGUED_A_SECOND = 16;
/** Names that one finding holds. */
const NAMES_IN_FINDING = 16;
/** Of what a name was heard as, what changes a verdict. */
const NEWS = Heard.surely | Heard.beaconed | Heard.answered | Heard.echoed;
/** Seconds between two looks at all BSSIDs for those that are gone. */
const TIDY_SECONDS = 10;

/** One BSSID that advertises or answers for many networks (KARMA, MANA, known beacons on one BSSID). */
export class ManyNames implements Detector {
  readonly id = "many-names";
  readonly version = 10;
  readonly looksFor = "A transmitter that pretends to be whatever network a phone asks for.";
  readonly innocentCauses = [
    "An access point that is being renamed or set up.",
    "An old access point with several network names on one address.",
    "A product that answers every request on purpose, such as a honeypot of the venue's own security system.",
    "Two access points that were given the same address by mistake.",
  ];
  readonly evidence = MANY_NAMES_EVIDENCE;
  readonly hears = [FrameKind.beacon, FrameKind.probeResponse];
  readonly #responders: RankedRecords<Responder>;
  readonly #room = new RoomForResponders(BSSIDS);
  readonly #names = new HeardNames(BSSIDS);
  readonly #silent = new SilentResponders();
  #namesForgotten = 0;
  #argued = 0;
  #tidiedAt = -Infinity;

  /** `seed`: any number; it keeps apart what would be hashed alike on purpose. */
  constructor(seed = 0) {
    let made = 0;
    const make = (): Responder => new KeptResponder(made++, this.#room);
    this.#responders = new RankedRecords({ capacity: BSSIDS, ranks: RANKS, make, seed });
  }

  onFrame(frame: Frame, context: DetectorContext): void {
    const isAnswer = frame.kind === FrameKind.probeResponse;
    // A beacon's transmitter is its BSSID; where they differ (multi-hop relays, damaged frames) nobody can be accused.
    if (frame.transmitter !== frame.bssid) return;
    const name = nameOf(frame);
    const at = context.atSeconds;
    const responder = this.#responders.heard(frame.bssid) ?? this.#meet(frame.bssid, name, at);
    responder.frames++;
    responder.latestAt = at;
    if (isNoName(name)) return;
    if (isAnswer) this.#lookForBeacons(frame, context);
    else if (frame.bssid === this.#silent.awaited) this.#silent.hearNeighbour(frame);
    // What nearly every frame is: the one name of an ordinary access point, once more.
    if (!isAnswer && responder.only === name && (responder.onlyHeard & Heard.beaconed) !== 0) {
      responder.onlyAt = at;
      responder.onlyTimes++;
      return;
    }
    const names = this.#names;
    const isNews = this.#remember(responder, name, frame, isAnswer, context);
    const isDue =
      at - responder.judgedAt >= HELD_SECONDS &&
      names.size(responder.number) >= MANY_NAMES.alternating &&
      !this.#isEnoughSaid(responder);
    if (isNews || isDue || Math.abs(at - responder.saidAt) >= RENEW_SECONDS) this.#judge(responder, frame, context);
  }

  onTick({ atSeconds }: DetectorContext): void {
    this.#argued = 0;
    if (Math.abs(atSeconds - this.#tidiedAt) < TIDY_SECONDS) return;
    this.#tidiedAt = atSeconds;
    this.#responders.expire((it) => {
      const isGone = Math.abs(atSeconds - it.latestAt) > MANY_NAMES.windowSeconds;
      if (isGone) this.#names.forgetAll(it.number);
      return isGone;
    });
  }

  forgotten(): Record<string, number> {
    return {
      "many-names-bssids": this.#responders.forgotten,
      "many-names-names": this.#namesForgotten,
      "many-names-silent": this.#silent.forgotten,
    };
  }

  /** Says that addresses answer which never beacon. */
  #lookForBeacons(frame: Frame, context: DetectorContext): void {
    const observation = this.#silent.hear(frame, context);
    if (observation !== undefined) context.observe(this, observation, frame);
  }

  #meet(bssid: number, name: number, at: number): Responder {
    const responder = this.#responders.meet(bssid, isNoName(name) ? 0 : 1);
    beginResponder(responder, this.#names, at);
    return responder;
  }

  /** True when the frame says something that was not known. */
  #remember(responder: Responder, name: number, frame: Frame, isAnswer: boolean, context: DetectorContext): boolean {
    const names = this.#names;
    const { number } = responder;
    const at = context.atSeconds;
    let cell = NONE;
    if (responder.only !== name) {
      cell = names.find(number, name);
      if (cell === NONE) {
        if (frame.mayBeDamaged && isNoKnownName(frame)) return false;
        cell = this.#add(responder, name, frame, context);
      } else if (responder.latest !== name && names.isRecent(cell, at)) responder.alternates = true;
    }
    responder.latest = name;
    if (cell === NONE) {
      responder.onlyAt = at;
      const known = responder.onlyHeard;
      const before = newsIn(known, responder);
      responder.onlyHeard = withFrame(known, responder, frame, isAnswer, context);
      return this.#isNews(responder, ++responder.onlyTimes, before, newsIn(responder.onlyHeard, responder));
    }
    names.at[cell] = at;
    const times = ++names.times[cell]!;
    if (context.timeIsKnown && (names.isInFull(cell) || names.keepsInFull(number)))
      names.followClock(number, cell, frame, !isAnswer, at);
    const before = newsIn(names.heard[cell]!, responder);
    names.heard[cell] = withFrame(names.heard[cell]!, responder, frame, isAnswer, context);
    return this.#isNews(responder, times, before, newsIn(names.heard[cell]!, responder));
  }

  /** Whether what was heard of a name, so many times now, has to be argued. `before`, `news`: see {@link newsIn}. */
  #isNews(responder: Responder, times: number, before: number, news: number): boolean {
    if ((responder.news | news) !== responder.news) {
      responder.news |= news;
      return true;
    }
    return (times <= MANY_NAMES.shadowTimes || before !== news) && !this.#isEnoughSaid(responder);
  }

  /** One more name of a BSSID: its cell among the names, {@link NONE} where it is the only one. */
  #add(responder: Responder, name: number, frame: Frame, context: DetectorContext): number {
    const names = this.#names;
    const { number } = responder;
    if (responder.only !== NO_NAME) noteOnly(responder, this.#room, names, context.venue);
    if (names.size(number) > 0) this.#namesForgotten += makeRoom(responder, names, context.atSeconds);
    if (names.size(number) === 0) {
      beginOnly(responder, this.#room, name, frame);
      return NONE;
    }
    const keepsInFull = names.keepsInFull(number);
    const cell = names.add(number, name, context.venue.speakableOf(frame));
    if (keepsInFull) names.keepOctets(number, cell, frame.captured, frame.ssidStart, frame.ssidLength);
    if (frame.mayBeDamaged) findNear(names, number, cell, frame);
    this.#responders.renew(frame.bssid, names.size(number));
    return cell;
  }

  /**
   * Whether one more name of a BSSID need not be argued now. In a flood it is said when there are a quarter more, and once a minute: whoever
   * answers each question with a new name, at thousands of addresses, would have us argue anew at each of them.
   */
  #isEnoughSaid(responder: Responder): boolean {
    return this.#argued >= ARGUED_A_SECOND && isMoreOfTheSame(responder, this.#names.size(responder.number));
  }

  #judge(responder: Responder, frame: Frame, context: DetectorContext): void {
    const at = context.atSeconds;
    responder.judgedAt = at;
    const size = this.#names.size(responder.number);
    if (size < MANY_NAMES.alternating) return;
    this.#argued++;
    const tally = tallyOf(responder, this.#names, at);
    const code = verdictOf(tally, this.#names, responder, frame, context);
    if (code === undefined) return;
    // Say it when something is new, and renew the figures once a minute.
    if (isSaid(code, tally, responder) && Math.abs(at - responder.saidAt) < RENEW_SECONDS) return;
    responder.said = code;
    responder.saidDistinct = tally.cells.length;
    responder.saidEchoed = tally.echoed;
    responder.saidConcealed = tally.concealed;
    responder.saidAt = at;
    responder.saidNames = size;
    this.#say(code, tally, responder, frame, context);
  }

  #say(code: EvidenceCode, tally: Tally, responder: Responder, frame: Frame, context: DetectorContext): void {
    const observation = {
      subject: { kind: "transmitter" as const, address: frame.bssid },
      transmitters: [frame.bssid],
      transmitterCount: 1,
      targets: [],
      facts: [
        { name: "distinct-names", value: tally.cells.length },
        { name: "names-echoed-to-the-asker", value: tally.echoed },
        { name: "names-beaconed", value: tally.beaconed },
        { name: "names-answered-but-never-beaconed", value: tally.concealed },
      ],
      names: speakableOf(this.#names, responder.number),
    };
    context.observe(this, { code, ...observation }, frame);
    if (tally.concealed >= MANY_NAMES.concealed && code !== "several-names")
      context.observe(this, { code: "unadvertised-names", ...observation }, undefined);
  }
}

/** Whether this, with these figures, is what was said of a BSSID last. */
function isSaid(code: EvidenceCode, { cells, echoed, concealed }: Tally, responder: Responder): boolean {
  const { said, saidDistinct, saidEchoed, saidConcealed } = responder;
  return said === code && saidDistinct === cells.length && saidEchoed === echoed && saidConcealed === concealed;
}

/** The names of a BSSID that may leave the sensor, as many as a finding holds. */
function speakableOf(names: HeardNames, bssid: number): string[] {
  const speakable: string[] = [];
  const first = names.first(bssid);
  const end = first + names.size(bssid);
  for (let cell = first; cell < end && speakable.length < NAMES_IN_FINDING; cell++) {
    const name = names.speakable(cell);
    if (name !== undefined) speakable.push(name);
  }
  return speakable;
}

/** What a name was heard as, this frame with it; and of its BSSID, whether it answered to bait. */
function withFrame(
  known: number,
  responder: Responder,
  frame: Frame,
  isAnswer: boolean,
  { askedNames, venue, atSeconds }: DetectorContext,
): number {
  let heard = known;
  if (!frame.mayBeDamaged) heard |= Heard.surely;
  if ((heard & Heard.fitting) === 0 && fitsBehind(frame)) heard |= Heard.fitting;
  if (!isAnswer) return heard | Heard.beaconed;
  const name = nameOf(frame);
  const isFirstEcho = (heard & Heard.echoed) === 0;
  heard |= Heard.answered;
  if (isFirstEcho && askedNames.justAsked(frame.receiver, name, atSeconds, MANY_NAMES.answerSeconds))
    heard |= (heard & Heard.beaconed) === 0 ? Heard.echoed | Heard.echoedFirst : Heard.echoed;
  if (venue.isBait(name)) responder.answeredBait = true;
  return heard;
}

/** Whether what is behind the name shows that its length was read right. */
function fitsBehind(frame: Frame): boolean {
  return hasFittingElements(frame) && (!frame.elementsCut || hasRatesBehindName(frame));
}

/** Whether a name that was not heard before is damage of one that says nothing of its network. */
function isNoKnownName({ captured, ssidStart, ssidLength }: Frame): boolean {
  return isUnwritten(captured, ssidStart, ssidLength) || mayBeDirectGroup(captured, ssidStart, ssidLength);
}

/** Of two names that may be one, nobody knows yet which was damaged. `cell`: that of the latest, whose frame it is. */
function findNear(names: HeardNames, bssid: number, cell: number, frame: Frame): void {
  let nearest = NONE;
  for (let other = names.first(bssid); other < cell; other++) {
    const length = names.octetsKept(bssid, other);
    if (length < 0 || (nearest !== NONE && names.times[nearest]! >= names.times[other]!)) continue;
    const start = names.octetsStart(bssid, other);
    if (mayBeOneName(frame.captured, frame.ssidStart, frame.ssidLength, names.octets, start, length)) nearest = other;
  }
  if (nearest === NONE) return;
  names.near[cell] = names.keys[nearest]!;
  if (names.near[nearest] === NO_NAME) names.near[nearest] = names.keys[cell]!;
}

/** Whether it was said of a BSSID, which has `size` names now, that it has too many, and it has not a quarter more since. */
function isMoreOfTheSame({ said, saidNames }: Responder, size: number): boolean {
  return saidNames >= MANY_NAMES.many && size < 1.25 * saidNames && said === "five-names";
}

/** What of a name, and of its BSSID, changes a verdict, as one number. */
function newsIn(heard: number, { answeredBait, alternates }: Responder): number {
  return (heard & NEWS) | (answeredBait ? 16 : 0) | (alternates ? 32 : 0);
}
