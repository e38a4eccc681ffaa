import { individual, isGroup } from "../../dot11/address.ts";
import type { Frame } from "../../dot11/frame.ts";
import { FRAME_KINDS, FrameKind, kindOf } from "../../dot11/frame-kind.ts";
import { FrameType } from "../../dot11/frame-types.ts";
import { RecentTimes } from "../../air/recent-times.ts";
import type { Detector, DetectorContext, Observation } from "../detector.ts";
import type { EvidenceCode } from "../weights.ts";
import { Applicants } from "./applicants.ts";
import { AUTHENTICATION_FLOOD_EVIDENCE } from "./evidence.ts";
import { AUTHENTICATION_FLOOD } from "./figures.ts";

/** Figures of a flood that goes on are told again after so long; without a request for so long it is over. */
const RENEW_SECONDS = 10;
const QUIET_SECONDS = 60;
/** What stands on the applicants being nobody's. */
const OF_LONE: readonly EvidenceCode[] = [
  "lone-applicants",
  "applicants-of-one-radio",
  "applicant-burst",
  "unacknowledged-answers",
];
/** Levels and numbers are looked over at most so often. */
const JUDGE_SECONDS = 0.25;
/** Access points that are told as hit, and the share of a flood that one must have got. */
const TARGETS = 8;
const TARGET_SHARE = 0.05;
/** Addresses with the group bit that are remembered, so that one that is repeated counts once. */
const IMPOSSIBLE = 8;

/** Requests to be let in, in masses, from addresses that do nothing else. */
export class AuthenticationFlood implements Detector {
  readonly id = "authentication-flood";
  readonly version = 5;
  readonly looksFor = "Somebody floods an access point with invented visitors that ask to be let in.";
  readonly innocentCauses = [
    "An access point whose answers do not reach anybody, for something disturbs the channel where the stations are.",
    "An access point that is full, or a network whose key was changed, turns a crowd of equal devices away.",
    "A power cut after which a hall full of stations comes back at once, heard so badly that only their first frames arrive.",
    "A device that is broken, or is being tested, and asks without pause.",
    "A test of the venue's own access points under load.",
  ];
  readonly evidence = AUTHENTICATION_FLOOD_EVIDENCE;
  readonly hears = [
    FrameKind.authentication,
    FrameKind.associationRequest,
    FrameKind.reassociationRequest,
    FrameKind.associationResponse,
    FrameKind.reassociationResponse,
    FrameKind.probeRequest,
    FrameKind.deauthentication,
    FrameKind.disassociation,
    FrameKind.action,
    FrameKind.psPoll,
    FrameKind.rts,
    FrameKind.blockAckRequest,
    FrameKind.blockAck,
    ...Array.from({ length: FRAME_KINDS / 4 }, (_, subtype) => kindOf(FrameType.Data, subtype)),
  ];
  readonly #applicants: Applicants;
  readonly #impossible: number[] = [];
  readonly #impossibleTimes = new RecentTimes(AUTHENTICATION_FLOOD.impossible);
  #nextImpossible = 0;
  #impossibleCount = 0;
  #against = -1;
  readonly #said = new Set<EvidenceCode>();
  #saidAt = -Infinity;
  #judgedAt = -Infinity;
  #askedAt = -Infinity;
  /** When anybody's data were heard last. */
  #dataAt = -Infinity;

  /** `seed`: any number; it keeps apart what would be hashed alike on purpose. */
  constructor(seed = 0) {
    this.#applicants = new Applicants(seed);
  }

  onFrame(frame: Frame, context: DetectorContext): void {
    if (frame.type === FrameType.Data) this.#dataAt = context.atSeconds;
    if (!isRequest(frame)) {
      if (this.#applicants.size > 0) this.#hearOther(frame, context.atSeconds);
      return;
    }
    // A protected frame was made with a key: its sender has been let in before.
    if (frame.protected) return;
    // Nobody is let in by a station: who asks one wants its acknowledgement (see presence-solicitation).
    if (context.stations.has(frame.receiver) && !isNetwork(frame.receiver, context)) return;
    const { atSeconds: at } = context;
    this.#askedAt = at;
    if (isGroup(frame.transmitter)) {
      if (!this.#takeImpossible(frame.transmitter, context)) return;
    } else {
      const { transmitter, bssid, sequence, rssiDbm, retry } = frame;
      const isNew = context.newStation === transmitter;
      if (!this.#applicants.ask(transmitter, bssid, sequence, rssiDbm, retry, isNew, at)) return;
      // Of management frames alone nobody knows who sends data.
      const areDataHeard = Math.abs(at - this.#dataAt) <= QUIET_SECONDS;
      if (!areDataHeard) this.#applicants.askedFor(frame.kind !== FrameKind.authentication, rssiDbm);
    }
    this.#judge(frame, context);
  }

  /** Other frames about being let in than requests are the access point's answers, or damaged: they say nothing of who sent them. */
  #hearOther(frame: Frame, at: number): void {
    const { transmitter, receiver, sequence, retry, bssid } = frame;
    const isManagement = frame.type === FrameType.Management;
    if (isManagement && transmitter === bssid && isAnswer(frame))
      this.#applicants.hearAnswer(receiver, sequence, retry, at);
    else if (!isManagement || !isAboutEntry(frame)) this.#applicants.hearOther(individual(transmitter), frame.rssiDbm);
  }

  onTick(context: DetectorContext): void {
    const { atSeconds } = context;
    this.#applicants.turn(atSeconds);
    if (this.#said.size > 0) this.#reconsider(context);
    if (Math.abs(atSeconds - this.#askedAt) <= QUIET_SECONDS) return;
    this.#against = -1;
    this.#said.clear();
    this.#impossible.length = 0;
    this.#impossibleCount = 0;
    this.#applicants.mostInSecond = 0;
  }

  /** Most of those that were told of as nobody's went on to do what stations do: there was a crowd, and no flood. */
  #reconsider(context: DetectorContext): void {
    if (this.#applicants.turnedOutShare < AUTHENTICATION_FLOOD.turnedOutShare) return;
    for (const code of OF_LONE)
      if (this.#said.delete(code))
        context.withdraw(
          { code, subject: { kind: "hidden", against: this.#against }, targets: [this.#against] },
          "stations-after-all",
        );
  }

  forgotten(): Record<string, number> {
    return { "authentication-flood-applicants": this.#applicants.forgotten };
  }

  /** Takes a request of a group address; false when it is a known address with one bit hit, or was counted. */
  #takeImpossible(address: number, context: DetectorContext): boolean {
    const { stations, accessPoints, atSeconds } = context;
    if (context.exchangedAddresses.wereExchanged(atSeconds)) return false;
    const meant = individual(address);
    if (stations.has(meant) || accessPoints.get(meant) !== undefined || this.#impossible.includes(address))
      return false;
    this.#impossible[this.#nextImpossible] = address;
    this.#nextImpossible = (this.#nextImpossible + 1) % IMPOSSIBLE;
    this.#impossibleTimes.add(atSeconds);
    this.#impossibleCount++;
    return true;
  }

  #judge(frame: Frame, context: DetectorContext): void {
    const { atSeconds: at } = context;
    const codes = this.#codes(context);
    const isNew = codes.some((code) => !this.#said.has(code));
    if (codes.length === 0 || (!isNew && Math.abs(at - this.#saidAt) < RENEW_SECONDS)) return;
    const areOfLone = codes.some((code) => OF_LONE.includes(code));
    if (areOfLone && !OF_LONE.some((code) => this.#said.has(code))) this.#applicants.mark(at);
    for (const code of codes) this.#said.add(code);
    this.#saidAt = at;
    const observation = this.#observation(frame, context);
    for (const [index, code] of codes.entries())
      context.observe(this, { code, ...observation }, index === 0 ? frame : undefined);
  }

  #codes({ atSeconds: at, timeIsKnown }: DetectorContext): EvidenceCode[] {
    const it = AUTHENTICATION_FLOOD;
    const codes: EvidenceCode[] = [];
    const applicants = this.#applicants;
    if (this.#impossibleTimes.happened(it.impossible, it.windowSeconds, at)) codes.push("impossible-applicants");
    if (!timeIsKnown) return codes;
    if (applicants.isRepeating) codes.push("repeated-applications");
    if (applicants.size < it.answered || Math.abs(at - this.#judgedAt) < JUDGE_SECONDS) return codes;
    this.#judgedAt = at;
    applicants.lookOver();
    if (applicants.areNotThere(at)) codes.push("unacknowledged-answers");
    if (applicants.lone < it.lone || applicants.loneShare < it.loneShare) return codes;
    codes.push("lone-applicants");
    // Equal devices stand at one level, too; but who is turned away comes back.
    const isAtOneLevel = applicants.together >= it.levelShare && applicants.goneForGood >= it.lone;
    if (isAtOneLevel || applicants.inLine >= it.pairShare) codes.push("applicants-of-one-radio");
    // A train comes in, and the access point is full: each of a crowd is answered, and acknowledges that.
    if (applicants.isBurst(at) && !applicants.areThere) codes.push("applicant-burst");
    return codes;
  }

  /** Nobody is accused: every address in such a frame is invented, or somebody else's. */
  #observation(frame: Frame, context: DetectorContext): Omit<Observation, "code"> {
    const applicants = this.#applicants;
    const hit = [...applicants.targets()].sort((left, right) => right[1] - left[1]);
    if (this.#against < 0) this.#against = hit[0]?.[0] ?? frame.bssid;
    const least = Math.max(3, TARGET_SHARE * applicants.size);
    const targets = hit.filter(([, count]) => count >= least).map(([target]) => target);
    const named = [...new Set([this.#against, ...targets])].slice(0, TARGETS);
    return {
      subject: { kind: "hidden", against: this.#against },
      transmitters: [],
      transmitterCount: 0,
      targets: named.filter((target) => isNetwork(target, context)),
      facts: [
        { name: "applicants-in-one-minute", value: applicants.size - applicants.wentOn },
        { name: "applicants-that-went-on", value: applicants.wentOn },
        { name: "share-within-ten-db-percent", value: Math.round(100 * applicants.together) },
        { name: "numbers-that-follow-each-other-percent", value: Math.round(100 * applicants.inLine) },
        { name: "applicants-that-cannot-exist", value: this.#impossibleCount },
        { name: "requests-of-one-address-in-one-second", value: applicants.mostInSecond },
        { name: "applicants-that-acknowledge-nothing", value: applicants.deaf },
      ],
      names: [],
    };
  }
}

/** Authentication or association asked of an access point (9.3.3.5, 9.3.3.7, 9.3.3.11): the receiver is the BSSID, and the sender is not. */
function isRequest(frame: Frame): boolean {
  const { transmitter, receiver, bssid } = frame;
  return isAboutEntry(frame) && receiver === bssid && transmitter !== bssid && !isGroup(receiver);
}

function isAboutEntry({ kind }: Frame): boolean {
  return (
    kind === FrameKind.authentication ||
    kind === FrameKind.associationRequest ||
    kind === FrameKind.reassociationRequest
  );
}

/** What an access point says to who asks to be let in: that it is, or is not, or that it does not know it (11.3.4). */
function isAnswer({ kind }: Frame): boolean {
  return (
    kind === FrameKind.authentication ||
    kind === FrameKind.associationResponse ||
    kind === FrameKind.reassociationResponse ||
    kind === FrameKind.deauthentication ||
    kind === FrameKind.disassociation
  );
}

function isNetwork(address: number, { accessPoints, venue }: DetectorContext): boolean {
  return accessPoints.get(address) !== undefined || venue.network(address) !== undefined;
}
