import { BROADCAST, isGroup } from "../dot11/address.ts";
import type { Frame } from "../dot11/frame.ts";
import { hasOneCounter, isInLine, type AccessPoint } from "./access-points.ts";
import { BoundedMap } from "./bounded-map.ts";
import { KIND, type Detector, type DetectorContext } from "./detector.ts";
import { LevelWindow } from "./level-window.ts";
import type { EvidenceCode } from "./weights.ts";

const WINDOW_SECONDS = 10;
/** Ten new frames in ten seconds (reference: all recorded floods, no innocent recording). */
const FRAMES_SUSTAINED = 10;
/** Twenty new frames in one second to one receiver; steering access points send several. */
const FRAMES_BURST = 20;
/** Five to everybody over more than two seconds: stopping access points say it at one moment. */
const BROADCASTS = 5;
const BROADCAST_SPREAD_SECONDS = 2;
/** From each side to the other within the window: this often with one station, and this often over all such stations. */
const EACH_SIDE = 2;
const BOTH_SIDES = 3;
/** Median difference from the access point's own level (reference, D6). */
const FOREIGN_DB = 8;
/** A repetition without Retry bit: the same number within this time (cards that log what they inject show each frame twice). */
const TWICE_SECONDS = 0.002;
/** Bounds: networks, and receivers per network. */
const NETWORKS = 1_024;
const PEERS = 32;

interface Peer {
  since: number;
  second: number;
  inSecond: number;
  fromNetwork: number;
  toNetwork: number;
}

interface Hit {
  at: number;
  times: Float64Array;
  frames: number;
  peers: Map<number, Peer>;
  levels: LevelWindow;
  lastSequence: number;
  sameSequence: number;
  lastTransmitter: number;
  /** The access point's counter when a number out of line was heard; confirmed when it goes on from there. */
  breakFrom: number;
  breaks: number;
  said: Set<EvidenceCode>;
  saidAt: number;
}

/** D6: deauthentication and disassociation in an access point's name, faster or otherwise than an access point does it. */
export class ForcedDisconnect implements Detector {
  readonly id = "forced-disconnect";
  readonly version = 1;
  readonly looksFor = "Somebody throws visitors off a network by sending good-byes in its name.";
  readonly innocentCauses = [
    "An access point that steers busy clients to another channel.",
    "An access point that restarts.",
    "A station that goes on sending to an access point that does not know it any more.",
    "The venue's own protection against foreign access points.",
  ];
  readonly codes: readonly EvidenceCode[] = [
    "sustained",
    "burst",
    "repeated-broadcast",
    "both-sides",
    "foreign-level",
    "sequence-break",
    "frozen-sequence",
  ];
  readonly hears = [KIND.deauthentication, KIND.disassociation];
  readonly #hits = new BoundedMap<Hit>(NETWORKS, (it) => it.frames * 1e10 + it.at);
  #peersForgotten = 0;

  onFrame(frame: Frame, context: DetectorContext): void {
    // A protected frame was made by somebody who has the key: the network itself (12.2.7).
    if (frame.retry || frame.protected) return;
    const at = context.atSeconds;
    const network = networkOf(frame, context);
    let hit = this.#hits.get(network);
    if (hit === undefined) {
      hit = newHit();
      this.#hits.set(network, hit);
    }
    if (isTwice(frame, hit, at)) return;
    if (at - hit.at > WINDOW_SECONDS) quiet(hit);
    const known = context.accessPoints.get(network);
    this.#count(frame, network, hit, known, at);
    this.#judge(frame, network, hit, known, context);
  }

  onTick({ atSeconds }: DetectorContext): void {
    this.#hits.expire((it) => atSeconds - it.at > 600);
  }

  forgotten(): Record<string, number> {
    return { "forced-disconnect-networks": this.#hits.forgotten, "forced-disconnect-receivers": this.#peersForgotten };
  }

  #count(frame: Frame, network: number, hit: Hit, known: AccessPoint | undefined, at: number): void {
    hit.sameSequence =
      frame.sequence === hit.lastSequence && frame.transmitter === hit.lastTransmitter ? hit.sameSequence + 1 : 1;
    hit.lastSequence = frame.sequence;
    hit.lastTransmitter = frame.transmitter;
    hit.at = at;
    hit.times[hit.frames % FRAMES_SUSTAINED] = at;
    hit.frames++;
    const isFromNetwork = frame.transmitter === network;
    if (isFromNetwork) {
      if (!Number.isNaN(frame.rssiDbm)) hit.levels.add(frame.rssiDbm);
      if (known !== undefined) followCounter(hit, known, frame.sequence);
    }
    const peer = this.#peer(hit, isFromNetwork ? frame.receiver : frame.transmitter, at);
    if (isFromNetwork) peer.fromNetwork++;
    else peer.toNetwork++;
    if (at - peer.second >= 1) {
      peer.second = at;
      peer.inSecond = 0;
    }
    peer.inSecond++;
  }

  #peer(hit: Hit, station: number, at: number): Peer {
    let peer = hit.peers.get(station);
    if (peer === undefined || at - peer.since > WINDOW_SECONDS) {
      if (peer === undefined && hit.peers.size >= PEERS) {
        const [oldest] = hit.peers.keys();
        if (oldest !== undefined) hit.peers.delete(oldest);
        this.#peersForgotten++;
      }
      peer = { since: at, second: at, inSecond: 0, fromNetwork: 0, toNetwork: 0 };
      hit.peers.set(station, peer);
    }
    return peer;
  }

  #judge(frame: Frame, network: number, hit: Hit, known: AccessPoint | undefined, context: DetectorContext): void {
    const at = context.atSeconds;
    const station = frame.transmitter === network ? frame.receiver : frame.transmitter;
    const peer = hit.peers.get(station);
    if (peer === undefined) return;
    const codes = judge(hit, peer, station, known, at);
    const isNew = codes.some((code) => !hit.said.has(code));
    if (codes.length === 0 || (!isNew && at - hit.saidAt < 10)) return;
    for (const code of codes) hit.said.add(code);
    hit.saidAt = at;
    // Only a BSSID that advertises may be named: an address that nobody advertises may be a visitor's.
    const isInfrastructure = (known !== undefined || context.venue.network(network) !== undefined) && !isGroup(network);
    const levelDifference = known === undefined ? Number.NaN : hit.levels.median() - known.levelDbm;
    const observation = {
      subject: { kind: "hidden" as const, against: network },
      transmitters: [],
      transmitterCount: 0,
      targets: isInfrastructure ? [network] : [],
      facts: [
        { name: "frames", value: hit.frames },
        { name: "frames-to-one-receiver-in-one-second", value: peer.inSecond },
        { name: "receivers", value: hit.peers.size },
        { name: "frames-to-everybody", value: hit.peers.get(BROADCAST)?.fromNetwork ?? 0 },
        { name: "reason-code", value: frame.reasonCode },
        { name: "breaks-of-the-counter", value: hit.breaks },
        ...(Number.isNaN(levelDifference) ? [] : [{ name: "level-difference-db", value: Math.round(levelDifference) }]),
      ],
      names: [],
    };
    for (const [index, code] of codes.entries())
      context.observe(this, { code, ...observation }, index === 0 ? frame : undefined);
  }
}

function judge(hit: Hit, peer: Peer, station: number, known: AccessPoint | undefined, at: number): EvidenceCode[] {
  const codes: EvidenceCode[] = [];
  const isBroadcast =
    station === BROADCAST && peer.fromNetwork >= BROADCASTS && at - peer.since > BROADCAST_SPREAD_SECONDS;
  const isBurst = peer.inSecond >= FRAMES_BURST;
  const tenth = hit.frames >= FRAMES_SUSTAINED ? (hit.times[hit.frames % FRAMES_SUSTAINED] ?? -Infinity) : -Infinity;
  if (isBurst) codes.push("burst");
  if (isBroadcast) codes.push("repeated-broadcast");
  if (at - tenth <= WINDOW_SECONDS) codes.push("sustained");
  // A few to and fro are a parting that both sides confirm.
  if (codes.length > 0 && toAndFro(hit, at) >= BOTH_SIDES) codes.push("both-sides");
  // Whose frames they are is asked only when there are too many of them.
  if (codes.length === 0) return codes;
  if (
    known !== undefined &&
    hit.levels.count >= FRAMES_SUSTAINED &&
    Math.abs(hit.levels.median() - known.levelDbm) > FOREIGN_DB
  )
    codes.push("foreign-level");
  if (hit.breaks >= 3) codes.push("sequence-break");
  if (hit.sameSequence >= FRAMES_SUSTAINED) codes.push("frozen-sequence");
  return codes;
}

/** How often both sides dismissed each other, stations with a single exchange aside. */
function toAndFro(hit: Hit, at: number): number {
  let sum = 0;
  for (const [station, peer] of hit.peers) {
    const each = Math.min(peer.fromNetwork, peer.toNetwork);
    if (!isGroup(station) && each >= EACH_SIDE && at - peer.since <= WINDOW_SECONDS) sum += each;
  }
  return sum;
}

/** The network that a frame is about: its BSSID field; where that is a group address, whichever end advertises one. */
function networkOf(frame: Frame, context: DetectorContext): number {
  if (!isGroup(frame.bssid) && frame.bssid >= 0) return frame.bssid;
  return context.accessPoints.get(frame.receiver) === undefined ? frame.transmitter : frame.receiver;
}

/** A number far from the counter is a break once the access point has gone on counting from where it was. */
function followCounter(hit: Hit, known: AccessPoint, sequence: number): void {
  if (!hasOneCounter(known) || sequence < 0) return;
  if (hit.breakFrom >= 0 && known.sequence !== hit.breakFrom) {
    if (isInLine(hit.breakFrom, known.sequence)) hit.breaks++;
    hit.breakFrom = -1;
  }
  if (hit.breakFrom < 0 && !isInLine(known.sequence, sequence)) hit.breakFrom = known.sequence;
}

function isTwice(frame: Frame, hit: Hit, at: number): boolean {
  return (
    frame.sequence === hit.lastSequence && frame.transmitter === hit.lastTransmitter && at - hit.at < TWICE_SECONDS
  );
}

/** After a pause the rates begin anew; what was counted against the sender before stays said. */
function quiet(hit: Hit): void {
  hit.peers.clear();
  hit.levels.clear();
  hit.sameSequence = 0;
  hit.breaks = 0;
  hit.said.clear();
}

function newHit(): Hit {
  return {
    at: -Infinity,
    times: new Float64Array(FRAMES_SUSTAINED),
    frames: 0,
    peers: new Map(),
    levels: new LevelWindow(),
    lastSequence: -1,
    sameSequence: 0,
    lastTransmitter: -1,
    breakFrom: -1,
    breaks: 0,
    said: new Set(),
    saidAt: -Infinity,
  };
}
