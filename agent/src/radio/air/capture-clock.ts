/** A step back of less than this is disorder of the capture (several interfaces, late stamps); a larger one is a new time. */
const DISORDER_SECONDS = 60;
/** A gap counts as listening up to this: nobody knows whether a radio that delivers nothing for longer still hears. */
const LISTENING_GAP_SECONDS = 60;

/** The clock of a capture: it stands still where the capture runs back a little, and follows where it is set. */
export class CaptureClock {
  atSeconds = Number.NaN;
  /** Capture time of the first frame or tick and of the latest, in disorder too. */
  firstAtSeconds = Number.NaN;
  lastAtSeconds = Number.NaN;
  /** Seconds of listening since the start, deaf hours left out. */
  listenedSeconds = 0;
  #turnedAt = Number.NaN;

  /** Takes the time of a frame or a tick; true when a second has passed since it last said so. */
  advance(atSeconds: number): boolean {
    if (Number.isNaN(this.firstAtSeconds)) this.firstAtSeconds = atSeconds;
    this.lastAtSeconds = atSeconds;
    const passed = atSeconds - this.atSeconds;
    if (passed < 0 && passed > -DISORDER_SECONDS) return false;
    if (passed > 0) this.listenedSeconds += Math.min(passed, LISTENING_GAP_SECONDS);
    this.atSeconds = atSeconds;
    if (Math.abs(atSeconds - this.#turnedAt) < 1) return false;
    this.#turnedAt = atSeconds;
    return true;
  }
}
