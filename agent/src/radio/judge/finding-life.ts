import type { Band, FindingState } from "@probewarden/contract";

/** `heard` is said at most this often. */
const HEARD_EVERY_SECONDS = 60;

/** The life of one finding: one id from opening to end, and a word only when something changed. */
export class FindingLife {
  readonly findingId: string;
  highestDb = -Infinity;
  #band: Band | undefined;
  /** What was judged when it was said last; undefined: below the list. */
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

  /** Its latest band. One that falls below the list, as that of a device which is licensed meanwhile, keeps the last that it had. */
  get band(): Band | undefined {
    return this.#band;
  }

  /**
   * What there is to say now, if anything. `band` undefined: below the list; `evidence` names the set of codes; `heardAt` is when its
   * subject was last heard. `force` says `heard` although the minute is not over, when there is something newer than what was said.
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
