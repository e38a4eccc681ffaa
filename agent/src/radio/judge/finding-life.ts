import type { Band, FindingState } from "@probewarden/contract";

/** `heard` is said at most this often. */
const HEARD_EVERY_SECONDS = 60;

/** The life of one finding: one id from opening to end, and a word only when something changed. */
export class FindingLife {
  readonly findingId: string;
  highestDb = -Infinity;
  #band: Band | undefined;
  /** The band that the latest report was made for; undefined: below `watch`. */
  #judged: Band | undefined;
  #evidence = "";
  #saidAt = -Infinity;
  #saidHeardAt = -Infinity;

  constructor(findingId: string) {
    this.findingId = findingId;
  }

  /** Whether it was opened and has not ended. */
  get isOpen(): boolean {
    return this.#band !== undefined;
  }

  /**
   * Its latest band. A finding whose score falls below `watch`, for instance because the operator listed the device meanwhile, keeps the
   * band that it had last: the contract has no band below `watch`, and the score tells how low it is.
   */
  get band(): Band | undefined {
    return this.#band;
  }

  /**
   * The state to report now, or undefined when nothing changed. `band` is undefined below `watch`; `evidence` is the set of codes as one
   * text; `heardAt` is when the subject was last heard. With `force`, `heard` is reported before its minute is over, provided that the
   * subject was heard since the last report.
   */
  next(
    band: Band | undefined,
    evidence: string,
    heardAt: number,
    atSeconds: number,
    force = false,
  ): FindingState | undefined {
    if (!this.isOpen && band === undefined) return undefined;
    const state = this.#state(band, evidence, heardAt, atSeconds, force);
    if (state === undefined) return undefined;
    this.#band = band ?? this.#band;
    this.#judged = band;
    this.#evidence = evidence;
    this.#saidAt = atSeconds;
    this.#saidHeardAt = heardAt;
    return state;
  }

  /** What its band stood on was taken back: below `watch` it is told in the lowest band, until it ends. */
  sink(): void {
    if (this.isOpen) this.#band = "watch";
  }

  /** Takes up the life of a finding that was published before a restart. */
  resume(band: Band, highestDb: number, evidence: string, heardAt: number): void {
    this.#band = band;
    this.#judged = band;
    this.highestDb = highestDb;
    this.#evidence = evidence;
    this.#saidAt = heardAt;
    this.#saidHeardAt = heardAt;
  }

  #state(
    band: Band | undefined,
    evidence: string,
    heardAt: number,
    atSeconds: number,
    force: boolean,
  ): FindingState | undefined {
    if (!this.isOpen) return "opened";
    if (band !== this.#judged || evidence !== this.#evidence) return "changed";
    // The clock may have been set back since.
    const isDue = force || Math.abs(atSeconds - this.#saidAt) >= HEARD_EVERY_SECONDS;
    return isDue && heardAt !== this.#saidHeardAt ? "heard" : undefined;
  }
}
