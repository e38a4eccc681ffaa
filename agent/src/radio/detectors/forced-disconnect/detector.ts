import { isGroup } from "../../dot11/address.ts";
import type { Frame } from "../../dot11/frame.ts";
import type { AccessPoint } from "../../air/access-points.ts";
import { BoundedMap } from "../../air/bounded-map.ts";
import type { Detector, DetectorContext } from "../detector.ts";
import { FrameKind } from "../../dot11/frame-kind.ts";
import { FORCED_DISCONNECT } from "./figures.ts";
import { GoodByes } from "./good-byes.ts";
import type { EvidenceCode } from "../weights.ts";
import { FORCED_DISCONNECT_EVIDENCE } from "./evidence.ts";

/** Without a good-bye for so long, the rates begin anew. */
const QUIET_SECONDS = 60;
/** Networks at once. */
const NETWORKS = 1_024;
/** Networks known to be hit, at once. */
const FLOODS = 64;

interface Hit {
  byes: GoodByes;
  said: Set<EvidenceCode>;
  saidAt: number;
}

/** Deauthentication and disassociation in an access point's name, faster or otherwise than an access point does it. */
export class ForcedDisconnect implements Detector {
  readonly id = "forced-disconnect";
  readonly version = 3;
  readonly looksFor = "Somebody throws visitors off a network by sending good-byes in its name.";
  readonly innocentCauses = [
    "An access point that steers busy clients to another channel.",
    "An access point that restarts.",
    "A station that goes on sending to an access point that does not know it any more.",
    "The venue's own protection against foreign access points.",
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
  ];
  readonly #hits = new BoundedMap<Hit>(NETWORKS, (it) => it.byes.frames * 1e10 + it.byes.at);
  /** Those of the hits that were told, against a network that is known. */
  readonly #floods = new BoundedMap<GoodByes>(FLOODS, (it) => it.at);
  #stationsForgotten = 0;

  onFrame(frame: Frame, context: DetectorContext): void {
    if (frame.kind !== FrameKind.deauthentication && frame.kind !== FrameKind.disassociation) {
      this.#hits.get(frame.bssid)?.byes.join(frame.transmitter === frame.bssid ? frame.receiver : frame.transmitter);
      return;
    }
    // A protected frame was made by somebody who has the key: the network itself (12.2.7).
    if (frame.protected) return;
    const at = context.atSeconds;
    const network = this.#floodBehind(frame, context) ?? networkOf(frame, context);
    let hit = this.#hits.get(network);
    if (hit === undefined || Math.abs(at - hit.byes.at) > QUIET_SECONDS) {
      hit = { byes: new GoodByes(), said: new Set(), saidAt: -Infinity };
      this.#hits.set(network, hit);
    }
    const known = context.accessPoints.get(network);
    if (!hit.byes.take(frame, network, known, at)) return;
    this.#stationsForgotten += hit.byes.takeForgotten();
    this.#judge(frame, network, hit, known, context);
  }

  onTick({ atSeconds }: DetectorContext): void {
    this.#hits.expire((it) => Math.abs(atSeconds - it.byes.at) > QUIET_SECONDS);
    this.#floods.expire((it) => Math.abs(atSeconds - it.at) > QUIET_SECONDS);
  }

  forgotten(): Record<string, number> {
    return {
      "forced-disconnect-networks": this.#hits.forgotten,
      "forced-disconnect-receivers": this.#stationsForgotten,
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
    for (const [network, byes] of this.#floods) {
      if (!isGroup(bssid) && byes.partedAt(bssid) === -Infinity) continue;
      const latest = Math.max(byes.partedAt(transmitter), byes.partedAt(receiver));
      if (latest < partedAt) continue;
      partedAt = latest;
      flooded = network;
    }
    return flooded;
  }

  #judge(frame: Frame, network: number, hit: Hit, known: AccessPoint | undefined, context: DetectorContext): void {
    const at = context.atSeconds;
    const { byes } = hit;
    const codes = judge(byes, known, at);
    const isNew = codes.some((code) => !hit.said.has(code));
    if (codes.length === 0 || (!isNew && at - hit.saidAt < 10)) return;
    for (const code of codes) hit.said.add(code);
    hit.saidAt = at;
    // Only a BSSID that advertises may be named: an address that nobody advertises may be a visitor's.
    const isKnown = isNetwork(network, context);
    if (isKnown) this.#floods.set(network, byes);
    const levelDifference = known === undefined ? Number.NaN : byes.levels.median() - known.levelDbm;
    const observation = {
      subject: { kind: "hidden" as const, against: network },
      transmitters: [],
      transmitterCount: 0,
      targets: isKnown ? [network] : [],
      facts: [
        { name: "frames", value: byes.frames },
        { name: "frames-to-one-receiver-in-one-second", value: byes.inSecondToOne },
        { name: "receivers", value: byes.stations },
        { name: "frames-to-everybody", value: byes.toEverybody },
        { name: "reason-code", value: frame.reasonCode },
        { name: "good-byes-of-who-had-left", value: byes.partedTwiceTimes },
        { name: "frames-of-impossible-senders", value: byes.impossible },
        { name: "breaks-of-the-counter", value: byes.breaks },
        ...(Number.isNaN(levelDifference) ? [] : [{ name: "level-difference-db", value: Math.round(levelDifference) }]),
      ],
      names: [],
    };
    for (const [index, code] of codes.entries())
      context.observe(this, { code, ...observation }, index === 0 ? frame : undefined);
  }
}

function judge(byes: GoodByes, known: AccessPoint | undefined, at: number): EvidenceCode[] {
  const it = FORCED_DISCONNECT;
  const codes: EvidenceCode[] = [];
  if (byes.inSecondToOne >= it.burstFrames || byes.busySeconds.happened(it.burstSeconds, it.sustainedSeconds, at))
    codes.push("burst");
  const { moments } = byes;
  if (
    moments.happened(it.moments, it.sustainedSeconds, at) ||
    moments.happened(it.momentsInMinute, it.persistentSeconds, at)
  )
    codes.push("repeated-broadcast");
  if (byes.times.happened(it.frames, it.sustainedSeconds, at)) codes.push("sustained");
  else if (byes.times.happened(it.frames, it.persistentSeconds, at)) codes.push("persistent");
  if (byes.partedTwice.happened(it.partedTwice, it.persistentSeconds, at)) codes.push("parted-twice");
  if (byes.impossible >= it.impossible) codes.push("impossible-sender");
  // Whose frames they are is asked only when there are too many of them.
  if (codes.length === 0) return codes;
  if (known !== undefined && isForeign(byes, known)) codes.push("foreign-level");
  if (byes.breaks >= it.breaks) codes.push("sequence-break");
  if (byes.sameNumber >= it.frames) codes.push("frozen-sequence");
  return codes;
}

function isForeign({ levels }: GoodByes, known: AccessPoint): boolean {
  const { frames, foreignDb, foreignDeviations } = FORCED_DISCONNECT;
  if (levels.count < frames || known.advertisements < frames) return false;
  const limitDb = Math.max(foreignDb, foreignDeviations * Math.sqrt(known.levelVariance));
  return Math.abs(levels.median() - known.levelDbm) > limitDb;
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
