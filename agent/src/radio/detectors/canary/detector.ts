import { individual, isGroup } from "../../dot11/address.ts";
import { hasFittingElements } from "../../dot11/element-form.ts";
import { FRAME_KINDS, FrameKind, kindOf } from "../../dot11/frame-kind.ts";
import { FrameType } from "../../dot11/frame-types.ts";
import type { Frame } from "../../dot11/frame.ts";
import { isOnChannel } from "../../air/own-channel.ts";
import { RankedRecords } from "../../air/ranked-records.ts";
import { nameOf } from "../../venue/network-name.ts";
import type { Venue } from "../../venue/venue.ts";
import type { Detector, DetectorContext, SubjectKey } from "../detector.ts";
import { BaitTimes } from "./bait-times.ts";
import { CANARY_EVIDENCE } from "./evidence.ts";
import { CANARY } from "./figures.ts";
import { beginReaction, clockOf, DIFFERENT, emptyReaction, senderOf, takeOwn, type Reaction } from "./reaction.ts";

/** Addresses that reacted to bait, of each kind. */
const REACTIONS = 256;
/** Figures of one that goes on are told again after so long. */
const RENEW_SECONDS = 10;
const FOREIGN_DEVIATIONS = 2;
/** Names in one line of evidence. */
const NAMES = 16;

type Code = "answered-bait" | "addressed-bait";

/** Who reacts to bait: a name that only a sensor of the venue asked for, and an address that it used for that one question. */
export class Canary implements Detector {
  readonly id = "canary";
  readonly version = 1;
  readonly looksFor =
    "Somebody answers for a network that exists nowhere, or addresses a device that does not exist: both are known from our own bait only.";
  readonly innocentCauses = [
    "A product that answers every request on purpose, such as a honeypot of the venue's own security system.",
    "The venue's own positioning or protection system, which collects addresses as well.",
    "A list of bait with a name or an address that somebody really has.",
  ];
  readonly evidence = CANARY_EVIDENCE;
  readonly hears = [
    FrameKind.beacon,
    FrameKind.probeRequest,
    FrameKind.probeResponse,
    FrameKind.authentication,
    FrameKind.associationRequest,
    FrameKind.reassociationRequest,
    FrameKind.action,
    FrameKind.rts,
    FrameKind.blockAckRequest,
    ...Array.from({ length: FRAME_KINDS / 4 }, (_, subtype) => kindOf(FrameType.Data, subtype)),
  ];
  readonly #names = new BaitTimes();
  readonly #addresses = new BaitTimes();
  readonly #answerers: RankedRecords<Reaction>;
  readonly #addressers: RankedRecords<Reaction>;
  #venue: Venue | undefined;

  /** `seed`: any number; it keeps apart what would be hashed alike on purpose. */
  constructor(seed = 0) {
    const options = { capacity: REACTIONS, ranks: DIFFERENT, make: emptyReaction, seed };
    this.#answerers = new RankedRecords(options);
    this.#addressers = new RankedRecords(options);
  }

  isIdleAt(venue: Venue): boolean {
    return !venue.hasBait;
  }

  onFrame(frame: Frame, context: DetectorContext): void {
    switch (frame.kind) {
      case FrameKind.probeRequest:
        return this.#hearQuestion(frame, context);
      case FrameKind.beacon:
      case FrameKind.probeResponse:
        return this.#hearAdvertisement(frame, context);
      default:
        if (!isGroup(frame.receiver) && context.venue.isBaitAddress(frame.receiver)) this.#addressed(frame, context);
    }
  }

  /** Who was heard answering a moment ago is judged when its own clock is known. What was collected once may be used weeks later: nothing grows old. */
  onTick(context: DetectorContext): void {
    if (context.venue !== this.#venue) {
      this.#venue = context.venue;
      this.#reconsider(context);
    }
    for (const [, reaction] of this.#answerers) this.#judgeAnswers(reaction, undefined, context);
  }

  forgotten(): Record<string, number> {
    return {
      "canary-times": this.#names.forgotten + this.#addresses.forgotten,
      "canary-answerers": this.#answerers.forgotten,
      "canary-addressers": this.#addressers.forgotten,
    };
  }

  #hearQuestion(frame: Frame, { venue, atSeconds: at }: DetectorContext): void {
    const name = nameOf(frame);
    if (venue.isBaitAddress(frame.transmitter)) {
      this.#addresses.asked(frame.transmitter, at);
      if (venue.isBait(name)) this.#names.asked(name, at);
    } else if (venue.isOwnQuestion(frame)) {
      // A driver may put its adapter's own address in the place of the one that was made up.
      if (venue.isBait(name)) this.#names.asked(name, at);
    } else if (venue.isBait(name)) this.#names.elsewhere(name, venue.baitSince(name), at);
  }

  #hearAdvertisement(frame: Frame, context: DetectorContext): void {
    if (frame.transmitter !== frame.bssid) return;
    const { venue, atSeconds: at, accessPoints, timeIsKnown } = context;
    const name = nameOf(frame);
    if (!venue.isBait(name)) {
      if (this.#answerers.size === 0) return;
      const known = this.#answerers.get(frame.bssid);
      if (known !== undefined) takeOwn(known, frame, at);
      return;
    }
    const since = timeIsKnown ? venue.baitSince(name) : Number.NaN;
    if (!this.#names.elsewhere(name, since, at) || this.#names.age(name, since, at) > CANARY.nameSeconds) return;
    if (frame.mayBeDamaged && !hasFittingElements(frame)) return;
    const reaction = take(this.#answerers, frame.bssid, name, at);
    const spelled = venue.speakableOf(frame);
    if (spelled !== undefined && reaction.names.size < NAMES) reaction.names.add(spelled);
    reaction.ageSeconds = this.#names.age(name, since, at);
    reaction.isSure ||= !frame.mayBeDamaged || reaction.frames > 1;
    reaction.clock = clockOf(frame, at);
    const known = accessPoints.get(frame.bssid);
    const { rateKbps, rssiDbm } = frame;
    if (known !== undefined && isOnChannel(known, frame) && hasOthers(reaction, known.advertisements)) {
      const foreignDb = known.levels?.foreignness(rateKbps, rssiDbm, CANARY.foreignDb, FOREIGN_DEVIATIONS);
      if (foreignDb !== undefined && Math.abs(foreignDb) > 0) reaction.foreign++;
    }
    this.#judgeAnswers(reaction, frame, context);
  }

  #judgeAnswers(reaction: Reaction, frame: Frame | undefined, context: DetectorContext): void {
    const { atSeconds: at, accessPoints, stations } = context;
    if (!reaction.isSure || (!reaction.isNews && reaction.said?.kind === "hidden")) return;
    const { address } = reaction;
    // Who was shown to be somebody else once does not become the access point by a better forgery.
    const isAnothers = reaction.said?.kind === "hidden" || stations.has(address) || isOperators(address, context);
    const others = (accessPoints.get(address)?.advertisements ?? 0) - reaction.frames;
    const sender = isAnothers ? "another" : senderOf(reaction, others, at);
    if (sender === "unknown") return;
    const subject = subjectOf(address, sender === "another");
    if (reaction.said !== undefined && reaction.said.kind !== subject.kind) {
      context.withdraw({ code: "answered-bait", subject: reaction.said, targets: [] }, "borrowed-address");
      reaction.isNews = true;
    }
    this.#say("answered-bait", reaction, subject, frame, context);
  }

  #addressed(frame: Frame, context: DetectorContext): void {
    const { venue, atSeconds: at, timeIsKnown, accessPoints, stations } = context;
    const since = timeIsKnown ? venue.baitSince(frame.receiver) : Number.NaN;
    if (!this.#addresses.elsewhere(frame.receiver, since, at)) return;
    // The group bit of an RTS's transmitter says that its bandwidth is told in the scrambler (9.2.4.3.8).
    const sender = individual(frame.transmitter);
    // Two pieces of bait are two sensors, and no box.
    if (venue.isBaitAddress(sender)) return;
    const isNetwork = accessPoints.get(sender) !== undefined || venue.network(sender) !== undefined;
    const reaction = take(this.#addressers, sender, frame.receiver, at);
    reaction.ageSeconds = this.#addresses.age(frame.receiver, since, at);
    // One bit of an answer makes an action frame of it, or data: where damage is not excluded, it must be heard again as well.
    const mayBeAnswer = frame.mayBeDamaged || (isNetwork && frame.type === FrameType.Control);
    reaction.isSure ||= !mayBeAnswer || at - reaction.firstAt >= CANARY.againSeconds;
    if (!reaction.isSure) return;
    // These frames carry no clock: whoever uses the address of an access point, or of somebody's phone, need not be it.
    const isBorrowed = stations.has(sender) || (isNetwork && venue.network(sender)?.licensed !== true);
    this.#say("addressed-bait", reaction, subjectOf(sender, isBorrowed), frame, context);
  }

  #say(code: Code, it: Reaction, subject: SubjectKey, frame: Frame | undefined, context: DetectorContext): void {
    const { atSeconds: at } = context;
    if (
      !it.isNews ||
      (it.said !== undefined && it.said.kind === subject.kind && Math.abs(at - it.saidAt) < RENEW_SECONDS)
    )
      return;
    it.isNews = false;
    it.said = subject;
    it.saidAt = at;
    const isHidden = subject.kind === "hidden";
    const counts =
      code === "answered-bait" ? ["frames-under-bait-names", "bait-names"] : ["frames-to-bait", "bait-addresses"];
    context.observe(
      this,
      {
        code,
        subject,
        transmitters: isHidden ? [] : [it.address],
        transmitterCount: isHidden ? 0 : 1,
        // Who behaved as a station is nobody's target either; the judge leaves out what was not shown to be a network.
        targets: isHidden ? [it.address] : [],
        facts: [
          { name: counts[0]!, value: it.frames },
          { name: counts[1]!, value: it.bait.size },
          ...(Number.isNaN(it.ageSeconds)
            ? []
            : [{ name: "seconds-since-the-bait-asked", value: Math.round(10 * it.ageSeconds) / 10 }]),
        ],
        names: [...it.names],
      },
      frame,
    );
  }

  /** What is bait may have changed: who reacted to nothing that still is has nothing held against it. */
  #reconsider(context: DetectorContext): void {
    const { venue } = context;
    const isName = (it: number): boolean => venue.isBait(it);
    const isAddress = (it: number): boolean => venue.isBaitAddress(it);
    this.#names.keep(isName);
    this.#addresses.keep(isAddress);
    this.#withdraw("answered-bait", this.#answerers, isName, context);
    this.#withdraw("addressed-bait", this.#addressers, isAddress, context);
  }

  #withdraw(
    code: Code,
    from: RankedRecords<Reaction>,
    isBait: (it: number) => boolean,
    context: DetectorContext,
  ): void {
    const gone: number[] = [];
    for (const [address, { bait, said }] of from) {
      for (const it of bait) if (!isBait(it)) bait.delete(it);
      if (bait.size > 0) continue;
      gone.push(address);
      if (said !== undefined)
        context.withdraw({ code, subject: said, targets: said.kind === "hidden" ? [address] : [] }, "bait-withdrawn");
    }
    for (const address of gone) from.delete(address);
  }
}

/** The record of an address that reacted to a piece of bait. */
function take(reactions: RankedRecords<Reaction>, address: number, bait: number, at: number): Reaction {
  let reaction = reactions.get(address);
  if (reaction === undefined) {
    reaction = reactions.meet(address);
    beginReaction(reaction, address, at);
  }
  reaction.frames++;
  reaction.isNews = true;
  if (reaction.bait.size < DIFFERENT) reaction.bait.add(bait);
  reactions.renew(address, reaction.bait.size);
  return reaction;
}

/** Whether an access point is the venue's own, and not one that may observe: it is never accused of what somebody sends under its address. */
function isOperators(address: number, { venue }: DetectorContext): boolean {
  const listed = venue.network(address);
  return listed !== undefined && listed.licensed !== true;
}

function hasOthers({ frames }: Reaction, advertisements: number): boolean {
  return advertisements - frames >= CANARY.ownFrames;
}

function subjectOf(address: number, isBorrowed: boolean): SubjectKey {
  return isBorrowed ? { kind: "hidden", against: address } : { kind: "transmitter", address };
}
