import { isGroup } from "../../dot11/address.ts";
import type { Frame } from "../../dot11/frame.ts";
import type { AccessPoint } from "../../air/access-points.ts";
import { BoundedMap } from "../../air/bounded-map.ts";
import type { Detector, DetectorContext, Observation } from "../detector.ts";
import { FrameKind } from "../../dot11/frame-kind.ts";
import { nameOf, NO_NAME } from "../../venue/network-name.ts";
import { IMPOSSIBLE_BEACON } from "./figures.ts";
import { lacksTim, oddityOf, type Oddity } from "./odd-beacon.ts";
import type { EvidenceCode } from "../weights.ts";
import { IMPOSSIBLE_BEACON_EVIDENCE } from "./evidence.ts";

const WINDOW_SECONDS = IMPOSSIBLE_BEACON.windowSeconds;
/** What is heard more often than this is there to stay. */
const BEACONS_OF_A_PASSER_BY = 3;
/** Beacons of one moment: a hopping radio's stay on a channel. */
const MOMENT_SECONDS = 1;
/** Bounds: invented addresses remembered, and named. */
const INVENTED = 2_048;
const NAMED = 16;

interface Invented {
  address: number;
  firstAt: number;
  at: number;
  oddity: Oddity;
  withoutTim: boolean;
  /** It was counted among the invented addresses. */
  isCounted: boolean;
}

/** Beacons of access points that cannot exist, or that are thrown away after a frame or two. */
export class ImpossibleBeacon implements Detector {
  readonly id = "impossible-beacon";
  readonly version = 2;
  readonly looksFor = "A transmitter that invents networks: names without access points behind them.";
  readonly innocentCauses = [
    "A power cut after which many small devices start at the same moment.",
    "Damaged frames, where the radio does not report checksums.",
    "A test of the venue's own security system.",
  ];
  readonly evidence = IMPOSSIBLE_BEACON_EVIDENCE;
  readonly hears = [FrameKind.beacon];
  readonly #invented = new BoundedMap<Invented>(INVENTED, (it) => it.at);
  readonly #soughtNames = new Set<number>();
  readonly #speakable = new Set<string>();
  #groupFrames = 0;
  #groupBssids = 0;
  #total = 0;
  #floodSince = Number.NaN;
  #saidAt = -Infinity;
  #isTold = false;
  /** Something was added since it was last judged, or may be found to be gone. */
  #isNewer = false;

  onFrame(frame: Frame, context: DetectorContext): void {
    if (frame.transmitter < 0) return;
    const address = frame.transmitter;
    const known = context.accessPoints.get(address);
    // What nearly every frame is: an access point that has been here for a while.
    if (!isGroup(address) && known !== undefined && known.beacons > BEACONS_OF_A_PASSER_BY) {
      if (known.beacons === BEACONS_OF_A_PASSER_BY + 1) this.#stays(known);
      return;
    }
    if (context.venue.network(address) !== undefined) return;
    const oddity = oddityOf(frame);
    // Of a cut frame nobody knows what was behind.
    if (frame.elementsCut && oddity !== "group") return;
    if (oddity === undefined) {
      this.#invented.delete(address);
      return;
    }
    this.#add(address, oddity, frame, context);
    // Whether the others are gone is seen only when time has passed.
    if (oddity === "group" || oddity === "impossible") this.#judge(frame, context);
  }

  onTick(context: DetectorContext): void {
    const { atSeconds } = context;
    if (this.#isNewer) this.#judge(undefined, context);
    // Addresses of the last minutes are kept so that they can be named; the judgement looks at one.
    this.#invented.expire((it) => Math.abs(atSeconds - it.at) > 600);
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
    if (invented === undefined || invented.oddity === "group") return;
    if (invented.withoutTim && known.firstAt >= this.#floodSince) return;
    this.#invented.delete(known.bssid);
    if (invented.isCounted) this.#total--;
  }

  #add(address: number, oddity: Oddity, frame: Frame, context: DetectorContext): void {
    const at = context.atSeconds;
    const before = this.#invented.get(address);
    if (oddity === "group") {
      this.#groupFrames++;
      if (before === undefined) this.#groupBssids++;
    }
    this.#invented.set(address, {
      address,
      firstAt: before?.firstAt ?? at,
      at,
      oddity,
      withoutTim: lacksTim(frame),
      isCounted: before?.isCounted ?? false,
    });
    this.#isNewer = true;
    const name = nameOf(frame);
    if (name === NO_NAME || this.#soughtNames.size >= INVENTED) return;
    const speakable = context.venue.speakable(frame.ssid);
    if (speakable !== undefined && this.#speakable.size < NAMED) this.#speakable.add(speakable);
    if (speakable !== undefined || context.askedNames.wasAsked(name)) this.#soughtNames.add(name);
  }

  /** Says what the recent addresses come to. Once a flood is told, its figures are renewed each second, however many beacons it has. */
  #judge(frame: Frame | undefined, context: DetectorContext): void {
    const at = context.atSeconds;
    if (frame !== undefined && this.#isTold && Math.abs(at - this.#saidAt) < 1) return;
    this.#isNewer = false;
    const recent: Invented[] = [];
    for (const [, it] of this.#invented) {
      if (Math.abs(at - it.at) > WINDOW_SECONDS) continue;
      if (isThrownAway(it, at)) recent.push(it);
      else this.#isNewer = true;
    }
    const codes = this.#codes(recent);
    if (codes.length === 0) return;
    // Those that are only poor are accused with the rest when there are enough of them.
    const accused = isMany(recent) ? recent : recent.filter((it) => it.oddity !== "poor");
    for (const it of accused) {
      if (!it.isCounted) this.#total++;
      it.isCounted = true;
    }
    if (Number.isNaN(this.#floodSince)) this.#floodSince = Math.min(...accused.map((it) => it.at));
    this.#isTold = codes.includes("throw-away-bssids");
    this.#saidAt = at;
    const observation = this.#observation(accused);
    for (const [index, code] of codes.entries())
      context.observe(this, { code, ...observation }, index === 0 ? frame : undefined);
  }

  #codes(recent: readonly Invented[]): EvidenceCode[] {
    const codes: EvidenceCode[] = [];
    const groups = recent.filter((it) => it.oddity === "group").length;
    if (groups >= IMPOSSIBLE_BEACON.groupBssids || (groups === 1 && this.#groupFrames >= 3))
      codes.push("group-bit-bssids");
    else if (groups === 1) codes.push("group-bit-bssid");
    if (recent.filter((it) => it.oddity !== "poor").length >= IMPOSSIBLE_BEACON.throwAway || isMany(recent))
      codes.push("throw-away-bssids");
    const isFlood = codes.some((code) => code !== "group-bit-bssid");
    if (isFlood && this.#soughtNames.size >= IMPOSSIBLE_BEACON.soughtNames) codes.push("sought-names");
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

/** What is not impossible in itself is thrown away only when it has come and gone within a moment. */
function isThrownAway(it: Invented, at: number): boolean {
  if (it.oddity === "group" || it.oddity === "impossible") return true;
  return it.at - it.firstAt <= MOMENT_SECONDS && at - it.at >= IMPOSSIBLE_BEACON.goneSeconds;
}

function isMany(recent: readonly Invented[]): boolean {
  return recent.length >= IMPOSSIBLE_BEACON.poor;
}
