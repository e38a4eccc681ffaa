import { clockStartedAt } from "../../air/clock-line.ts";
import { RankedRecords } from "../../air/ranked-records.ts";
import { RecentTimes } from "../../air/recent-times.ts";
import type { Frame } from "../../dot11/frame.ts";
import { nameOf, NO_NAME } from "../../venue/network-name.ts";
import type { DetectorContext, Observation } from "../detector.ts";
import { IMPOSSIBLE_BEACON } from "./figures.ts";

/** Addresses remembered whose beacons tell another channel; those with the most stay. */
const ADDRESSES = 256;
const SILENT_SECONDS = 120;
/** The 2.4 GHz band ends below, and has channels up to 14; the 5 GHz band ends below the other. Of 6 GHz no element here tells the channel. */
const BAND_5GHZ_MHZ = 3_000;
const BAND_6GHZ_MHZ = 5_900;
const LAST_OF_2GHZ = 14;
/** What nearly every beacon comes to. */
const NOTHING: readonly Observation[] = [];
/** Two clocks are told apart by so much. */
const CLOCKS_SECONDS = 2;

/** What was heard of one address whose beacons tell another channel. */
interface Liar {
  address: number;
  at: number;
  told: number;
  heardMhz: number;
  /** How long the channel had been listened to at the first. */
  listened: number;
  frames: number;
  levelDbm: number;
  startedAt: number;
  /** The clock of beacons under this address that tell the channel they are on; NaN while there were none. */
  ownStartedAt: number;
  wasLie: boolean;
  readonly turns: RecentTimes;
}

/**
 * Beacons that tell another channel than the one that they are sent on (9.4.2.4, 9.4.2.56). Channels of 2.4 GHz overlap, and a frame is
 * read some channels beside its own; not five channels beside at the level of a near access point, and not in another band.
 */
export class ChannelLies {
  readonly #liars = new RankedRecords<Liar>({ capacity: ADDRESSES, ranks: 64, make: emptyLiar });
  #channelMhz = Number.NaN;
  #since = Number.NaN;
  /** Beacons that told the channel that they were heard on, the latest. */
  readonly #truths = new RecentTimes(IMPOSSIBLE_BEACON.lieTruths);

  get forgotten(): number {
    return this.#liars.forgotten;
  }

  expire(atSeconds: number): void {
    this.#liars.expire((it) => Math.abs(atSeconds - it.at) > SILENT_SECONDS);
  }

  /** Takes a beacon of any address, and gives what is to be said of it. */
  hear(frame: Frame, context: DetectorContext): readonly Observation[] {
    const { channelMhz, advertisedChannel: told } = frame;
    const { atSeconds: at } = context;
    if (channelMhz !== this.#channelMhz) {
      this.#channelMhz = channelMhz;
      this.#since = at;
      this.#truths.clear();
    }
    if (told <= 0 || channelMhz <= 0) return NOTHING;
    const apartMhz = Math.abs(mhzOf(told) - channelMhz);
    if (apartMhz < NEAR_MHZ) {
      this.#truths.add(at);
      if (this.#liars.size > 0) this.#hearTruth(frame, at);
      return NOTHING;
    }
    return this.#isLie(frame, context) ? this.#hearLie(frame, context) : NOTHING;
  }

  #isLie(frame: Frame, { atSeconds: at, accessPoints }: DetectorContext): boolean {
    const { channelMhz, advertisedChannel: told, rssiDbm } = frame;
    const { lieDbm, lieLeakDb, lieStaySeconds } = IMPOSSIBLE_BEACON;
    if (channelMhz >= BAND_6GHZ_MHZ || nameOf(frame) === NO_NAME || frame.switchChannel >= 0) return false;
    const isSameBand = channelMhz < BAND_5GHZ_MHZ === told <= LAST_OF_2GHZ;
    if (isSameBand && Math.abs(mhzOf(told) - channelMhz) < (told <= LAST_OF_2GHZ ? OVERLAP_MHZ : WIDEST_MHZ))
      return false;
    // A driver that has just changed the channel hands over frames of the one before.
    if (!(at - this.#since >= lieStaySeconds) || !(rssiDbm >= lieDbm)) return false;
    const own = accessPoints.get(frame.bssid)?.levelDbm ?? Number.NaN;
    return Number.isNaN(own) || rssiDbm > own - lieLeakDb;
  }

  #hearLie(frame: Frame, context: DetectorContext): readonly Observation[] {
    const { atSeconds: at, listenedTime } = context;
    const { bssid: address, advertisedChannel: told, channelMhz } = frame;
    let it = this.#liars.get(address);
    if (it === undefined || it.told !== told || it.heardMhz !== channelMhz) {
      it ??= this.#liars.meet(address);
      Object.assign(it, { address, told, heardMhz: channelMhz, frames: 0, listened: listenedTime.on(channelMhz) });
      it.ownStartedAt = Number.NaN;
      it.wasLie = true;
      it.turns.clear();
    }
    if (!it.wasLie) it.turns.add(at);
    it.wasLie = true;
    it.at = at;
    it.frames++;
    it.levelDbm = frame.rssiDbm;
    it.startedAt = clockStartedAt(frame, at);
    this.#liars.renew(address, it.frames);
    return this.#isTold(it, context) ? observationsOf(it, frame, context) : NOTHING;
  }

  /** Somebody under the same address tells the channel that it is on. */
  #hearTruth(frame: Frame, at: number): void {
    const it = this.#liars.get(frame.bssid);
    if (it === undefined) return;
    it.ownStartedAt = clockStartedAt(frame, at);
    if (it.wasLie) it.turns.add(at);
    it.wasLie = false;
  }

  /** Enough of them, over long enough; and the radio's own word of its channel is to be believed: others keep to it, and hardly anybody does not. */
  #isTold(it: Liar, { atSeconds: at, listenedTime }: DetectorContext): boolean {
    const { lieBeacons, lieSeconds, lieTruths, liars } = IMPOSSIBLE_BEACON;
    if (it.frames % lieBeacons !== 0 || listenedTime.on(it.heardMhz) - it.listened < lieSeconds) return false;
    if (!this.#truths.happened(lieTruths, SILENT_SECONDS, at)) return false;
    let many = 0;
    for (const [, { frames }] of this.#liars) if (frames >= lieBeacons / 2) many++;
    return many <= liars;
  }
}

/** Within 2.4 GHz channels are 5 MHz apart, and a signal is 22 MHz wide; no receiver of 5 GHz is wider than 160 MHz. */
const NEAR_MHZ = 15;
const OVERLAP_MHZ = 25;
const WIDEST_MHZ = 161;

function mhzOf(channel: number): number {
  if (channel > LAST_OF_2GHZ) return 5_000 + 5 * channel;
  return channel === LAST_OF_2GHZ ? 2_484 : 2_407 + 5 * channel;
}

/** One that has an honest sender beside it uses somebody's address: that one is hit, and nobody is accused. */
function observationsOf(it: Liar, frame: Frame, context: DetectorContext): Observation[] {
  const { lieTurns, windowSeconds } = IMPOSSIBLE_BEACON;
  const { address, told, heardMhz, frames, levelDbm, ownStartedAt, turns } = it;
  const isBorrowed = !Number.isNaN(ownStartedAt) || context.venue.network(address) !== undefined;
  const speakable = context.venue.speakableOf(frame);
  const observation: Omit<Observation, "code"> = {
    subject: isBorrowed ? { kind: "hidden", against: address } : { kind: "transmitter", address },
    transmitters: isBorrowed ? [] : [address],
    transmitterCount: isBorrowed ? 0 : 1,
    targets: isBorrowed ? [address] : [],
    facts: [
      { name: "beacons-on-another-channel", value: frames },
      { name: "announced-channel", value: told },
      { name: "heard-on-mhz", value: heardMhz },
      { name: "level-dbm", value: Math.round(levelDbm) },
    ],
    names: speakable === undefined ? [] : [speakable],
  };
  const isBesideAnother =
    Math.abs(it.startedAt - ownStartedAt) > CLOCKS_SECONDS &&
    turns.happened(lieTurns, windowSeconds, context.atSeconds);
  return [
    { code: "channel-contradicted", ...observation },
    ...(isBesideAnother ? [{ code: "contradicted-by-turns" as const, ...observation }] : []),
  ];
}

function emptyLiar(): Liar {
  return {
    address: -1,
    at: Number.NaN,
    told: -1,
    heardMhz: -1,
    listened: 0,
    frames: 0,
    levelDbm: Number.NaN,
    startedAt: Number.NaN,
    ownStartedAt: Number.NaN,
    wasLie: false,
    turns: new RecentTimes(IMPOSSIBLE_BEACON.lieTurns),
  };
}
