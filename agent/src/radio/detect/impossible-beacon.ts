import { isGroup } from "../dot11/address.ts";
import type { Frame } from "../dot11/frame.ts";
import { hasElement, TIM, type AccessPoint } from "./access-points.ts";
import { BoundedMap } from "./bounded-map.ts";
import { KIND, type Detector, type DetectorContext, type Observation } from "./detector.ts";
import { nameKey, NO_NAME } from "./network-name.ts";
import type { EvidenceCode } from "./weights.ts";

/** Eight throw-away BSSIDs within a minute: found at one false beacon in seven seconds, reached by no innocent recording. */
const BSSIDS_NEEDED = 8;
const WINDOW_SECONDS = 60;
/** An access point beacons ten times a second; what is heard more often than this is there to stay. */
const BEACONS_OF_A_PASSER_BY = 3;
/** Innocent beacons carried nine elements and more, apart from set-up networks of small devices, which carry five and a TIM. */
const ELEMENTS_OF_NOTHING = 1;
const ELEMENTS_OF_LITTLE = 8;
/** A clock (TSF) younger than this belongs to an access point that has just started: 1 frame in 44,439, after a restart. */
const YOUNG_MICROSECONDS = 5_000_000;
/** Capability Information, 9.4.1.4: ESS (an access point) and IBSS (no access point, needs no TIM). */
const CAPABILITY_ESS = 0b01;
const CAPABILITY_IBSS = 0b10;
/** Names of invented networks that are public or asked for here; this many are a list, not chance. */
const SOUGHT_NAMES_NEEDED = 3;
/** Bounds: invented addresses remembered, and named. */
const INVENTED = 2_048;
const NAMED = 16;

interface Invented {
  address: number;
  at: number;
  isGroup: boolean;
  withoutTim: boolean;
}

/** D2 (a, b): beacons of access points that cannot exist, or that are thrown away after a frame or two. */
export class ImpossibleBeacon implements Detector {
  readonly id = "impossible-beacon";
  readonly version = 1;
  readonly looksFor = "A transmitter that invents networks: names without access points behind them.";
  readonly innocentCauses = [
    "A power cut after which many small devices start at the same moment.",
    "Damaged frames, where the radio does not report checksums.",
    "A test of the venue's own security system.",
  ];
  readonly codes: readonly EvidenceCode[] = [
    "group-bit-bssids",
    "group-bit-bssid",
    "throw-away-bssids",
    "sought-names",
  ];
  readonly hears = [KIND.beacon];
  readonly #invented = new BoundedMap<Invented>(INVENTED, (it) => it.at);
  readonly #soughtNames = new Set<number>();
  readonly #speakable = new Set<string>();
  #groupFrames = 0;
  #groupBssids = 0;
  #total = 0;
  #floodSince = Number.NaN;
  #saidAt = -Infinity;
  #isTold = false;
  /** Something was added since it was last judged. */
  #isNewer = false;

  onFrame(frame: Frame, context: DetectorContext): void {
    if (frame.elementsCut || frame.transmitter < 0) return;
    const address = frame.transmitter;
    const known = context.accessPoints.get(address);
    const group = isGroup(address) || isGroup(frame.bssid);
    // What nearly every frame is: an access point that has been here for a while.
    if (!isGroup(address) && known !== undefined && known.beacons > BEACONS_OF_A_PASSER_BY) {
      if (known.beacons === BEACONS_OF_A_PASSER_BY + 1) this.#stays(known);
      return;
    }
    if (context.venue.network(address) !== undefined) return;
    const withoutTim = lacksTim(frame);
    if (!group && !withoutTim && !isThin(frame) && !isSplit(frame)) {
      this.#invented.delete(address);
      return;
    }
    this.#add({ address, at: context.atSeconds, isGroup: group, withoutTim }, frame, context);
    this.#judge(frame, context);
  }

  onTick(context: DetectorContext): void {
    const { atSeconds } = context;
    if (this.#isNewer) this.#judge(undefined, context);
    // Addresses of the last minutes are kept so that they can be named; the judgement looks at one.
    this.#invented.expire((it) => atSeconds - it.at > 600);
    if (this.#invented.size === 0) {
      this.#soughtNames.clear();
      this.#speakable.clear();
      this.#groupFrames = 0;
      this.#groupBssids = 0;
      this.#total = 0;
      this.#floodSince = Number.NaN;
      this.#isTold = false;
    }
  }

  forgotten(): Record<string, number> {
    return { "impossible-beacon-bssids": this.#invented.forgotten };
  }

  /** A BSSID goes on beaconing. Without a TIM it is still no access point, unless it was here before the flood. */
  #stays(known: AccessPoint): void {
    const invented = this.#invented.get(known.bssid);
    if (invented === undefined || invented.isGroup) return;
    if (invented.withoutTim && known.firstAt >= this.#floodSince) return;
    this.#invented.delete(known.bssid);
    this.#total--;
  }

  #add(invented: Invented, frame: Frame, context: DetectorContext): void {
    if (invented.isGroup) this.#groupFrames++;
    if (this.#invented.get(invented.address) === undefined) {
      this.#total++;
      if (invented.isGroup) this.#groupBssids++;
    }
    this.#invented.set(invented.address, invented);
    this.#isNewer = true;
    const name = nameKey(frame.ssid);
    if (name === NO_NAME || this.#soughtNames.size >= INVENTED) return;
    const speakable = context.venue.speakable(frame.ssid);
    if (speakable !== undefined && this.#speakable.size < NAMED) this.#speakable.add(speakable);
    if (speakable !== undefined || context.askedNames.wasAsked(name)) this.#soughtNames.add(name);
  }

  /** Says what the recent addresses come to. Once a flood is told, its figures are renewed each second, however many beacons it has. */
  #judge(frame: Frame | undefined, context: DetectorContext): void {
    const at = context.atSeconds;
    if (frame !== undefined && this.#isTold && at - this.#saidAt < 1) return;
    this.#isNewer = false;
    const recent = [...this.#invented].map(([, it]) => it).filter((it) => at - it.at <= WINDOW_SECONDS);
    const codes = this.#codes(recent);
    if (codes.length === 0) return;
    if (Number.isNaN(this.#floodSince)) this.#floodSince = Math.min(...recent.map((it) => it.at));
    this.#isTold = codes.includes("throw-away-bssids");
    this.#saidAt = at;
    const observation = this.#observation(recent);
    for (const [index, code] of codes.entries())
      context.observe(this, { code, ...observation }, index === 0 ? frame : undefined);
  }

  #codes(recent: readonly Invented[]): EvidenceCode[] {
    const codes: EvidenceCode[] = [];
    const groups = recent.filter((it) => it.isGroup).length;
    if (groups >= 2 || (groups === 1 && this.#groupFrames >= 3)) codes.push("group-bit-bssids");
    else if (groups === 1) codes.push("group-bit-bssid");
    if (recent.length >= BSSIDS_NEEDED) codes.push("throw-away-bssids");
    const isFlood = codes.some((code) => code !== "group-bit-bssid");
    if (isFlood && this.#soughtNames.size >= SOUGHT_NAMES_NEEDED) codes.push("sought-names");
    return codes;
  }

  #observation(recent: readonly Invented[]): Omit<Observation, "code"> {
    const spacing = Math.max(...recent.map((it) => it.at)) - Math.min(...recent.map((it) => it.at));
    return {
      subject: { kind: "inventor" },
      transmitters: recent.slice(0, NAMED).map((it) => it.address),
      transmitterCount: Math.max(this.#total, recent.length),
      targets: [],
      facts: [
        { name: "bssids-in-one-minute", value: recent.length },
        { name: "seconds-between-first-and-last", value: Math.round(spacing * 10) / 10 },
        { name: "group-bit-bssids", value: this.#groupBssids },
        { name: "bssids-without-tim", value: recent.filter((it) => it.withoutTim).length },
        { name: "names-public-or-asked-for", value: this.#soughtNames.size },
      ],
      names: [...this.#speakable],
    };
  }
}

/** 9.3.3.2: a beacon of an access point carries a TIM. */
function lacksTim(frame: Frame): boolean {
  if (frame.elementCount <= ELEMENTS_OF_NOTHING) return true;
  const isAccessPoint = (frame.capability & CAPABILITY_ESS) !== 0 && (frame.capability & CAPABILITY_IBSS) === 0;
  return isAccessPoint && frame.elementCount <= ELEMENTS_OF_LITTLE && !hasElement(frame.elements, TIM);
}

/** 9.3.3.1: a beacon's transmitter is its BSSID. Two addresses in a poor frame are no damage but carelessness. */
function isSplit(frame: Frame): boolean {
  return frame.transmitter !== frame.bssid && frame.elementCount <= ELEMENTS_OF_LITTLE;
}

/** Few elements and a clock that has only just started (or was never set). */
function isThin(frame: Frame): boolean {
  return (
    frame.elementCount <= ELEMENTS_OF_LITTLE &&
    frame.hasTsf &&
    frame.tsfHigh === 0 &&
    frame.tsfLow >>> 0 < YOUNG_MICROSECONDS
  );
}
