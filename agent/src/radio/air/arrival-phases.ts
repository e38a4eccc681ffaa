import { TU_SECONDS } from "../dot11/time-unit.ts";

/** What was long ago counts half: in so many beacons two crystals come apart by some milliseconds, also for a radio that hops. */
const HALVED_BEACONS = 512;

/** At which part of their interval an access point's beacons are heard, by the clock of the capture. */
export class ArrivalPhases {
  /** Beacons that were taken; after many, what the old ones still count. */
  beacons = 0;
  #intervalTu = 0;
  #cosines = 0;
  #sines = 0;

  /** Mean resultant length of the phases: 1 where all are the same, near 0 where they are any. */
  get regularity(): number {
    return this.beacons === 0 ? 0 : Math.hypot(this.#cosines, this.#sines) / this.beacons;
  }

  /** Takes a beacon, by its time and the interval that it announces (9.4.1.3); another interval begins anew. */
  take(atSeconds: number, intervalTu: number): void {
    if (intervalTu !== this.#intervalTu) {
      this.#intervalTu = intervalTu;
      this.beacons = this.#cosines = this.#sines = 0;
    }
    if (this.beacons >= HALVED_BEACONS) {
      this.beacons /= 2;
      this.#cosines /= 2;
      this.#sines /= 2;
    }
    const interval = intervalTu * TU_SECONDS;
    const phase = (2 * Math.PI * (atSeconds % interval)) / interval;
    this.beacons++;
    this.#cosines += Math.cos(phase);
    this.#sines += Math.sin(phase);
  }
}
