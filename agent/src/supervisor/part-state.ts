import type { HealthProblem, PartHealth, ProblemFacts } from "@probewarden/contract";
import type { Part } from "./reports.ts";

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
  #connected = false;
  #run: string | undefined;
  #restarts = 0;
  #lastExit: PartExit | undefined;
  #missingSince: number;
  #heardAt: number;

  /** `monotonic`: milliseconds of a clock that nobody sets; a part is not killed because the time came over the network. */
  constructor(part: Part, enabled: boolean, monotonic: () => number) {
    this.part = part;
    this.#enabled = enabled;
    this.#monotonic = monotonic;
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

  onReport(): void {
    this.#heardAt = this.#monotonic();
  }

  onDisconnect(): void {
    this.#connected = false;
    this.#missingSince = this.#monotonic();
  }

  onExit(exit: PartExit): void {
    this.#lastExit = exit;
  }

  /** Milliseconds since it said anything, while connected. */
  silentMilliseconds(): number {
    return this.#connected ? this.#monotonic() - this.#heardAt : 0;
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
    if (!this.#enabled || this.#connected || this.#monotonic() - this.#missingSince < MISSING_MILLISECONDS)
      return undefined;
    const last = this.#lastExit === undefined ? "it has not started" : `it ended last ${this.#lastExit.words}`;
    return {
      code: `${this.part}-not-running`,
      text: `the ${this.part} process does not run: ${last}; its log says why`,
      ...(this.#lastExit === undefined ? {} : { facts: this.#lastExit.facts }),
    };
  }
}
