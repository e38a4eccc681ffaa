import type { Outages } from "../alerts/outages.ts";
import { readSensors } from "../sensors/read-sensors.ts";
import type { StateStore } from "../store/state/open-state.ts";

const LOOK_MS = 10_000;
/** How long notices may fail before it is an outage: a receiver that is restarted stays below. */
const NOTICES_MS = 10 * 60_000;

export interface OutageWatchParts {
  state: StateStore;
  outages: Outages;
  /** Whether the collector hears its sensors now: connected to the broker, and storing. */
  hears: () => boolean;
  noticesFail: () => Promise<boolean>;
  /** Whether this collector tells people; one that does not yet knows for how long things have been as they are. Absent: it is alone. */
  leads?: () => boolean;
  now: () => number;
  failed: (error: unknown) => void;
}

/** Looks regularly whether people must be told that something of ours died. */
export class OutageWatch {
  readonly #parts: OutageWatchParts;
  #hearsSince: number | undefined;
  #failsSince: number | undefined;
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;

  constructor(parts: OutageWatchParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#timer = setInterval(() => {
      this.#looking ??= this.look()
        .catch(this.#parts.failed)
        .finally(() => {
          this.#looking = undefined;
        });
    }, LOOK_MS);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#looking;
  }

  async look(): Promise<void> {
    const { state, outages, hears, noticesFail, leads, now } = this.#parts;
    this.#hearsSince = hears() ? (this.#hearsSince ?? now()) : undefined;
    this.#failsSince = (await noticesFail()) ? (this.#failsSince ?? now()) : undefined;
    if (leads !== undefined && !leads()) return;
    // While the collector itself cannot hear, its own row says so, and nothing can be said of the sensors.
    if (this.#hearsSince !== undefined) await outages.look(await readSensors(state, {}, now()), this.#hearsSince);
    await outages.noticesFail(this.#failsSince !== undefined && now() - this.#failsSince >= NOTICES_MS);
  }
}
