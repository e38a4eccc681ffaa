import type { ChildProcess } from "node:child_process";
import type { HealthProblem } from "@probewarden/contract";
import type { Logger } from "pino";
import type { AgentConfig } from "../main/config.ts";
import { ChildPart } from "./child-part.ts";
import { PartState } from "./part-state.ts";
import { PARTS, type Part } from "./reports.ts";

/** Milliseconds between two looks whether the parts give signs of life. */
const LOOK_MILLISECONDS = 5_000;

/** Exit code of a part that cannot run with its configuration. */
const WRONG_CONFIGURATION = 2;

export interface PartsOptions {
  config: AgentConfig;
  log: Logger;
  /** Starts a part as a child; absent where systemd starts the parts. */
  launch?: (part: Part) => ChildProcess;
  /** A part ended its first run because of its configuration, and has said what is wrong with it. */
  onMisconfigured?: () => void;
  /** Milliseconds of a clock that nobody sets. */
  monotonic: () => number;
  /** Random number from 0 to 1. */
  jitter: () => number;
  /** How long a part may give no sign of life, in milliseconds, and how often that is looked at; given by tests. */
  patience?: Readonly<Record<Part, number>> & { look: number };
}

/** The two other processes of a sensor: what is known of each, and their ends and new beginnings where this process starts them. */
export class Parts {
  readonly #options: PartsOptions;
  readonly #states: Readonly<Record<Part, PartState>>;
  readonly #children: Partial<Record<Part, ChildPart>> = {};
  /** The codes of what was told to be wrong last. */
  #told = "";
  #timer: NodeJS.Timeout | undefined;
  #lookedAt: number;

  constructor(options: PartsOptions) {
    const { config, monotonic, patience } = options;
    this.#options = options;
    this.#states = {
      radio: new PartState("radio", config.radio.enabled, monotonic, patience?.radio),
      cameras: new PartState("cameras", config.cameras.enabled, monotonic, patience?.cameras),
    };
    this.#lookedAt = monotonic();
  }

  /** Starts them and looks after them. `onNews`: something else is wrong with them than was told last. */
  start(onNews: () => void): void {
    for (const part of PARTS) this.#startChild(part);
    this.#lookedAt = this.#options.monotonic();
    this.#timer = setInterval(() => {
      this.#look();
      if (this.#codes() !== this.#told) onNews();
    }, this.#lookMilliseconds);
  }

  /** Ends those that this process started; one that hangs takes four seconds. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await Promise.all(Object.values(this.#children).map((child) => child.stop()));
  }

  of(part: Part): PartState {
    return this.#states[part];
  }

  /** In the order in which they are told. */
  get states(): readonly PartState[] {
    return PARTS.map((part) => this.#states[part]);
  }

  /** What is wrong with them, of which somebody is told herewith. */
  tell(): HealthProblem[] {
    this.#told = this.#codes();
    return this.states.map((state) => state.problem()).filter((it) => it !== undefined);
  }

  #startChild(part: Part): void {
    const { config, launch, log, jitter, onMisconfigured } = this.#options;
    if (launch === undefined || !config[part].enabled) return;
    const child = new ChildPart({
      part,
      launch: () => launch(part),
      log,
      jitter,
      onStart: () => this.#states[part].onStart(),
      onExit: (exit, code, isFirst) => {
        this.#states[part].onExit(exit);
        // Starting it again mends no configuration; later on, a sensor that still does the rest is better than none.
        if (isFirst && code === WRONG_CONFIGURATION) onMisconfigured?.();
      },
    });
    this.#children[part] = child;
    child.start();
  }

  /** Ends a part that hangs. The one that systemd started is out of reach, and its own watchdog ends it. */
  #look(): void {
    const now = this.#options.monotonic();
    const wasAway = now - this.#lookedAt > 2 * this.#lookMilliseconds;
    this.#lookedAt = now;
    for (const state of this.states) {
      // When this process itself stood still, signs of life wait unread in its socket.
      if (wasAway) state.onSign();
      const hung = state.hung();
      if (hung === undefined) continue;
      this.#options.log.error({ part: state.part }, "a part of the sensor hangs");
      this.#children[state.part]?.kill(hung);
    }
  }

  #codes(): string {
    return this.states.map((state) => state.problem()?.code ?? "").join(" ");
  }

  get #lookMilliseconds(): number {
    return this.#options.patience?.look ?? LOOK_MILLISECONDS;
  }
}
