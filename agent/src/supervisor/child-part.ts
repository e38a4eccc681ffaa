import type { ChildProcess } from "node:child_process";
import type { Logger } from "pino";
import { retrySchedule } from "../uplink/retry-schedule.ts";
import type { PartExit } from "./part-state.ts";
import type { Part } from "./reports.ts";

/** A child that lived so long, and did not hang, was sound: its next end is followed by a short wait again. */
const SOUND_AFTER_MILLISECONDS = 60_000;
/** A child that has not ended by then is killed: npm pcap cannot close a capture before the next frame comes. */
const STOP_MILLISECONDS = 4_000;

export interface ChildPartOptions {
  part: Part;
  /** Starts the process. */
  launch: () => ChildProcess;
  log: Logger;
  /** Random number from 0 to 1. */
  jitter: () => number;
  /** A process begins. */
  onStart?: () => void;
  /** How it ended. `isFirst`: it was its first run. */
  onExit: (exit: PartExit, code: number | null, isFirst: boolean) => void;
}

/** Keeps one process running: starts it again when it ends, each time after a longer wait. */
export class ChildPart {
  readonly #options: ChildPartOptions;
  #waits: Generator<number, never>;
  #child: ChildProcess | undefined;
  #timer: NodeJS.Timeout | undefined;
  #hasRun = false;
  #stopping = false;
  /** Why the process at hand was killed, as its end is told. */
  #killed: PartExit | undefined;

  constructor(options: ChildPartOptions) {
    this.#options = options;
    this.#waits = this.#freshSchedule();
  }

  start(): void {
    const { launch, log, part, onExit } = this.#options;
    const startedAt = performance.now();
    const child = launch();
    this.#child = child;
    this.#options.onStart?.();
    const isFirst = !this.#hasRun;
    this.#hasRun = true;
    const ended = (itsOwn: PartExit, exitCode: number | null): void => {
      if (this.#child !== child) return;
      this.#child = undefined;
      const exit = this.#killed ?? itsOwn;
      const wasSound = this.#killed === undefined && performance.now() - startedAt > SOUND_AFTER_MILLISECONDS;
      this.#killed = undefined;
      onExit(exit, exitCode, isFirst);
      if (this.#stopping) return;
      if (wasSound) this.#waits = this.#freshSchedule();
      const wait = this.#waits.next().value;
      log.warn({ part, ended: exit.words, restartInMilliseconds: wait }, "a part of the sensor ended");
      this.#timer = setTimeout(() => this.start(), wait);
    };
    child.once("error", ({ code: cause = "error" }: NodeJS.ErrnoException) =>
      ended({ words: `before it began (${cause})`, facts: { cause } }, null),
    );
    child.once("exit", (code, signal) =>
      ended(
        signal === null
          ? { words: `with code ${code}`, facts: { "exit-code": code ?? 0 } }
          : { words: `by ${signal}`, facts: { signal } },
        code,
      ),
    );
  }

  /** Ends a process that no longer answers, without asking; it is started again. `why`: how this end is told. */
  kill(why: PartExit): void {
    if (this.#child === undefined) return;
    this.#killed = why;
    this.#child.kill("SIGKILL");
  }

  /** Ends it for good: asks first, insists after four seconds. */
  async stop(): Promise<void> {
    this.#stopping = true;
    clearTimeout(this.#timer);
    if (this.#child !== undefined) await end(this.#child);
  }

  #freshSchedule(): Generator<number, never> {
    return retrySchedule({ firstMilliseconds: 500, mostMilliseconds: 30_000, jitter: this.#options.jitter });
  }
}

async function end(child: ChildProcess): Promise<void> {
  const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()).once("error", () => resolve()));
  child.kill("SIGTERM");
  const insist = setTimeout(() => child.kill("SIGKILL"), STOP_MILLISECONDS);
  await gone;
  clearTimeout(insist);
}
