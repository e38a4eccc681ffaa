/** From this level on it beeps as fast as it can be counted, and below the other as slowly as somebody still waits for. */
const NEAR_DBM = -35;
const FAR_DBM = -90;
const FASTEST_MS = 150;
const SLOWEST_MS = 1_500;
const TONE = { hertz: 880, seconds: 0.06, gain: 0.2 };

/** Milliseconds between two beeps: shorter the louder a transmitter is heard, evenly in decibels. */
export function beepEvery(levelDbm: number): number {
  const share = Math.min(1, Math.max(0, (levelDbm - FAR_DBM) / (NEAR_DBM - FAR_DBM)));
  return Math.round(SLOWEST_MS - share * (SLOWEST_MS - FASTEST_MS));
}

/** Beeps until it is stopped, for who has both hands at the ceiling. Begun by a press: browsers let nothing sound before. */
export class Beeps {
  readonly #context = new AudioContext();
  #every: number | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** The level to be heard; undefined: silence. */
  set level(levelDbm: number | undefined) {
    this.#every = levelDbm === undefined ? undefined : beepEvery(levelDbm);
    if (this.#timer === undefined && this.#every !== undefined) this.#beep();
  }

  async stop(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#context.close();
  }

  #beep(): void {
    this.#timer = undefined;
    if (this.#every === undefined) return;
    const tone = new OscillatorNode(this.#context, { frequency: TONE.hertz });
    const gain = new GainNode(this.#context, { gain: TONE.gain });
    tone.connect(gain).connect(this.#context.destination);
    tone.start();
    tone.stop(this.#context.currentTime + TONE.seconds);
    this.#timer = setTimeout(() => this.#beep(), this.#every);
  }
}
