import { AddressTable } from "../dot11/address-table.ts";
import type { Frame } from "../dot11/frame.ts";
import { nameOf, NO_NAME } from "../venue/network-name.ts";

/** Names that are remembered as asked for. Beyond it the memory says that it is incomplete, and no advertised name leaves until it is whole. */
const NAMES = 32_768;

/**
 * Seconds for which a name is one that was asked for: as long as the counts of devices link anything. A phone that is still here asks
 * again within minutes; a name that somebody once asked for must not stay unsaid until the sensor is restarted.
 */
const ASKED_SECONDS = 900;

/** Seconds between two looks for what is older than that. */
const EXPIRE_SECONDS = 60;

/** The latest directed probe requests, for the question "did this station just ask for that name?". */
const RECENT = 512;

/**
 * What stations asked for: keys of names, never the names, and the latest questions with their stations. It exists so that a name that
 * somebody asked for does not leave the sensor, and so that an answer can be told from an announcement.
 */
export class AskedNames {
  /** When each was asked for last. */
  readonly #names: AddressTable<number>;
  readonly #station = new Float64Array(RECENT);
  readonly #name = new Float64Array(RECENT);
  readonly #at = new Float64Array(RECENT).fill(-Infinity);
  readonly #channel = new Float64Array(RECENT);
  #next = 0;
  #refused = 0;
  #refusedAt = -Infinity;
  #atSeconds = -Infinity;
  #expiredAt = -Infinity;

  /** `seed`: any number, secret where what is heard may be made to be hashed alike. */
  constructor(seed = 0) {
    this.#names = new AddressTable(seed);
  }

  /** Takes a probe request or an association request. */
  hear(frame: Frame, atSeconds: number): void {
    const name = nameOf(frame);
    if (name === NO_NAME) return;
    this.#atSeconds = atSeconds;
    if (this.#names.size < NAMES || this.#names.has(name)) this.#names.set(name, atSeconds);
    else {
      this.#refused++;
      this.#refusedAt = atSeconds;
    }
    this.#station[this.#next] = frame.transmitter;
    this.#name[this.#next] = name;
    this.#at[this.#next] = atSeconds;
    this.#channel[this.#next] = frame.channelMhz;
    this.#next = (this.#next + 1) % RECENT;
  }

  /** Time passes: what nobody has asked for in the last quarter of an hour is forgotten. */
  turn(atSeconds: number): void {
    this.#atSeconds = atSeconds;
    if (Math.abs(atSeconds - this.#expiredAt) < EXPIRE_SECONDS) return;
    this.#expiredAt = atSeconds;
    for (const [name, at] of this.#names) if (!this.#isRecent(at)) this.#names.delete(name);
  }

  /** Whether some station was heard asking for the name. A full memory holds no new ones against anybody. */
  wasAsked(name: number): boolean {
    return this.#isRecent(this.#names.get(name) ?? -Infinity);
  }

  /** Whether the name may be one that a station asked for. True for every name while the memory is not whole: what is not known is not said. */
  mayHaveBeenAsked(name: number): boolean {
    return this.#isRecent(this.#refusedAt) || this.wasAsked(name);
  }

  /** Whether this station asked for this name within the last `withinSeconds`. */
  justAsked(station: number, name: number, atSeconds: number, withinSeconds: number): boolean {
    for (let back = 1; back <= RECENT; back++) {
      const index = (this.#next - back + RECENT) % RECENT;
      if (Math.abs(atSeconds - (this.#at[index] ?? -Infinity)) > withinSeconds) return false;
      if (this.#station[index] === station && this.#name[index] === name) return true;
    }
    return false;
  }

  /** Whether a station asked for this name in this time, as far back as the latest questions are remembered. */
  wasAskedBetween(name: number, fromSeconds: number, toSeconds: number): boolean {
    for (let back = 1; back <= RECENT; back++) {
      const index = (this.#next - back + RECENT) % RECENT;
      const at = this.#at[index] ?? -Infinity;
      if (at < fromSeconds) return false;
      if (at <= toSeconds && this.#name[index] === name) return true;
    }
    return false;
  }

  /** How many names, not among `own`, were asked for on this channel in this time, as far back as the latest questions are remembered. */
  others(own: { has(name: number): boolean }, channelMhz: number, fromSeconds: number, toSeconds: number): number {
    const names = new Set<number>();
    for (let index = 0; index < RECENT; index++) {
      const at = this.#at[index] ?? -Infinity;
      const name = this.#name[index] ?? NO_NAME;
      if (at >= fromSeconds && at <= toSeconds && this.#channel[index] === channelMhz && !own.has(name))
        names.add(name);
    }
    return names.size;
  }

  /** What seems to come from the future was heard before the clock was set: nobody knows how old it is, and it is no longer known. */
  #isRecent(atSeconds: number): boolean {
    return Math.abs(this.#atSeconds - atSeconds) <= ASKED_SECONDS;
  }

  /** Questions whose names found no room. */
  get forgotten(): number {
    return this.#refused;
  }
}
