import type { DetectorContext, Observation } from "../detector.ts";
import { neighbourhoodOf, NO_ADDRESS } from "../../dot11/address.ts";
import { channelAt } from "../../dot11/channels.ts";
import { ElementId, hasElement } from "../../dot11/elements.ts";
import type { Frame } from "../../dot11/frame.ts";
import { nameOf } from "../../venue/network-name.ts";
import { MANY_NAMES } from "./figures.ts";

/** Bounds: addresses that answer and were not heard beaconing, the latest; neighbours that were looked at; addresses listed. */
const ADDRESSES = 256;
const NEIGHBOURS = 64;
const LISTED = 16;

/** One address that answered a question for a name, and has not beaconed since. */
interface Silent {
  bssid: number;
  name: number;
  at: number;
  channelMhz: number;
  /** How long its channel had been listened to when it answered first. */
  listened: number;
}

/** Whoever beacons here: by name, and those on this channel by what the addresses of one radio have in common. */
interface Beaconing {
  names: Set<number>;
  besides: Map<number, number>;
}

/**
 * Addresses that answer for networks which nobody beacons. An access point beacons (11.1.3.2), ten times a second as a rule, and a channel that
 * carries its answers to the sensor carries its beacons: where answers are loud and no beacon comes while the channel is listened to, none is
 * sent. Damage of an address leaves the name, which its access point beacons; and one that tells several networks in one beacon (9.4.2.45)
 * has their addresses beside its own.
 */
export class SilentResponders {
  readonly #silent = new Map<number, Silent>();
  /** Whether a beaconing neighbour tells further networks in its beacons. */
  readonly #tellsOthers = new Map<number, boolean>();
  #judgedAt = -Infinity;
  #forgotten = 0;
  /** The neighbour whose next beacon is looked at. */
  awaited = NO_ADDRESS;

  /** Addresses that were let go while they still counted. */
  get forgotten(): number {
    return this.#forgotten;
  }

  get size(): number {
    return this.#silent.size;
  }

  /** Takes the beacon of {@link awaited}. */
  hearNeighbour(frame: Frame): void {
    if (frame.elementsCut) return;
    if (this.#tellsOthers.size >= NEIGHBOURS) this.#tellsOthers.clear();
    this.#tellsOthers.set(this.awaited, hasElement(frame.elements, ElementId.MultipleBssid));
    this.awaited = NO_ADDRESS;
  }

  /** Takes an answer; what is to be said by it, if anything. */
  hear(frame: Frame, context: DetectorContext): Observation | undefined {
    const { advertisedChannel, bssid, channelMhz, receiver } = frame;
    const { accessPoints, askedNames, atSeconds, listenedTime, timeIsKnown, venue } = context;
    if (!timeIsKnown) return undefined;
    // An access point of another channel beacons there: what is heard of it here is a leak, or an answer while it looked about.
    if (advertisedChannel > 0 && advertisedChannel !== channelAt(channelMhz)?.number) return undefined;
    const known = accessPoints.get(bssid);
    if (known === undefined || known.beacons > 0 || venue.network(bssid) !== undefined) {
      this.#silent.delete(bssid);
      return undefined;
    }
    const it = this.#silent.get(bssid);
    if (it === undefined) {
      const name = nameOf(frame);
      if (!askedNames.justAsked(receiver, name, atSeconds, MANY_NAMES.lateAnswerSeconds)) return undefined;
      this.#makeRoom();
      this.#silent.set(bssid, { bssid, name, at: atSeconds, channelMhz, listened: listenedTime.on(channelMhz) });
    } else it.at = atSeconds;
    if (this.#silent.size < MANY_NAMES.silentNames || Math.abs(atSeconds - this.#judgedAt) < 1) return undefined;
    this.#judgedAt = atSeconds;
    return this.#judge(channelMhz, context);
  }

  #makeRoom(): void {
    if (this.#silent.size < ADDRESSES) return;
    const [oldest] = this.#silent.keys();
    if (oldest !== undefined && this.#silent.delete(oldest)) this.#forgotten++;
  }

  #judge(channelMhz: number, context: DetectorContext): Observation | undefined {
    const { accessPoints, atSeconds, listenedTime } = context;
    const ripe: Silent[] = [];
    for (const it of this.#silent.values()) {
      const known = accessPoints.get(it.bssid);
      if (known === undefined || known.beacons > 0 || Math.abs(atSeconds - it.at) > MANY_NAMES.windowSeconds) {
        this.#silent.delete(it.bssid);
        continue;
      }
      const listened = listenedTime.on(channelMhz) - it.listened;
      const isLoud = known.levelDbm >= MANY_NAMES.loudDbm;
      if (it.channelMhz === channelMhz && isLoud && listened >= MANY_NAMES.silentSeconds) ripe.push(it);
    }
    if (namesOf(ripe) < MANY_NAMES.silentNames) return undefined;
    const beaconing = this.#beaconingOn(channelMhz, context);
    // Where no beacon is heard of anybody, it is the sensor that hears none.
    if (beaconing.besides.size === 0) return undefined;
    const alone = ripe.filter((it) => !beaconing.names.has(it.name) && !this.#isToldByNeighbour(it, beaconing));
    const together = atOneLevel(alone, context);
    return namesOf(together) < MANY_NAMES.silentNames ? undefined : observationOf(together, context);
  }

  #beaconingOn(onMhz: number, { accessPoints }: DetectorContext): Beaconing {
    const names = new Set<number>();
    const besides = new Map<number, number>();
    for (const [bssid, { beacons, channelMhz, name }] of accessPoints) {
      if (beacons === 0) continue;
      names.add(name);
      const neighbourhood = neighbourhoodOf(bssid);
      // Of several neighbours the one counts that tells others.
      if (channelMhz === onMhz && this.#tellsOthers.get(besides.get(neighbourhood) ?? NO_ADDRESS) !== true)
        besides.set(neighbourhood, bssid);
    }
    return { names, besides };
  }

  /** Whether it may be a network that another access point's beacons tell; while that is not known, it may. */
  #isToldByNeighbour({ bssid }: Silent, { besides }: Beaconing): boolean {
    const neighbour = besides.get(neighbourhoodOf(bssid));
    if (neighbour === undefined) return false;
    const tells = this.#tellsOthers.get(neighbour);
    if (tells === undefined) this.awaited = neighbour;
    return tells !== false;
  }
}

const namesOf = (them: readonly Silent[]): number => new Set(them.map(({ name }) => name)).size;

/** Those that lie within the decibels that one radio's levels scatter in, around the middle one. */
function atOneLevel(them: readonly Silent[], { accessPoints }: DetectorContext): Silent[] {
  const levelOf = ({ bssid }: Silent): number => accessPoints.get(bssid)?.levelDbm ?? Number.NaN;
  const levels = them.map(levelOf).sort((left, right) => left - right);
  const middle = levels[levels.length >> 1] ?? Number.NaN;
  return them.filter((it) => Math.abs(levelOf(it) - middle) <= MANY_NAMES.oneLevelDb / 2);
}

function observationOf(them: readonly Silent[], { listenedTime }: DetectorContext): Observation {
  const addresses = them.map(({ bssid }) => bssid);
  const listened = Math.min(...them.map((it) => listenedTime.on(it.channelMhz) - it.listened));
  return {
    code: "answers-without-beacons",
    subject: { kind: "transmitter", address: addresses[0]! },
    transmitters: addresses.slice(0, LISTED),
    transmitterCount: addresses.length,
    shownBy: addresses,
    targets: [],
    facts: [
      { name: "names-answered-but-never-beaconed", value: namesOf(them) },
      { name: "seconds-listened-for-a-beacon", value: Math.round(listened) },
    ],
    names: [],
  };
}
