import { RecentTimes } from "../../air/recent-times.ts";
import type { SharedClock } from "../../air/shared-clock.ts";
import { NO_NAME } from "../../venue/network-name.ts";
import type { DetectorContext } from "../detector.ts";
import { ONE_RADIO } from "./figures.ts";

/** Bound: addresses of one radio that are remembered as having taken a turn, the first. */
const ADDRESSES = 64;

/** What is known of the networks that one radio beacons one at a time. */
export interface Turns {
  /** Keys of their names, by address. */
  readonly names: Map<number, number>;
  readonly times: RecentTimes;
}

/**
 * Radios that beacon one network at a time, and another after a while, on a clock that runs on. An access point beacons all of its networks,
 * each in every interval; one that gets another name or address starts anew, and its clock with it. It is forgotten with the radio.
 */
export class NetworksInTurn {
  readonly #turns = new WeakMap<SharedClock, Turns>();

  /** Takes the beacon by which an address of a radio was found to beacon alone; the turns that there were, where they are enough. */
  take(clock: SharedClock, address: number, context: DetectorContext): Turns | undefined {
    const name = clock.members.get(address)?.name ?? NO_NAME;
    if (name === NO_NAME || context.venue.network(address) !== undefined) return undefined;
    let turns = this.#turns.get(clock);
    if (turns === undefined) {
      turns = { names: new Map(), times: new RecentTimes(ONE_RADIO.turns) };
      this.#turns.set(clock, turns);
    }
    if (turns.names.size < ADDRESSES || turns.names.has(address)) turns.names.set(address, name);
    turns.times.add(context.atSeconds);
    const isEnough = turns.times.happened(ONE_RADIO.turns, ONE_RADIO.turnsWithinSeconds, context.atSeconds);
    return isEnough && new Set(turns.names.values()).size >= ONE_RADIO.namesInTurn ? turns : undefined;
  }
}
