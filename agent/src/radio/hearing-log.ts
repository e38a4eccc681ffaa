import type { HealthProblem } from "@probewarden/contract";

/** Where the lines go; pino's shape. */
export interface HearingLogSink {
  info(fields: object, text: string): void;
  warn(fields: object, text: string): void;
}

/**
 * Says in the log whether this sensor hears: once when it does, once for each thing that keeps it from it, once when it hears again. What
 * repeats is a figure in `health`, and not a line. The log names no address and no network.
 */
export class HearingLog {
  readonly #log: HearingLogSink;
  readonly #from: object;
  #told: readonly HealthProblem[] = [];
  #hears = false;

  /** `from`: what it listens to, as fields of each line. */
  constructor(log: HearingLogSink, from: object) {
    this.#log = log;
    this.#from = from;
  }

  /** A frame was heard: from here on it may be said. */
  heard(): void {
    if (this.#hears) return;
    this.#hears = true;
    this.#log.info(this.#from, "frames are heard");
  }

  /** What a person should mend, now; asked once a second. `keepsFromHearing`: whether a problem means that silence says nothing. */
  look(problems: readonly HealthProblem[], keepsFromHearing: (problem: HealthProblem) => boolean): void {
    const before = new Set(this.#told.map(({ text }) => text));
    for (const { code, text, facts } of problems)
      if (!before.has(text)) this.#log.warn({ ...this.#from, code, ...facts }, text);
    this.#told = problems;
    if (problems.some(keepsFromHearing)) this.#hears = false;
  }
}
