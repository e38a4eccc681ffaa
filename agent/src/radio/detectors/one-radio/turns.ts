import { RecentTimes } from "../../air/recent-times.ts";
import type { SharedClock, Turn } from "../../air/shared-clock.ts";
import { NO_NAME } from "../../venue/network-name.ts";
import type { DetectorContext } from "../detector.ts";
import { ONE_RADIO } from "./figures.ts";

/** Bound: addresses of one radio that are remembered as having had a turn, the first. */
const ADDRESSES = 64;

/** The turns of one radio. */
interface Turns {
  /** Keys of their names, by address. */
  readonly names: Map<number, number>;
  readonly times: RecentTimes;
  /** The latest that was counted: a coarse capture has many frames at its time. */
  latest: Turn | undefined;
}

/**
 * Radios that beacon one network at a time, and another after a while, on a clock that runs on. An access point beacons all of its networks,
 * each in every interval; one that gets another name or address starts anew, and its clock with it. It is forgotten with the radio.
 */
export class NetworksInTurn {
  readonly #turns = new WeakMap<SharedClock, Turns>();

  /** Takes an address that had beaconed alone and gave the turn on; where there were turns enough, the names of all that had one, by address. */
  take(
    clock: SharedClock,
    turn: Turn,
    { accessPoints, atSeconds, venue }: DetectorContext,
  ): ReadonlyMap<number, number> | undefined {
    const { address } = turn;
    const name = accessPoints.get(address)?.name ?? NO_NAME;
    if (name === NO_NAME || venue.network(address) !== undefined) return undefined;
    let turns = this.#turns.get(clock);
    if (turns?.latest === turn) return undefined;
    if (turns === undefined) {
      turns = { names: new Map(), times: new RecentTimes(ONE_RADIO.turns), latest: turn };
      this.#turns.set(clock, turns);
    }
    turns.latest = turn;
    if (turns.names.size < ADDRESSES || turns.names.has(address)) turns.names.set(address, name);
    for (const listed of turns.names.keys()) if (venue.network(listed) !== undefined) turns.names.delete(listed);
    turns.times.add(atSeconds);
    if (!turns.times.happened(ONE_RADIO.turns, ONE_RADIO.turnsWithinSeconds, atSeconds)) return undefined;
    return new Set(turns.names.values()).size >= ONE_RADIO.namesInTurn ? turns.names : undefined;
  }
}
