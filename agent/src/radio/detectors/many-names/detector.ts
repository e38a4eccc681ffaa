import type { Frame } from "../../dot11/frame.ts";
import { BoundedMap } from "../../air/bounded-map.ts";
import type { Detector, DetectorContext } from "../detector.ts";
import { FrameKind } from "../../dot11/frame-kind.ts";
import { DIRECT_GROUP, nameOf, NO_NAME } from "../../venue/network-name.ts";
import type { EvidenceCode } from "../weights.ts";
import { MANY_NAMES_EVIDENCE } from "./evidence.ts";
import { MANY_NAMES } from "./figures.ts";

const WINDOW_SECONDS = MANY_NAMES.windowSeconds;
/** Bounds: BSSIDs, and names per BSSID. */
const BSSIDS = 4_096;
const NAMES_PER_BSSID = 64;

interface HeardName {
  at: number;
  times: number;
  beaconed: boolean;
  answered: boolean;
  echoed: boolean;
  /** Heard in a frame whose checksum the radio found right. */
  isSure: boolean;
  /** The name in hex where it may leave the sensor. */
  speakable: string | undefined;
}

interface Responder {
  /** Frames heard of it, hidden names included. */
  frames: number;
  latest: number;
  latestAt: number;
  names: Map<number, HeardName>;
  /** A name came back after another one. */
  alternates: boolean;
  answeredBait: boolean;
  said: number;
  saidAt: number;
}

/** One BSSID that advertises or answers for many networks (KARMA, MANA, known beacons on one BSSID). */
export class ManyNames implements Detector {
  readonly id = "many-names";
  readonly version = 2;
  readonly looksFor = "A transmitter that pretends to be whatever network a phone asks for.";
  readonly innocentCauses = [
    "An access point that is being renamed or set up.",
    "An old access point with several network names on one address.",
    "A product that answers every request on purpose, such as a honeypot of the venue's own security system.",
    "Two access points that were given the same address by mistake.",
  ];
  readonly evidence = MANY_NAMES_EVIDENCE;
  readonly hears = [FrameKind.beacon, FrameKind.probeResponse];
  readonly #responders = new BoundedMap<Responder>(BSSIDS, (it) => it.names.size * 1e10 + it.latestAt);
  #namesForgotten = 0;

  onFrame(frame: Frame, context: DetectorContext): void {
    const isAnswer = frame.kind === FrameKind.probeResponse;
    // A beacon's transmitter is its BSSID; where they differ (multi-hop relays, damaged frames) nobody can be accused.
    if (frame.transmitter !== frame.bssid) return;
    const name = nameOf(frame);
    const at = context.atSeconds;
    const responder = this.#responders.get(frame.bssid) ?? this.#meet(frame.bssid, at);
    responder.frames++;
    responder.latestAt = at;
    if (name === NO_NAME || name === DIRECT_GROUP) return;
    const isSame = responder.latest === name;
    // What nearly every frame is: the one name of an ordinary access point, once more.
    if (isSame && !isAnswer && responder.names.size === 1) {
      const only = responder.names.get(name);
      if (only !== undefined) {
        only.at = at;
        only.times++;
        only.beaconed = true;
        return;
      }
    }
    this.#remember(responder, name, frame, isAnswer, context);
    this.#judge(responder, frame, context);
  }

  onTick({ atSeconds }: DetectorContext): void {
    this.#responders.expire((it) => Math.abs(atSeconds - it.latestAt) > WINDOW_SECONDS);
  }

  forgotten(): Record<string, number> {
    return { "many-names-bssids": this.#responders.forgotten, "many-names-names": this.#namesForgotten };
  }

  #meet(bssid: number, at: number): Responder {
    const responder: Responder = {
      frames: 0,
      latest: NO_NAME,
      latestAt: at,
      names: new Map(),
      alternates: false,
      answeredBait: false,
      said: 0,
      saidAt: 0,
    };
    this.#responders.set(bssid, responder);
    return responder;
  }

  #remember(responder: Responder, name: number, frame: Frame, isAnswer: boolean, context: DetectorContext): void {
    const at = context.atSeconds;
    let heard = responder.names.get(name);
    if (heard === undefined) {
      this.#makeRoom(responder, at);
      heard = {
        at,
        times: 0,
        beaconed: false,
        answered: false,
        echoed: false,
        isSure: false,
        speakable: context.venue.speakable(frame.ssid),
      };
      responder.names.set(name, heard);
    } else if (responder.latest !== name && isRecent(heard, at)) responder.alternates = true;
    heard.at = at;
    heard.times++;
    if (frame.fcsFlagBad === false) heard.isSure = true;
    responder.latest = name;
    if (!isAnswer) heard.beaconed = true;
    else {
      heard.answered = true;
      if (!heard.echoed)
        heard.echoed = context.askedNames.justAsked(frame.receiver, name, at, MANY_NAMES.answerSeconds);
      if (context.venue.isBait(name)) responder.answeredBait = true;
    }
  }

  #makeRoom(responder: Responder, at: number): void {
    for (const [name, heard] of responder.names) if (!isRecent(heard, at)) responder.names.delete(name);
    // With one name left there is nothing that it could have alternated with.
    if (responder.names.size <= 1) responder.alternates = false;
    if (responder.names.size < NAMES_PER_BSSID) return;
    const [oldest] = [...responder.names].sort((left, right) => left[1].at - right[1].at);
    if (oldest !== undefined) responder.names.delete(oldest[0]);
    this.#namesForgotten++;
  }

  #judge(responder: Responder, frame: Frame, context: DetectorContext): void {
    let names = 0;
    let echoed = 0;
    let beaconed = 0;
    let concealed = 0;
    for (const heard of responder.names.values()) {
      if (!isRecent(heard, context.atSeconds) || mayBeDamaged(heard, responder)) continue;
      names++;
      if (heard.echoed) echoed++;
      if (heard.beaconed) beaconed++;
      else if (heard.answered) concealed++;
    }
    const code = codeFor(responder, names, echoed, concealed);
    if (code === undefined) return;
    // Say it when something is new, and renew the figures once a minute.
    const state = names + 100 * echoed + 10_000 * concealed + (responder.answeredBait ? 1_000_000 : 0);
    if (state === responder.said && Math.abs(context.atSeconds - responder.saidAt) < 60) return;
    responder.said = state;
    responder.saidAt = context.atSeconds;
    const speakable = [...responder.names.values()].flatMap((it) => it.speakable ?? []).slice(0, 16);
    const observation = {
      subject: { kind: "transmitter" as const, address: frame.bssid },
      transmitters: [frame.bssid],
      transmitterCount: 1,
      targets: [],
      facts: [
        { name: "distinct-names", value: names },
        { name: "names-echoed-to-the-asker", value: echoed },
        { name: "names-beaconed", value: beaconed },
        { name: "names-answered-but-never-beaconed", value: concealed },
      ],
      names: speakable,
    };
    context.observe(this, { code, ...observation }, frame);
    if (concealed >= MANY_NAMES.concealed)
      context.observe(this, { code: "unadvertised-names", ...observation }, undefined);
  }
}

function codeFor(responder: Responder, names: number, echoed: number, concealed: number): EvidenceCode | undefined {
  if (responder.answeredBait) return "answered-bait";
  // Names that were all advertised, one after the other and none again, are those of an access point that is being set up.
  const mayBeRenamed = !responder.alternates && concealed < MANY_NAMES.concealed;
  if (names >= MANY_NAMES.many && !mayBeRenamed) return "five-names";
  if (echoed >= MANY_NAMES.echoed) return "echoed-names";
  if (names >= MANY_NAMES.alternating && !mayBeRenamed && (responder.alternates || names >= MANY_NAMES.atAll))
    return "three-names";
  return undefined;
}

/** Of a name that seems to come from the future, as after a clock was set back, nobody knows how old it is. */
function isRecent(heard: HeardName, at: number): boolean {
  return Math.abs(at - heard.at) <= WINDOW_SECONDS;
}

function mayBeDamaged(heard: HeardName, { frames }: Responder): boolean {
  return heard.times === 1 && !heard.echoed && !heard.isSure && frames >= MANY_NAMES.wellKnownFrames;
}
