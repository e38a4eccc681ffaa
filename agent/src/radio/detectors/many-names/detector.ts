import type { Frame } from "../../dot11/frame.ts";
import { hasFittingElements, hasRatesBehindName } from "../../dot11/element-form.ts";
import { FrameKind } from "../../dot11/frame-kind.ts";
import { RankedRecords } from "../../air/ranked-records.ts";
import { nameOf, NO_NAME } from "../../venue/network-name.ts";
import type { Detector, DetectorContext } from "../detector.ts";
import type { EvidenceCode } from "../weights.ts";
import { MANY_NAMES_EVIDENCE } from "./evidence.ts";
import { MANY_NAMES } from "./figures.ts";
import { followedClockOf, HeardNames, keepOctets, type HeardName } from "./heard-name.ts";
import { isUnwritten, mayBeOneName } from "./near-names.ts";
import { followClock } from "./own-clock.ts";
import {
  beginResponder,
  emptyResponder,
  forgetNames,
  isNoName,
  isRecent,
  keepsInFull,
  makeRoom,
  RANKS,
  type Responder,
} from "./responder.ts";
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
/** Seconds between two looks at all BSSIDs for those that are gone. */
const TIDY_SECONDS = 10;

/** One BSSID that advertises or answers for many networks (KARMA, MANA, known beacons on one BSSID). */
export class ManyNames implements Detector {
  readonly id = "many-names";
  readonly version = 5;
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
  readonly #heardNames = new HeardNames();
  #namesForgotten = 0;
  #argued = 0;
  #tidiedAt = -Infinity;

  /** `seed`: any number; it keeps apart what would be hashed alike on purpose. */
  constructor(seed = 0) {
    this.#responders = new RankedRecords({ capacity: BSSIDS, ranks: RANKS, make: emptyResponder, seed });
  }

  onFrame(frame: Frame, context: DetectorContext): void {
    const isAnswer = frame.kind === FrameKind.probeResponse;
    // A beacon's transmitter is its BSSID; where they differ (multi-hop relays, damaged frames) nobody can be accused.
    if (frame.transmitter !== frame.bssid) return;
    const name = nameOf(frame);
    const at = context.atSeconds;
    const responder = this.#responders.get(frame.bssid) ?? this.#meet(frame.bssid, at);
    responder.frames++;
    responder.latestAt = at;
    this.#responders.renew(frame.bssid, responder.names.size);
    if (isNoName(name)) return;
    // What nearly every frame is: the one name of an ordinary access point, once more.
    if (!isAnswer && responder.latest === name && responder.names.size === 1) {
      const only = responder.names.get(name);
      if (only !== undefined) {
        only.at = at;
        only.times++;
        only.beaconed = true;
        return;
      }
    }
    const isNews = this.#remember(responder, name, frame, isAnswer, context);
    const isDue =
      at - responder.judgedAt >= HELD_SECONDS &&
      responder.names.size >= MANY_NAMES.alternating &&
      !this.#isEnoughSaid(responder);
    if (isNews || isDue || Math.abs(at - responder.saidAt) >= RENEW_SECONDS) this.#judge(responder, frame, context);
  }

  onTick({ atSeconds }: DetectorContext): void {
    this.#argued = 0;
    if (Math.abs(atSeconds - this.#tidiedAt) < TIDY_SECONDS) return;
    this.#tidiedAt = atSeconds;
    this.#responders.expire((it) => {
      const isGone = Math.abs(atSeconds - it.latestAt) > MANY_NAMES.windowSeconds;
      if (isGone) forgetNames(it, this.#heardNames);
      return isGone;
    });
  }

  forgotten(): Record<string, number> {
    return { "many-names-bssids": this.#responders.forgotten, "many-names-names": this.#namesForgotten };
  }

  #meet(bssid: number, at: number): Responder {
    const responder = this.#responders.meet(bssid);
    beginResponder(responder, this.#heardNames, at);
    return responder;
  }

  /** True when the frame says something that was not known. */
  #remember(responder: Responder, name: number, frame: Frame, isAnswer: boolean, context: DetectorContext): boolean {
    const at = context.atSeconds;
    let heard = responder.names.get(name);
    const fits = heard?.fits === true || fitsBehind(frame);
    if (heard === undefined) {
      if (frame.mayBeDamaged && isUnwritten(frame.captured, frame.ssidStart, frame.ssidLength)) return false;
      this.#namesForgotten += makeRoom(responder, this.#heardNames, at);
      heard = this.#heardNames.take(at, fits, context.venue.speakableOf(frame));
      addName(responder, name, heard, frame);
      this.#responders.renew(frame.bssid, responder.names.size);
    } else if (responder.latest !== name && isRecent(heard, at)) responder.alternates = true;
    const before = newsIn(heard, responder);
    heard.at = at;
    heard.times++;
    if (!frame.mayBeDamaged) heard.isSure = true;
    if (fits) heard.fits = true;
    responder.latest = name;
    if (context.timeIsKnown && responder.names.size > 1 && (heard.isFollowed || keepsInFull(responder)))
      followClock(followedClockOf(heard, frame, at), frame, !isAnswer, at);
    if (!isAnswer) heard.beaconed = true;
    else {
      heard.answered = true;
      if (!heard.echoed) {
        heard.echoed = context.askedNames.justAsked(frame.receiver, name, at, MANY_NAMES.answerSeconds);
        heard.echoedFirst = heard.echoed && !heard.beaconed;
      }
      if (context.venue.isBait(name)) responder.answeredBait = true;
    }
    const news = newsIn(heard, responder);
    if ((responder.news | news) !== responder.news) {
      responder.news |= news;
      return true;
    }
    return !this.#isEnoughSaid(responder) && (heard.times <= MANY_NAMES.shadowTimes || before !== news);
  }

  /**
   * Whether one more name of a BSSID need not be argued now. In a flood it is said when there are a quarter more, and once a minute: whoever
   * answers each question with a new name, at thousands of addresses, would have us argue anew at each of them.
   */
  #isEnoughSaid(responder: Responder): boolean {
    return this.#argued >= ARGUED_A_SECOND && isMoreOfTheSame(responder);
  }

  #judge(responder: Responder, frame: Frame, context: DetectorContext): void {
    const at = context.atSeconds;
    responder.judgedAt = at;
    if (responder.names.size < MANY_NAMES.alternating) return;
    this.#argued++;
    const tally = tallyOf(responder, at);
    const code = verdictOf(tally, responder, frame, context);
    if (code === undefined) return;
    // Say it when something is new, and renew the figures once a minute.
    const said = `${code} ${tally.names.length} ${tally.echoed} ${tally.concealed}`;
    if (said === responder.said && Math.abs(at - responder.saidAt) < RENEW_SECONDS) return;
    responder.said = said;
    responder.saidAt = at;
    responder.saidNames = responder.names.size;
    this.#say(code, tally, responder, frame, context);
  }

  #say(code: EvidenceCode, tally: Tally, responder: Responder, frame: Frame, context: DetectorContext): void {
    const observation = {
      subject: { kind: "transmitter" as const, address: frame.bssid },
      transmitters: [frame.bssid],
      transmitterCount: 1,
      targets: [],
      facts: [
        { name: "distinct-names", value: tally.names.length },
        { name: "names-echoed-to-the-asker", value: tally.echoed },
        { name: "names-beaconed", value: tally.beaconed },
        { name: "names-answered-but-never-beaconed", value: tally.concealed },
      ],
      names: speakableOf(responder),
    };
    context.observe(this, { code, ...observation }, frame);
    if (tally.concealed >= MANY_NAMES.concealed && code !== "several-names")
      context.observe(this, { code: "unadvertised-names", ...observation }, undefined);
  }
}

/** The names that may leave the sensor, as many as a finding holds. */
function speakableOf({ names }: Responder): string[] {
  const speakable: string[] = [];
  for (const heard of names) {
    if (heard.speakable !== undefined) speakable.push(heard.speakable);
    if (speakable.length === NAMES_IN_FINDING) break;
  }
  return speakable;
}

/** Whether what is behind the name shows that its length was read right. */
function fitsBehind(frame: Frame): boolean {
  return hasFittingElements(frame) && (!frame.elementsCut || hasRatesBehindName(frame));
}

function addName(responder: Responder, name: number, heard: HeardName, frame: Frame): void {
  if (keepsInFull(responder)) keepOctets(heard, frame);
  if (frame.mayBeDamaged) findNear(responder, name, heard, frame);
  responder.names.set(name, heard);
}

/** Of two names that may be one, nobody knows yet which was damaged. */
function findNear({ names }: Responder, name: number, heard: HeardName, frame: Frame): void {
  let nearest: HeardName | undefined;
  for (let place = 0; place < names.size; place++) {
    const other = names.at(place)!;
    if (other.length < 0 || (nearest !== undefined && nearest.times >= other.times)) continue;
    if (!mayBeOneName(frame.captured, frame.ssidStart, frame.ssidLength, other.octets, other.length)) continue;
    nearest = other;
    heard.near = names.keyAt(place);
  }
  if (nearest !== undefined && nearest.near === NO_NAME) nearest.near = name;
}

/** Whether it was said of a BSSID that it has too many names, and it has not a quarter more since. */
function isMoreOfTheSame({ said, saidNames, names }: Responder): boolean {
  return saidNames >= MANY_NAMES.many && names.size < 1.25 * saidNames && said.startsWith("five-names");
}

/** What of a name changes a verdict, as one number. */
function newsIn(heard: HeardName, responder: Responder): number {
  return (
    (heard.isSure ? 1 : 0) +
    (heard.beaconed ? 2 : 0) +
    (heard.answered ? 4 : 0) +
    (heard.echoed ? 8 : 0) +
    (responder.answeredBait ? 16 : 0) +
    (responder.alternates ? 32 : 0)
  );
}
