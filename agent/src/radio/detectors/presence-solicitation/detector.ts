import { bitsApart, individual, isGroup } from "../../dot11/address.ts";
import type { Frame } from "../../dot11/frame.ts";
import { FRAME_KINDS, FrameKind, kindOf } from "../../dot11/frame-kind.ts";
import { FrameType } from "../../dot11/frame-types.ts";
import { RankedRecords } from "../../air/ranked-records.ts";
import { DIRECT_GROUP, nameOf } from "../../venue/network-name.ts";
import type { Detector, DetectorContext } from "../detector.ts";
import type { EvidenceCode } from "../weights.ts";
import { Askers } from "./askers.ts";
import { PRESENCE_SOLICITATION_EVIDENCE } from "./evidence.ts";
import { PRESENCE_SOLICITATION } from "./figures.ts";
import { PassingSenders } from "./passing-senders.ts";
import { Served } from "./served.ts";
import { hasSibling } from "./siblings.ts";
import { carriesNothing, isExchange, isForNoStation, isForTheAnswer, wayOf, type Way } from "./solicitation.ts";
import { RECEIVERS, Solicitor } from "./solicitor.ts";

/** Solicitors at once. Most last for one receiver; those with the most stay. */
const SOLICITORS = 512;
/** Figures of one that goes on are told again after so long, and its address is looked up among the access points again. */
const RENEW_SECONDS = 10;
/** Below it, channels are in the 2.4 GHz band. */
const WIDE_BANDS_MHZ = 3_000;
/** Number of the subject behind passing senders: apart from those of invented networks. */
const PASSING = 16;
/** Bits in which a damaged address differs from the one that was sent. */
const DAMAGED_BITS = 3;

/** Frames to stations that belong to nobody, which make them show that they are there. */
export class PresenceSolicitation implements Detector {
  readonly id = "presence-solicitation";
  readonly version = 7;
  readonly looksFor =
    "Somebody addresses visitors' phones that it has no connection with, so that they show that they are there.";
  readonly innocentCauses = [
    "An access point whose beacons are not heard here, and whose stations are heard only when they look about.",
    "The venue's own positioning system, which makes phones answer.",
    "The venue's own protection against foreign access points, where it sends the stations of one away that is not heard here.",
    "Devices of one kind that talk with each other without an access point, and look for networks under the same address.",
  ];
  readonly evidence = PRESENCE_SOLICITATION_EVIDENCE;
  readonly hears = [
    FrameKind.probeRequest,
    FrameKind.authentication,
    FrameKind.deauthentication,
    FrameKind.disassociation,
    FrameKind.associationRequest,
    FrameKind.associationResponse,
    FrameKind.reassociationRequest,
    FrameKind.reassociationResponse,
    FrameKind.action,
    FrameKind.rts,
    FrameKind.psPoll,
    FrameKind.blockAckRequest,
    FrameKind.blockAck,
    ...Array.from({ length: FRAME_KINDS / 4 }, (_, subtype) => kindOf(FrameType.Data, subtype)),
  ];
  readonly #askers: Askers;
  readonly #solicitors: RankedRecords<Solicitor>;
  readonly #passing = new PassingSenders();
  readonly #served = new Served();
  #passingSaidAt = -Infinity;

  /** `seed`: any number; it keeps apart what would be hashed alike on purpose. */
  constructor(seed = 0) {
    this.#askers = new Askers(seed);
    const make = (): Solicitor => new Solicitor();
    this.#solicitors = new RankedRecords({ capacity: SOLICITORS, ranks: RECEIVERS + 1, make, seed });
  }

  onFrame(frame: Frame, context: DetectorContext): void {
    const { atSeconds: at } = context;
    if (frame.kind === FrameKind.probeRequest) return this.#question(frame, context);
    const { receiver } = frame;
    this.#served.hear(frame, at);
    if (isGroup(receiver)) return;
    const sender = senderOf(frame, context);
    const way = wayOf(frame);
    const isOfExchange = isExchange(frame);
    if (way === undefined && !isOfExchange) return;
    const askedAt = way === undefined ? -Infinity : this.#askers.onlyAsked(receiver, at);
    // Who says good-bye to somebody had to do with him, or was addressed by him before.
    this.#askers.engage(sender, at);
    if (way !== undefined && askedAt > -Infinity && !isNetwork(receiver, context)) {
      this.#solicit(frame, sender, way, askedAt, context);
      return;
    }
    if (!isOfExchange) return;
    this.#askers.engage(receiver, at);
    if (way === undefined || way === "data") return;
    const isForNone = isForNoStation(frame, way);
    if ((isForNone || isForTheAnswer(frame, way)) && !isNetwork(sender, context) && !isNetwork(receiver, context)) {
      const solicitor = this.#of(sender, at);
      solicitor.count(way);
      if (isForTheAnswer(frame, way)) solicitor.takeAddressed(receiver, at);
      if (carriesNothing(frame, way)) solicitor.takeStranger(receiver, frame.mayBeDamaged, at);
      if (isForNone && this.#isStation(receiver, context)) solicitor.takeStation(receiver, frame.mayBeDamaged, at);
      solicitor.takeOther(receiver, at);
      this.#solicitors.renew(sender, solicitor.askers);
      this.#judge(solicitor, frame, context);
    } else if (this.#solicitors.size > 0) this.#solicitors.get(sender)?.takeOther(receiver, at);
  }

  onTick({ atSeconds }: DetectorContext): void {
    this.#solicitors.expire((it) => Math.abs(atSeconds - it.at) > PRESENCE_SOLICITATION.windowSeconds);
  }

  forgotten(): Record<string, number> {
    return {
      "presence-solicitation-askers": this.#askers.forgotten,
      "presence-solicitation-senders": this.#solicitors.forgotten,
    };
  }

  /** Somebody asks for networks: everybody, or one by its address, who answers as to any other frame. A question does not make anybody a member. */
  #question(frame: Frame, context: DetectorContext): void {
    const { transmitter, receiver } = frame;
    if (isGroup(transmitter) || transmitter === frame.bssid) return;
    this.#askers.ask(transmitter, nameOf(frame) === DIRECT_GROUP, context.atSeconds);
    const way = wayOf(frame);
    const askedAt = way === undefined ? -Infinity : this.#askers.onlyAsked(receiver, context.atSeconds);
    if (way !== undefined && askedAt > -Infinity && !isNetwork(receiver, context))
      this.#solicit(frame, transmitter, way, askedAt, context);
  }

  /** Somebody addresses a station that has only asked for networks. */
  #solicit(frame: Frame, sender: number, way: Way, askedAt: number, context: DetectorContext): void {
    const { atSeconds: at } = context;
    const isOfNetwork = isNetwork(sender, context);
    // Data of an access point go to its stations, and its answers to who asked it: that it let this one in, or was asked, was not heard.
    if (isOfNetwork && (way === "data" || way === "answer")) {
      if (isExchange(frame)) this.#askers.engage(frame.receiver, at);
      return;
    }
    if (isOfNetwork && way === "control" && at - askedAt <= PRESENCE_SOLICITATION.answerSeconds) return;
    const solicitor = this.#of(sender, at);
    solicitor.takeAsker(frame.receiver, way, at);
    this.#solicitors.renew(sender, solicitor.askers);
    if (!isOfNetwork) {
      if (way === "null" || carriesNothing(frame, way)) solicitor.takeStranger(frame.receiver, false, at);
      if (way === "null" || isForTheAnswer(frame, way)) solicitor.takeAddressed(frame.receiver, at);
      if (isForNoStation(frame, way)) solicitor.takeStation(frame.receiver, false, at);
    }
    if (way !== "control" || isForTheAnswer(frame, way) || !mayBeCopy(frame)) solicitor.isOfPrimary = true;
    if (!isOfNetwork) this.#pass(solicitor, frame, context);
    this.#judge(solicitor, frame, context);
  }

  /** A sender that is heard with one receiver is one of many, or will be heard with more. */
  #pass(solicitor: Solicitor, frame: Frame, context: DetectorContext): void {
    const { atSeconds: at } = context;
    if (solicitor.askers > 1) return this.#passing.remove(solicitor.transmitter);
    this.#passing.take(solicitor.transmitter, frame.receiver, frame.rssiDbm, frame.mayBeDamaged, at);
    if (Math.abs(at - this.#passingSaidAt) < RENEW_SECONDS || !this.#passing.areOne(at)) return;
    this.#passingSaidAt = at;
    const { senders, receivers } = this.#passing;
    context.observe(
      this,
      {
        code: "passing-senders",
        subject: { kind: "inventor", number: PASSING },
        transmitters: senders.slice(0, 16),
        transmitterCount: senders.length,
        targets: [],
        facts: [
          { name: "stations-that-had-only-asked", value: receivers },
          { name: "senders", value: senders.length },
        ],
        names: [],
      },
      frame,
    );
  }

  #of(sender: number, at: number): Solicitor {
    const known = this.#solicitors.get(sender);
    if (known !== undefined) return known;
    const solicitor = this.#solicitors.meet(sender);
    solicitor.begin(sender, at);
    return solicitor;
  }

  #judge(solicitor: Solicitor, frame: Frame, context: DetectorContext): void {
    const { atSeconds: at } = context;
    const code = this.#codeOf(solicitor, context);
    if (code === undefined) return;
    if (code === solicitor.said && Math.abs(at - solicitor.saidAt) < RENEW_SECONDS) return;
    solicitor.said = code;
    solicitor.saidAt = at;
    const { transmitter, frames } = solicitor;
    // Whoever uses the address of an access point need not be it, and these frames have neither clock nor counter that would show it.
    const isBorrowed = isNetwork(transmitter, context) && context.venue.network(transmitter)?.licensed !== true;
    context.observe(
      this,
      {
        code,
        subject: isBorrowed ? { kind: "hidden", against: transmitter } : { kind: "transmitter", address: transmitter },
        transmitters: isBorrowed ? [] : [transmitter],
        transmitterCount: isBorrowed ? 0 : 1,
        targets: isBorrowed ? [transmitter] : [],
        facts: [
          {
            name: "stations-that-had-only-asked",
            value: solicitor.askersWithin(PRESENCE_SOLICITATION.windowSeconds, at),
          },
          { name: "other-stations", value: solicitor.othersWithin(PRESENCE_SOLICITATION.windowSeconds, at) },
          { name: "control-frames", value: frames.control },
          { name: "null-frames", value: frames.null },
          { name: "data-frames", value: frames.data },
          { name: "requests", value: frames.request },
          { name: "unasked-answers", value: frames.answer },
        ],
        names: [],
      },
      frame,
    );
  }

  #codeOf(solicitor: Solicitor, context: DetectorContext): EvidenceCode | undefined {
    const it = PRESENCE_SOLICITATION;
    const { atSeconds: at, timeIsKnown, accessPoints } = context;
    const strangers = timeIsKnown ? solicitor.strangersWithin(it.strangersSeconds, it.strangers, at) : 0;
    const isListTried = strangers >= it.strangers || solicitor.stationsWithin(it.windowSeconds, at) >= it.stations;
    const mayBeStrangers = isListTried && accessPoints.size > 0;
    if (solicitor.askers < it.few && !mayBeStrangers) return undefined;
    this.#lookUp(solicitor, context);
    if (solicitor.isDamaged) return undefined;
    if (
      solicitor.isSibling ||
      isNetwork(solicitor.transmitter, context) ||
      this.#served.serves(solicitor.transmitter, at)
    ) {
      const asked = timeIsKnown ? solicitor.askersWithin(it.accessPointSeconds, at) : 0;
      const others = solicitor.othersWithin(it.accessPointSeconds, at);
      return asked >= it.accessPointReceivers && asked >= it.accessPointShare * (asked + others)
        ? "addresses-who-asked"
        : undefined;
    }
    const asked = solicitor.askersWithin(it.windowSeconds, at);
    const others = solicitor.othersWithin(it.windowSeconds, at);
    const isItsOwn = solicitor.isOfPrimary || asked >= it.copiesShare * (asked + others);
    if (asked >= it.receivers && isItsOwn) return "addresses-who-asked";
    if (accessPoints.size > 0 && this.#isListTried(solicitor, asked, at)) return "addresses-who-asked";
    if (mayBeStrangers) return "addresses-strangers";
    return asked >= it.some && isItsOwn ? "addresses-some-who-asked" : undefined;
  }

  /**
   * Whether many are addressed by frames that only an access point sends, or is asked by, or that are for no frame behind them, and a few of them had only asked for networks:
   * of one that misses most questions, as a radio that hops does, that is what a list looks like that is tried.
   */
  #isListTried(solicitor: Solicitor, asked: number, at: number): boolean {
    const { some, few, receiversInAll, strangers, windowSeconds } = PRESENCE_SOLICITATION;
    const addressed = solicitor.addressedWithin(windowSeconds, at);
    return (asked >= some && addressed >= receiversInAll) || (asked >= few && addressed >= strangers);
  }

  /** Whether somebody is known as a station that does not look for devices of its kind: such ask each other. */
  #isStation(address: number, { stations }: DetectorContext): boolean {
    return stations.has(address) && !this.#askers.isPeer(address);
  }

  /** Whether it has an address like an access point's, or like that of another with more receivers: looked up among all of them, so now and then. */
  #lookUp(solicitor: Solicitor, { atSeconds: at, accessPoints }: DetectorContext): void {
    if (Math.abs(at - solicitor.lookedUpAt) < RENEW_SECONDS) return;
    solicitor.lookedUpAt = at;
    solicitor.isSibling = hasSibling(solicitor.transmitter, accessPoints);
    solicitor.isDamaged = false;
    for (const [address, other] of this.#solicitors)
      if (other.askers > 2 * solicitor.askers && bitsApart(address, solicitor.transmitter) <= DAMAGED_BITS)
        solicitor.isDamaged = true;
  }
}

/**
 * Who sent it. The group bit of an RTS's transmitter says that its bandwidth is told in the scrambler (9.2.4.3.8); an access point whose address has
 * that bit had another before the recording was published.
 */
function senderOf({ transmitter }: Frame, { accessPoints }: DetectorContext): number {
  return isGroup(transmitter) && accessPoints.get(transmitter) === undefined ? individual(transmitter) : transmitter;
}

/** Whether an address is an access point's: it was heard advertising, or is in the venue's list. */
function isNetwork(address: number, { accessPoints, venue }: DetectorContext): boolean {
  return accessPoints.get(address) !== undefined || venue.network(address) !== undefined;
}

/**
 * Whether a control frame may be a copy of one on a channel beside this one, where the access point's beacons are (10.3.2.6): an RTS ahead of a
 * wide frame in every band; a block acknowledgement request from 5 GHz on, for at 2.4 GHz hardly anybody sends copies of those.
 */
function mayBeCopy({ kind, channelMhz }: Frame): boolean {
  return kind === FrameKind.rts || channelMhz <= 0 || channelMhz >= WIDE_BANDS_MHZ;
}
