import { isGroup } from "../../dot11/address.ts";
import { hasFittingElements } from "../../dot11/element-form.ts";
import type { Frame } from "../../dot11/frame.ts";
import { FrameKind } from "../../dot11/frame-kind.ts";
import type { AccessPoint } from "../../air/access-points.ts";
import { RankedRecords } from "../../air/ranked-records.ts";
import type { Detector, DetectorContext } from "../detector.ts";
import type { EvidenceCode } from "../weights.ts";
import { IMPOSSIBLE_BEACON_EVIDENCE } from "./evidence.ts";
import { IMPOSSIBLE_BEACON } from "./figures.ts";
import { ChannelLies } from "./channel-lies.ts";
import { ComeAndGone } from "./come-and-gone.ts";
import { accusedOf, codesOf, Flood, isFlood } from "./flood.ts";
import {
  beginInvented,
  checkClock,
  heardAgain,
  isOneOfMany,
  isThrownAway,
  KeptInvented,
  roomForInvented,
  type Invented,
} from "./invented.ts";
import { FalseClocks } from "./false-clocks.ts";
import { Inventors } from "./inventors.ts";
import { explainsItself, isBeatNews, mustKeepBeat, noBeatOf, NO_BEAT_CODES, type KeptBeats } from "./no-beat.ts";
import { hasLeast, networkOf, oddityOf, type Oddity } from "./odd-beacon.ts";
import { OneRadio } from "./one-radio.ts";

/** What is heard more often than this is there to stay. */
const BEACONS_OF_A_PASSER_BY = 3;
/** Bounds: invented addresses remembered, and how long. */
const INVENTED = 2_048;
const INVENTED_SECONDS = 600;

/** Beacons of access points that cannot exist, or that are thrown away after a frame or two. */
export class ImpossibleBeacon implements Detector {
  readonly id = "impossible-beacon";
  readonly version = 15;
  readonly looksFor = "A transmitter that invents networks: names without access points behind them.";
  readonly innocentCauses = [
    "A power cut after which many small devices start at the same moment.",
    "Damaged frames, where the radio does not report checksums.",
    "A test of the venue's own security system.",
    "A recording whose addresses were exchanged for numbers by chance, of which no access point is heard well.",
  ];
  readonly evidence = IMPOSSIBLE_BEACON_EVIDENCE;
  readonly hears = [FrameKind.beacon];
  readonly #invented: RankedRecords<Invented>;
  readonly #inventors = new Inventors();
  readonly #oneRadio = new OneRadio();
  readonly #channelLies = new ChannelLies();
  readonly #comeAndGone: ComeAndGone;
  readonly #falseClocks = new FalseClocks();
  /** What is known of each inventor's flood, by number. */
  readonly #floods = new Map<number, Flood>();
  #floodSince = Number.NaN;
  #judgedAt = -Infinity;
  readonly #keptBeats: KeptBeats = { byTheirClock: false, byOurs: false };
  /** Somebody was heard to go on beaconing: recordings that keep the first beacon of each access point, as airodump's do, say of nobody that he is gone. */
  #areBeaconsKept = false;
  /** Something was added since it was last judged, or may be found to be gone. */
  #isNewer = false;
  /** Addresses that began with the least in the latest second, and whether in the one before they were masses. */
  #leastSecond = Number.NaN;
  #least = 0;
  #wereMasses = false;
  /** Impossible addresses when it was last judged, and those that came since. */
  #impossible = 0;

  /** `seed`: any number; it keeps apart what would be hashed alike on purpose. */
  constructor(seed = 0) {
    const room = roomForInvented(INVENTED);
    let made = 0;
    const make = (): Invented => new KeptInvented(made++, room);
    this.#invented = new RankedRecords({ capacity: INVENTED, make, seed });
    this.#comeAndGone = new ComeAndGone(seed);
  }

  onFrame(frame: Frame, context: DetectorContext): void {
    if (frame.transmitter < 0) return;
    if (frame.transmitter === frame.bssid && !isGroup(frame.bssid)) this.#lookAtChannel(frame, context);
    const address = networkOf(frame);
    const known = context.accessPoints.get(address);
    const isOdd = isGroup(address) && !context.exchangedAddresses.wereExchanged(context.atSeconds);
    // What nearly every frame is: an access point that has been here for a while.
    if (!isOdd && known !== undefined && known.beacons > BEACONS_OF_A_PASSER_BY) {
      this.#areBeaconsKept = true;
      if (known.beacons === BEACONS_OF_A_PASSER_BY + 1) this.#stays(known, frame, context);
      if (isBeatNews(known, context)) this.#heldAgainstTheBeat(known, frame, context);
      return;
    }
    if (context.venue.network(address) !== undefined) return;
    if (frame.mayBeDamaged && !hasFittingElements(frame)) return;
    const oddity = oddityOf(frame, context.exchangedAddresses.wereExchanged(context.atSeconds));
    if (oddity === undefined) {
      this.#invented.delete(address);
      if (address === frame.bssid) this.#comeAndGone.hear(frame, known, context);
      return;
    }
    const seen = oddity === "thin" && hasLeast(frame) && this.#isOfMasses(address, context) ? "impossible" : oddity;
    const isNew = this.#add(seen, frame, context);
    // Whether the others are gone is seen only when time has passed; of a group, this frame shows what those were.
    if (seen !== "impossible" && seen !== "group") return;
    if (isNew && seen === "impossible") this.#impossible++;
    if (this.#isDue(isNew, context.atSeconds)) this.#judge(frame, context);
  }

  onTick(context: DetectorContext): void {
    const { atSeconds } = context;
    if (this.#isNewer) this.#judge(undefined, context);
    for (const observation of this.#comeAndGone.judge(context)) context.observe(this, observation, undefined);
    this.#channelLies.expire(atSeconds);
    // Addresses of the last minutes are kept so that they can be named; the judgement looks at one.
    this.#invented.expire((it) => Math.abs(atSeconds - it.at) > INVENTED_SECONDS);
    // Whoever was added, was added to a flood: without one there is nothing to forget.
    if (this.#invented.size > 0 || this.#floods.size === 0) return;
    this.#floods.clear();
    this.#inventors.clear();
    this.#oneRadio.clear();
    this.#floodSince = Number.NaN;
    this.#impossible = 0;
  }

  forgotten(): Record<string, number> {
    return {
      "impossible-beacon-bssids": this.#invented.forgotten,
      "impossible-beacon-channels": this.#channelLies.forgotten,
      "impossible-beacon-passers-by": this.#comeAndGone.forgotten,
    };
  }

  /** A BSSID goes on beaconing. Without a TIM it is still no access point, unless it was here before the flood; nor is one whose clock does not run. */
  #stays(known: AccessPoint, frame: Frame, context: DetectorContext): void {
    this.#comeAndGone.stays(known.bssid);
    const it = this.#invented.get(known.bssid);
    if (it === undefined || it.oddity === "group") return;
    checkClock(it, frame, context);
    const isExplained = !it.withoutTim || (it.isAircraft && !isOneOfMany(it));
    if (it.isClockFalse || (!isExplained && !(known.firstAt < this.#floodSince))) {
      this.#isNewer = true;
      return;
    }
    this.#invented.delete(known.bssid);
    if (it.isCounted) this.#flood(this.#inventors.homeOf(it.inventor)).total--;
  }

  /**
   * Whether an address is one of so many that begin with the least in this second, or did in the one before: what comes so fast pushes itself out of
   * memory before it is known to be gone.
   */
  #isOfMasses(address: number, { atSeconds }: DetectorContext): boolean {
    const known = this.#invented.get(address);
    if (known !== undefined) return known.oddity === "impossible";
    const second = Math.floor(atSeconds);
    if (second !== this.#leastSecond) {
      this.#wereMasses = second === this.#leastSecond + 1 && this.#least >= IMPOSSIBLE_BEACON.leastInSecond;
      this.#leastSecond = second;
      this.#least = 0;
    }
    this.#least++;
    return this.#wereMasses || this.#least >= IMPOSSIBLE_BEACON.leastInSecond;
  }

  /** Says that a beacon tells another channel than the one that it is sent on. */
  #lookAtChannel(frame: Frame, context: DetectorContext): void {
    for (const observation of this.#channelLies.hear(frame, context)) context.observe(this, observation, frame);
  }

  /** Says that a program beacons, or takes it back: whoever soon keeps a beat after all was only delayed for a while. */
  #heldAgainstTheBeat(known: AccessPoint, frame: Frame, context: DetectorContext): void {
    if (!mustKeepBeat(known, frame)) return;
    if (known.beat?.isKept === true) {
      this.#keptBeats.byTheirClock = true;
      if (known.beat.isInTimeHere) this.#keptBeats.byOurs = true;
    }
    if (context.venue.network(known.bssid) !== undefined) return;
    const said = noBeatOf(known, frame, context, this.#keptBeats, this.#falseClocks);
    for (const observation of said) context.observe(this, observation, frame);
    if (said.length === 0 && explainsItself(known))
      for (const code of NO_BEAT_CODES)
        context.withdraw({ code, subject: { kind: "transmitter", address: known.bssid }, targets: [] }, "beat-heard");
  }

  /** Remembers an odd beacon. True when its address is new. */
  #add(oddity: Oddity, frame: Frame, context: DetectorContext): boolean {
    const at = context.atSeconds;
    const number = this.#inventors.of(frame, at);
    const flood = this.#flood(this.#inventors.homeOf(number));
    flood.hear(oddity, frame, context);
    this.#isNewer = true;
    const known = this.#invented.get(networkOf(frame));
    if (known !== undefined) {
      this.#invented.renew(networkOf(frame));
      heardAgain(known, frame, context);
      known.oddity = oddity;
      checkClock(known, frame, context);
      return false;
    }
    const it = this.#invented.meet(networkOf(frame));
    beginInvented(it, frame, oddity, number, context);
    this.#oneRadio.add(it);
    if (oddity === "group") flood.groupBssids++;
    return true;
  }

  /** Whether an impossible beacon may change what is said. In a flood the figures are renewed each second, however many beacons it has. */
  #isDue(isNew: boolean, atSeconds: number): boolean {
    if (Math.abs(atSeconds - this.#judgedAt) >= 1) return true;
    return isNew && this.#impossible === IMPOSSIBLE_BEACON.throwAway;
  }

  /** Says what the recent addresses come to. */
  #judge(frame: Frame | undefined, context: DetectorContext): void {
    const at = context.atSeconds;
    // A second that has passed judges too, and what it says has no frame to show.
    if (frame !== undefined) this.#judgedAt = at;
    this.#isNewer = false;
    this.#impossible = 0;
    const recent: Invented[] = [];
    this.#invented.each((it) => {
      if (Math.abs(at - it.at) > IMPOSSIBLE_BEACON.windowSeconds) return;
      if (!isThrownAway(it, context, this.#areBeaconsKept)) {
        this.#isNewer = true;
        return;
      }
      recent.push(it);
      if (it.oddity === "impossible") this.#impossible++;
    });
    const told = this.#tell(recent, frame, context);
    if (told.length > 0 && Number.isNaN(this.#floodSince)) this.#floodSince = Math.min(...told.map((it) => it.at));
  }

  /** Tells each inventor's flood, or, where none has enough by itself, what all of them come to, as one. */
  #tell(recent: readonly Invented[], frame: Frame | undefined, context: DetectorContext): readonly Invented[] {
    this.#inventors.part(sizesOf(recent));
    const first = frame === undefined ? undefined : this.#invented.get(networkOf(frame));
    const told: Invented[] = [];
    let most = 0;
    let mostOf = 0;
    for (const [number, own] of this.#byHome(recent)) {
      const codes = codesOf(own, [this.#flood(number)]);
      const isHeard = first !== undefined && this.#inventors.homeOf(first.inventor) === number;
      if (isFlood(codes)) told.push(...this.#say(number, own, codes, isHeard ? frame : undefined, context));
      if (own.length <= mostOf) continue;
      most = number;
      mostOf = own.length;
    }
    if (told.length > 0) return told;
    const codes = codesOf(recent, [...this.#floods.values()]);
    return codes.length === 0 ? [] : this.#say(most, recent, codes, frame, context);
  }

  /** Addresses by the number that their inventor is told under. */
  #byHome(recent: readonly Invented[]): Map<number, Invented[]> {
    const byHome = new Map<number, Invented[]>();
    for (const it of recent) {
      const number = this.#inventors.homeOf(it.inventor);
      const own = byHome.get(number);
      if (own === undefined) byHome.set(number, [it]);
      else own.push(it);
    }
    return byHome;
  }

  #say(
    number: number,
    recent: readonly Invented[],
    codes: readonly EvidenceCode[],
    frame: Frame | undefined,
    context: DetectorContext,
  ): readonly Invented[] {
    const accused = accusedOf(recent);
    const isHeld = (address: number): boolean => this.#invented.get(address) !== undefined;
    const observation = this.#flood(number).observation(number, accused, isHeld);
    for (const [index, code] of codes.entries())
      context.observe(this, { code, ...observation }, index === 0 ? frame : undefined);
    return accused;
  }

  #flood(number: number): Flood {
    let flood = this.#floods.get(number);
    if (flood === undefined) this.#floods.set(number, (flood = new Flood()));
    return flood;
  }
}

/** Addresses by inventor. */
function sizesOf(recent: readonly Invented[]): number[] {
  const sizes: number[] = [];
  for (const { inventor } of recent) sizes[inventor] = (sizes[inventor] ?? 0) + 1;
  return sizes;
}
