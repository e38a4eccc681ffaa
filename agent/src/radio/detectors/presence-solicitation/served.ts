import { isGroup } from "../../dot11/address.ts";
import type { Frame } from "../../dot11/frame.ts";
import { FrameType } from "../../dot11/frame-types.ts";

/** Addresses remembered, each in the one place that its hash gives it. */
const PLACES = 1_024;
/** Other stations than the first that must have sent it data, and for how long that counts. */
const OTHERS = 1;
const SECONDS = 600;

/**
 * To whom stations send their data (ToDS, 9.2.4.1.4): an access point, whether its beacons are heard here or not. Whoever asks strangers to
 * show themselves serves nobody; who forges stations that he serves is judged as an access point, and no more is won by it.
 */
export class Served {
  readonly #addresses = new Float64Array(PLACES).fill(-1);
  readonly #stations = new Float64Array(PLACES);
  readonly #others = new Uint8Array(PLACES);
  readonly #at = new Float64Array(PLACES);

  /** Takes a frame of any kind. */
  hear({ type, toDs, fromDs, receiver, transmitter }: Frame, atSeconds: number): void {
    if (type !== FrameType.Data || !toDs || fromDs || isGroup(receiver) || isGroup(transmitter)) return;
    const place = placeOf(receiver);
    if (this.#addresses[place] !== receiver || Math.abs(atSeconds - this.#at[place]!) > SECONDS) {
      this.#addresses[place] = receiver;
      this.#stations[place] = transmitter;
      this.#others[place] = 0;
    } else if (this.#stations[place] !== transmitter && this.#others[place]! < OTHERS) this.#others[place]!++;
    this.#at[place] = atSeconds;
  }

  /** Whether several stations sent data to this address lately. */
  serves(address: number, atSeconds: number): boolean {
    const place = placeOf(address);
    if (this.#addresses[place] !== address || this.#others[place]! < OTHERS) return false;
    return Math.abs(atSeconds - this.#at[place]!) <= SECONDS;
  }
}

function placeOf(address: number): number {
  return Math.imul(address | 0, 0x9e37_79b1) >>> 22;
}
