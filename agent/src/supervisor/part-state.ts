import type { HealthProblem, PartHealth, ProblemFacts } from "@probewarden/contract";
import type { Part } from "./reports.ts";

/**
 * How long a part may give no sign of life, in milliseconds. It gives one every five seconds (ipc/beat.ts), so that a hang is seen within
 * 60 and 120 seconds of its beginning. A native capture was measured to keep its event loop for 5 seconds; a disk that syncs or a camera's
 * answer that is read may take longer on a small board.
 */
const MAY_BE_SILENT: Readonly<Record<Part, number>> = { radio: 50_000, cameras: 110_000 };
/** A part that is silent for so long is told in `health`, whether or not it comes back by itself before it is ended: with a look every five seconds and its last sign five before, within a minute. */
const TOLD_MILLISECONDS = 45_000;
/** A part that is not there for so long is worth a person's attention. */
const MISSING_MILLISECONDS = 10_000;

/** How a process ended: in words (`with code 1`, `by SIGKILL`), and as facts of a problem. */
export interface PartExit {
  words: string;
  facts: ProblemFacts;
}

/** What the supervisor knows of one part, however it is started: as a child or as a unit of its own. */
export class PartState {
  readonly part: Part;
  readonly #enabled: boolean;
  readonly #monotonic: () => number;
  readonly #mayBeSilent: number;
  #connected = false;
  /** It is a child of this process, and has not ended. */
  #isChild = false;
  #run: string | undefined;
  #restarts = 0;
  #lastExit: PartExit | undefined;
  #missingSince: number;
  #heardAt: number;

  /** `monotonic`: milliseconds of a clock that nobody sets; a part is not killed because the time came over the network. */
  constructor(part: Part, enabled: boolean, monotonic: () => number, mayBeSilent: number = MAY_BE_SILENT[part]) {
    this.part = part;
    this.#enabled = enabled;
    this.#monotonic = monotonic;
    this.#mayBeSilent = mayBeSilent;
    this.#missingSince = this.#heardAt = monotonic();
  }

  /** It said hello. True: it is another process than before; a process identifier would not do, each unit may have number 2. */
  onConnect(run: string): boolean {
    const isNew = this.#run !== run;
    if (isNew && this.#run !== undefined) this.#restarts += 1;
    this.#run = run;
    this.#connected = true;
    this.#heardAt = this.#monotonic();
    return isNew;
  }

  /** It was started as a child: from now on it should say hello, and then give signs of life. */
  onStart(): void {
    this.#isChild = true;
    this.#heardAt = this.#monotonic();
  }

  /** It gave a sign of life; or nobody could have noticed one. */
  onSign(): void {
    this.#heardAt = this.#monotonic();
  }

  onDisconnect(): void {
    this.#connected = false;
    this.#missingSince = this.#monotonic();
  }

  onExit(exit: PartExit): void {
    this.#lastExit = exit;
    this.#isChild = false;
  }

  /** Undefined while it gives signs of life, or cannot. Else how the end of such a process is told. */
  hung(): PartExit | undefined {
    if (!this.#isSilentFor(this.#mayBeSilent)) return undefined;
    return { words: `because it gave no sign of life for ${this.#limitSeconds} seconds`, facts: { cause: "hung" } };
  }

  #isSilentFor(milliseconds: number): boolean {
    return this.#enabled && (this.#connected || this.#isChild) && this.#monotonic() - this.#heardAt > milliseconds;
  }

  /** Whether there is nobody who could tell what the part does now. */
  get isAway(): boolean {
    return this.problem() !== undefined;
  }

  health(): PartHealth {
    const running = this.#connected ? "running" : "restarting";
    return {
      part: this.part,
      state: this.#enabled ? running : "off",
      restarts: this.#restarts,
      ...(this.#lastExit === undefined ? {} : { lastExit: this.#lastExit.words }),
    };
  }

  /** Undefined while nothing is to be mended. */
  problem(): HealthProblem | undefined {
    const told = Math.min(TOLD_MILLISECONDS, this.#mayBeSilent);
    if (this.#isSilentFor(told)) {
      const seconds = Math.round(told / 1000);
      return {
        code: `${this.part}-hung`,
        text: `the ${this.part} process has given no sign of life for ${seconds} seconds; after ${this.#limitSeconds} it is ended and started again`,
        facts: { seconds },
      };
    }
    if (!this.#enabled || this.#connected || this.#monotonic() - this.#missingSince < MISSING_MILLISECONDS)
      return undefined;
    const last = this.#lastExit === undefined ? "it has not started" : `it ended last ${this.#lastExit.words}`;
    return {
      code: `${this.part}-not-running`,
      text: `the ${this.part} process does not run: ${last}; its log says why`,
      ...(this.#lastExit === undefined ? {} : { facts: this.#lastExit.facts }),
    };
  }

  get #limitSeconds(): number {
    return Math.round(this.#mayBeSilent / 1000);
  }
}
