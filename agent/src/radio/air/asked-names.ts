import type { Frame } from "../dot11/frame.ts";
import { nameKey, NO_NAME } from "../venue/network-name.ts";

/** Names that are remembered as asked for. Beyond it the memory says that it is incomplete, and no advertised name leaves any more. */
const NAMES = 32_768;

/** The latest directed probe requests, for the question "did this station just ask for that name?". */
const RECENT = 512;

/**
 * What stations asked for: keys of names, never the names, and the latest questions with their stations. It exists so that a name that
 * somebody asked for does not leave the sensor, and so that an answer can be told from an announcement.
 */
export class AskedNames {
  readonly #names = new Set<number>();
  readonly #station = new Float64Array(RECENT);
  readonly #name = new Float64Array(RECENT);
  readonly #at = new Float64Array(RECENT).fill(-Infinity);
  readonly #channel = new Float64Array(RECENT);
  #next = 0;
  #refused = 0;

  /** Takes a probe request or an association request. */
  hear(frame: Frame, atSeconds: number): void {
    const name = nameKey(frame.ssid);
    if (name === NO_NAME) return;
    if (!this.#names.has(name)) {
      if (this.#names.size < NAMES) this.#names.add(name);
      else this.#refused++;
    }
    this.#station[this.#next] = frame.transmitter;
    this.#name[this.#next] = name;
    this.#at[this.#next] = atSeconds;
    this.#channel[this.#next] = frame.channelMhz;
    this.#next = (this.#next + 1) % RECENT;
  }

  /** Whether some station was heard asking for the name. A full memory holds no new ones against anybody. */
  wasAsked(name: number): boolean {
    return this.#names.has(name);
  }

  /** Whether the name may be one that a station asked for. True for every name once the memory is full: what is not known is not said. */
  mayHaveBeenAsked(name: number): boolean {
    return this.#refused > 0 || this.wasAsked(name);
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

  /** Names that found no room. */
  get forgotten(): number {
    return this.#refused;
  }
}
