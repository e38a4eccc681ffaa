/** A frame that took long, in microseconds: the least of the times that it was played. */
export interface SlowFrame {
  round: number;
  index: number;
  microseconds: number;
  octets: string;
}

/** Rounds that are remembered by their slowest frame. */
const KEPT = 8;
/** Frames of a round before which nothing is measured: the engine has not compiled what they run through. */
const WARM_UP = 200;

/** Which frames of which rounds took longest. Each round tells one, the slowest of all rounds are kept, and may be played again. */
export class SlowestFrames {
  #kept: SlowFrame[] = [];
  #round = -1;
  #again: SlowFrame | undefined;

  /** What is told from now on is of this round. */
  begin(round: number): void {
    this.#again = undefined;
    this.#round = round;
  }

  /** A round that was told before is played once more: of its slowest frame the lesser time counts. */
  again(round: number): void {
    this.#again = this.#kept.find((it) => it.round === round);
  }

  took(index: number, milliseconds: number, bytes: Uint8Array): void {
    const microseconds = milliseconds * 1_000;
    if (this.#again !== undefined) {
      if (index === this.#again.index) this.#again.microseconds = Math.min(this.#again.microseconds, microseconds);
      return;
    }
    if (index < WARM_UP) return;
    const own = this.#kept.find((it) => it.round === this.#round);
    const least = own ?? (this.#kept.length < KEPT ? undefined : this.#kept.at(-1));
    if (least !== undefined && microseconds <= least.microseconds) return;
    const octets = Buffer.from(bytes).toString("hex");
    this.#kept = this.#kept.filter((it) => it !== least);
    this.#kept.push({ round: this.#round, index, microseconds, octets });
    this.#kept.sort((one, other) => other.microseconds - one.microseconds);
  }

  rounds(): number[] {
    return this.#kept.map(({ round }) => round);
  }

  /** The slowest first. */
  list(): SlowFrame[] {
    return this.#kept.toSorted((one, other) => other.microseconds - one.microseconds);
  }
}
