import type { WaitingMessage } from "./waiting-message.ts";

/** Reports that are kept while the disk takes none: the latest says all that the ones before it said, but for their counts. */
const MOST_REPORTS = 4;

interface KeptReport {
  boot: string;
  seq: number;
  payload: string;
}

/**
 * Reports of health that the disk did not take. A sensor whose disk is full must be able to say so: these few are sent out of memory, and
 * are lost with the process.
 */
export class LastHealth {
  #reports: KeptReport[] = [];

  /** Keeps one; returns whether an earlier one had to go for it. */
  keep(report: KeptReport): boolean {
    this.#reports.push(report);
    return this.#reports.length > MOST_REPORTS && this.#reports.shift() !== undefined;
  }

  get messages(): number {
    return this.#reports.length;
  }

  /** As messages to send; their numbers are below those of the file. */
  waiting(): WaitingMessage[] {
    return this.#reports.map(({ seq, payload }) => ({ id: -seq, kind: "health", payload }));
  }

  /** The collector has these, or refuses them for good. Returns the numbers of those that were here. */
  forget(boot: string, ranges: readonly (readonly [number, number])[]): number[] {
    const isNamed = (report: KeptReport): boolean =>
      report.boot === boot && ranges.some(([first, last]) => report.seq >= first && report.seq <= last);
    const named = this.#reports.filter(isNamed);
    this.#reports = this.#reports.filter((report) => !isNamed(report));
    return named.map(({ seq }) => -seq);
  }
}
