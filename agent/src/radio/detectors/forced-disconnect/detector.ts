import { isGroup } from "../../dot11/address.ts";
import type { Frame } from "../../dot11/frame.ts";
import { isOnChannel } from "../../air/own-channel.ts";
import { tsfSeconds } from "../../air/clock-line.ts";
import { RankedRecords } from "../../air/ranked-records.ts";
import { RecentTalk } from "../../air/recent-talk.ts";
import type { Detector, DetectorContext } from "../detector.ts";
import { FRAME_KINDS, FrameKind, kindOf } from "../../dot11/frame-kind.ts";
import { FrameType } from "../../dot11/frame-types.ts";
import { FORCED_DISCONNECT } from "./figures.ts";
import { GoodByes, isGoodBye } from "./good-byes.ts";
import { ElementId, hasElement } from "../../dot11/elements.ts";
import { OtherWays } from "./other-ways.ts";
import { Probing } from "./probing.ts";
import type { EvidenceCode } from "../weights.ts";
import { FORCED_DISCONNECT_EVIDENCE } from "./evidence.ts";

/** Without a good-bye for so long, the rates begin anew. */
const QUIET_SECONDS = 60;
/** Networks at once. */
const NETWORKS = 1_024;
/** Worth of a network, when there is no room for all: the binary digits of its frames' number. */
const WORTHS = 33;
/** Networks known to be hit, at once. */
const FLOODS = 64;
/** What a start of the access point explains, where it was said of nothing else. */
const OF_RESTART: readonly EvidenceCode[] = [
  "repeated-broadcast",
  "frozen-sequence",
  "foreign-level",
  "foreign-in-two-ways",
];

/** What is said in one network's name. It is another's when this one was forgotten. */
interface Hit {
  network: number;
  readonly byes: GoodByes;
  /** A handful at most, and none of nearly all networks. */
  readonly said: EvidenceCode[];
  saidAt: number;
  /** When it was told first; minus infinity while it was not. */
  since: number;
  /** Good-byes that the key's owner made, and those to everybody that carry an integrity code, whose key is not known here. */
  protectedByes: number;
  withMic: number;
}

/** Deauthentication and disassociation in an access point's name, faster or otherwise than an access point does it. */
export class ForcedDisconnect implements Detector {
  readonly id = "forced-disconnect";
  readonly version = 10;
  readonly looksFor = "Somebody throws visitors off a network by sending good-byes in its name.";
  readonly innocentCauses = [
    "An access point that steers busy clients to another channel.",
    "An access point that restarts.",
    "An access point or a station that answers frames of somebody it does not know any more, when these were not heard here.",
    "A controller that closes an access point, or the whole venue, and sends everybody away.",
    "A broken access point that starts anew again and again.",
    "The venue's own protection against foreign access points, which sends their stations away: somebody forces them all the same, and the network that is hit is told.",
    "Two access points with one address.",
    "An access point that tries to change its channel and fails, again and again.",
  ];
  readonly evidence = FORCED_DISCONNECT_EVIDENCE;
  readonly hears = [
    FrameKind.deauthentication,
    FrameKind.disassociation,
    FrameKind.authentication,
    FrameKind.associationRequest,
    FrameKind.associationResponse,
    FrameKind.reassociationRequest,
    FrameKind.reassociationResponse,
    FrameKind.action,
    FrameKind.beacon,
    FrameKind.probeRequest,
    FrameKind.probeResponse,
    FrameKind.rts,
    FrameKind.cts,
    FrameKind.psPoll,
    FrameKind.blockAckRequest,
    FrameKind.blockAck,
    FrameKind.ack,
    ...Array.from({ length: FRAME_KINDS / 4 }, (_, subtype) => kindOf(FrameType.Data, subtype)),
  ];
  readonly #talk = new RecentTalk();
  readonly #hits: RankedRecords<Hit>;
  /** Those of the hits that were told, against a network that is known, the one that was told first first. */
  readonly #floods = new Map<number, Hit>();
  readonly #otherWays: OtherWays;
  readonly #probing = new Probing();
  #stationsForgotten = 0;

  /** `seed`: any number; it keeps apart what would be hashed alike on purpose. */
  constructor(seed = 0) {
    this.#hits = new RankedRecords({ capacity: NETWORKS, ranks: WORTHS, make: emptyHit, seed });
    this.#otherWays = new OtherWays(this, seed);
  }

  onFrame(frame: Frame, context: DetectorContext): void {
    if (frame.kind === FrameKind.probeRequest) return this.#probing.hear(context.atSeconds);
    this.#otherWays.hear(frame, context);
    // These hold the channel, or not, and nothing else.
    if (frame.kind === FrameKind.rts || frame.kind === FrameKind.cts) return;
    if (!isGoodBye(frame)) {
      if (this.#hits.size > 0) this.#overhear(frame, context);
      this.#talk.hear(frame, context.atSeconds);
      return;
    }
    // A protected frame was made by somebody who has the key: the network itself (12.2.7).
    if (!frame.protected) this.#take(frame, context);
    else this.#countProtected(frame);
    this.#talk.hear(frame, context.atSeconds);
  }

  #take(frame: Frame, context: DetectorContext): void {
    const at = context.atSeconds;
    const network = this.#floodBehind(frame, context) ?? networkOf(frame, context);
    const hit = this.#hitOf(network, at);
    const known = context.accessPoints.get(network);
    const isNew = hit.byes.take(frame, network, known, this.#talk, at, context.timeIsKnown);
    this.#hits.renew(network, 32 - Math.clz32(hit.byes.frames));
    if (!isNew) return;
    this.#stationsForgotten += hit.byes.partings.takeForgotten();
    // A receiver without the key goes all the same, so it counts like any other.
    if (isGroup(frame.receiver) && hasElement(frame.elements, ElementId.ManagementMic)) hit.withMic++;
    this.#judge(frame, network, hit, context);
  }

  /** What is known of a network; of one that was quiet for long nothing. */
  #hitOf(network: number, at: number): Hit {
    const known = this.#hits.get(network);
    if (known !== undefined && Math.abs(at - known.byes.at) <= QUIET_SECONDS) return known;
    const hit = known ?? this.#hits.meet(network);
    if (this.#floods.get(hit.network) === hit) this.#floods.delete(hit.network);
    beginHit(hit, network);
    return hit;
  }

  #countProtected({ bssid }: Frame): void {
    const hit = this.#hits.get(bssid);
    if (hit !== undefined) hit.protectedByes++;
  }

  /** What others say of a network in whose name good-byes are sent: its clock, its level, and who joins it. */
  #overhear(frame: Frame, context: DetectorContext): void {
    const hit = frame.bssid < 0 ? undefined : this.#hits.get(frame.bssid);
    if (hit === undefined) return;
    const isFromNetwork = frame.transmitter === frame.bssid;
    const { keptOn } = hit.byes;
    if (keptOn.isRecent(context.atSeconds)) keptOn.hear(frame, frame.bssid, context.atSeconds);
    if (frame.type === FrameType.Data) {
      const known = isFromNetwork ? context.accessPoints.get(frame.bssid) : undefined;
      if (known !== undefined && isOnChannel(known, frame)) known.levels?.hear(frame.rateKbps, frame.rssiDbm, false);
    } else if (frame.hasTsf) {
      if (isFromNetwork && context.timeIsKnown)
        hit.byes.hearClock(tsfSeconds(frame), context.atSeconds, frame.mayBeDamaged);
    } else if (frame.type === FrameType.Management && frame.kind !== FrameKind.action)
      hit.byes.partings.join(isFromNetwork ? frame.receiver : frame.transmitter, context.atSeconds);
  }

  onTick(context: DetectorContext): void {
    const { atSeconds } = context;
    for (const [network, hit] of this.#hits) if (hit.said.length > 0) this.#reconsider(network, hit, context);
    this.#hits.expire((it) => Math.abs(atSeconds - it.byes.at) > QUIET_SECONDS);
    for (const [network, { byes }] of this.#floods)
      if (Math.abs(atSeconds - byes.at) > QUIET_SECONDS) this.#floods.delete(network);
    this.#otherWays.turn(atSeconds);
    this.#probing.turn(atSeconds);
  }

  /** Good-byes that were told turn out to be those of an access point that was started anew. */
  #reconsider(network: number, hit: Hit, context: DetectorContext): void {
    if (!hit.byes.takeRestart(hit.since, context.atSeconds)) return;
    const held = judge(hit.byes, context.accessPoints.get(network)?.channelMhz ?? -1, context);
    const gone = OF_RESTART.filter((code) => hit.said.includes(code) && !held.includes(code));
    hit.said.splice(0, hit.said.length, ...hit.said.filter((code) => !gone.includes(code)));
    const subject = { kind: "hidden" as const, against: network };
    for (const code of gone)
      context.withdraw({ code, subject, targets: isNetwork(network, context) ? [network] : [] }, "restarted");
  }

  forgotten(): Record<string, number> {
    return {
      "forced-disconnect-networks": this.#hits.forgotten,
      "forced-disconnect-receivers": this.#stationsForgotten,
      "forced-disconnect-other-ways": this.#otherWays.forgotten,
    };
  }

  /**
   * The network whose flood a frame belongs to that names no network: its BSSID is a group, or a station that was just thrown off. A
   * station is with one access point (11.3.1), and what forges its good-byes to that one forges these. Programs that take every address of
   * a data frame for a station or an access point send such frames.
   */
  #floodBehind({ bssid, transmitter, receiver }: Frame, context: DetectorContext): number | undefined {
    if (isNetwork(bssid, context)) return undefined;
    let flooded: number | undefined;
    let partedAt = context.atSeconds - QUIET_SECONDS;
    for (const [network, { byes }] of this.#floods) {
      if (!isGroup(bssid) && byes.partings.partedAt(bssid) === -Infinity) continue;
      const latest = Math.max(byes.partings.partedAt(transmitter), byes.partings.partedAt(receiver));
      if (latest < partedAt) continue;
      partedAt = latest;
      flooded = network;
    }
    return flooded;
  }

  #rememberFlood(hit: Hit): void {
    if (this.#floods.size >= FLOODS && !this.#floods.has(hit.network)) {
      let oldest = hit;
      for (const it of this.#floods.values()) if (it.byes.at < oldest.byes.at) oldest = it;
      this.#floods.delete(oldest.network);
    }
    this.#floods.set(hit.network, hit);
  }

  #judge(frame: Frame, network: number, hit: Hit, context: DetectorContext): void {
    const at = context.atSeconds;
    const { byes } = hit;
    const codes = judge(byes, frame.channelMhz, context);
    if (codes.length > 0 && hit.since === -Infinity) hit.since = at;
    if (codes.length > 0 && context.timeIsKnown && this.#probing.rose(hit.since, at)) codes.push("probing-follows");
    const isNew = codes.some((code) => !hit.said.includes(code));
    if (codes.length === 0 || (!isNew && at - hit.saidAt < 10)) return;
    for (const code of codes) if (!hit.said.includes(code)) hit.said.push(code);
    hit.saidAt = at;
    // Only a BSSID that advertises may be named: an address that nobody advertises may be a visitor's.
    const isKnown = isNetwork(network, context);
    if (isKnown) this.#rememberFlood(hit);
    const levelDifference = byes.latest.foreignDb();
    const observation = {
      subject: { kind: "hidden" as const, against: network },
      transmitters: [],
      transmitterCount: 0,
      targets: isKnown ? [network] : [],
      facts: [
        { name: "frames", value: byes.frames },
        { name: "frames-to-one-receiver-in-one-second", value: byes.inSecondToOne },
        { name: "receivers", value: byes.partings.size },
        { name: "frames-to-everybody", value: byes.toEverybody },
        { name: "answers-to-unknown-stations", value: byes.answers },
        { name: "reason-code", value: frame.reasonCode },
        { name: "good-byes-of-who-had-left", value: byes.partedTwiceTimes },
        { name: "frames-of-impossible-senders", value: byes.impossibleTimes },
        { name: "breaks-of-the-counter", value: byes.breakTimes },
        { name: "good-byes-that-nobody-kept", value: byes.keptOn.count },
        { name: "protected-good-byes", value: hit.protectedByes },
        { name: "good-byes-with-integrity-code", value: hit.withMic },
        ...(Number.isNaN(levelDifference) ? [] : [{ name: "level-difference-db", value: Math.round(levelDifference) }]),
      ],
      names: [],
    };
    for (const [index, code] of codes.entries())
      context.observe(this, { code, ...observation }, index === 0 ? frame : undefined);
  }
}

function emptyHit(): Hit {
  return {
    network: -1,
    byes: new GoodByes(),
    said: [],
    saidAt: -Infinity,
    since: -Infinity,
    protectedByes: 0,
    withMic: 0,
  };
}

function beginHit(hit: Hit, network: number): void {
  hit.network = network;
  hit.byes.begin();
  hit.said.length = 0;
  hit.saidAt = -Infinity;
  hit.since = -Infinity;
  hit.protectedByes = 0;
  hit.withMic = 0;
}

/** What can be said of them now; where only the order of the frames is known, nothing of how many come in a second. */
function judge(byes: GoodByes, channelMhz: number, context: DetectorContext): EvidenceCode[] {
  const { atSeconds: at, timeIsKnown } = context;
  const it = FORCED_DISCONNECT;
  const codes: EvidenceCode[] = [];
  if (timeIsKnown) rates(byes, channelMhz, context, codes);
  else if (byes.repeated >= it.frames) codes.push("repeated-untimed");
  if (byes.partedTwice.happened(it.partedTwice, it.persistentSeconds, at)) codes.push("parted-twice");
  if (byes.impossible.happened(it.impossible, it.slowSeconds, at) && !context.exchangedAddresses.wereExchanged(at))
    codes.push("impossible-sender");
  const areForeign = byes.latest.areForeign();
  if (timeIsKnown && contradictions(byes, areForeign, at) >= 2) codes.push("foreign-in-two-ways");
  // Whose frames they are is asked only when there are too many of them.
  if (codes.length === 0) return codes;
  if (areForeign) codes.push("foreign-level");
  if (byes.breaks.happened(it.breaks, it.slowSeconds, at)) codes.push("sequence-break");
  if (byes.latest.sameNumber() >= it.frames) codes.push("frozen-sequence");
  return codes;
}

/** What speaks against their being the access point's, of those of ten minutes: their level, their numbers, that neither side keeps them. */
function contradictions({ times, breaks, keptOn }: GoodByes, areForeign: boolean, at: number): number {
  const it = FORCED_DISCONNECT;
  if (!times.happened(it.frames, it.slowSeconds, at)) return 0;
  const areOffCount = breaks.happened(it.breaks, it.slowSeconds, at);
  const areNotKept = keptOn.times.happened(it.notKept, it.slowSeconds, at);
  return Number(areForeign) + Number(areOffCount) + Number(areNotKept);
}

function rates(byes: GoodByes, channelMhz: number, context: DetectorContext, codes: EvidenceCode[]): void {
  const { atSeconds: at, listenedTime } = context;
  const it = FORCED_DISCONNECT;
  if (byes.inSecondToOne >= it.burstFrames || byes.busySeconds.happened(it.burstSeconds, it.sustainedSeconds, at))
    codes.push("burst");
  const { moments } = byes;
  // A radio that hops hears a few of those moments, in the few seconds for which it is there.
  const since = listenedTime.since(channelMhz, it.sustainedSeconds, at);
  if (
    moments.happened(it.moments, Math.min(at - since, it.momentsAtMostSeconds), at) ||
    moments.happened(it.momentsInMinute, it.persistentSeconds, at)
  )
    codes.push("repeated-broadcast");
  if (byes.times.happened(it.frames, it.sustainedSeconds, at)) codes.push("sustained");
  else if (byes.times.happened(it.frames, it.persistentSeconds, at)) codes.push("persistent");
}

/** Whether an address is known to be an access point's: it was heard advertising, or is in the venue's inventory. */
function isNetwork(address: number, { accessPoints, venue }: DetectorContext): boolean {
  return !isGroup(address) && (accessPoints.get(address) !== undefined || venue.network(address) !== undefined);
}

/** The network that a frame is about: its BSSID; where that is a group, whichever end advertises one, or is no group. */
function networkOf({ bssid, transmitter, receiver }: Frame, context: DetectorContext): number {
  if (!isGroup(bssid) && bssid >= 0) return bssid;
  return isGroup(transmitter) || isNetwork(receiver, context) ? receiver : transmitter;
}
