import { hash } from "node:crypto";
import { serialize } from "node:v8";
import type { ChannelLooks } from "@probewarden/place";
import type { VenueAround } from "./venue-around.ts";

/** Suspects that are remembered at most: some hundred octets for each. */
const MOST_SUSPECTS = 4_000;

/** What a suspect was placed from, by its name, and the place that is stored of it. */
interface Told {
  suspectId: string;
  place: string | null;
  from: string;
}

/**
 * From what suspects were placed last. Sensors speak of a suspect far more often than its levels change: its finding and its level each minute, and
 * both again after a break. The same levels in the same venue tell the same place, and working that out is what a place costs. Kept is a digest: the
 * place of one that turns out to be a visitor's phone is nobody's to keep.
 */
export class PlacedLately {
  readonly #told = new Map<string, string>();
  readonly #most: number;

  constructor(most = MOST_SUSPECTS) {
    this.#most = most;
  }

  get size(): number {
    return this.#told.size;
  }

  /** Whether a suspect has the place that it was given when the same was known of it. One whose place was taken or changed since has not. */
  holds(told: Told): boolean {
    return this.#told.get(told.suspectId) === digestOf(told);
  }

  keep(told: Told): void {
    this.#told.delete(told.suspectId);
    this.#told.set(told.suspectId, digestOf(told));
    const [oldest] = this.#told.keys();
    if (this.#told.size > this.#most && oldest !== undefined) this.#told.delete(oldest);
  }
}

const digestOf = ({ place, from }: Told): string => hash("sha1", `${from} ${place ?? ""}`, "base64");

/** Names a venue as places are told with it: another name when a plan, a wall, a sensor or a calibration is another. */
export const nameOfAround = (around: VenueAround): string => hash("sha1", serialize(around), "base64");

/** Names what is known of one suspect there. */
export const nameOfLooks = (around: string, channels: readonly ChannelLooks[]): string =>
  hash("sha1", `${around} ${JSON.stringify(channels)}`, "base64");
