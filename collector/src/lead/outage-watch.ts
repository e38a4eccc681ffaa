import type { Sensor } from "@probewarden/contract";
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
  /** Since when sensors have heard nothing, as far as this collector has looked. */
  readonly #deafSince = new Map<string, number>();
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
    if (this.#hearsSince === undefined) this.#deafSince.clear();
    else {
      const sensors = await readSensors(state, {}, now());
      this.#noteDeaf(sensors);
      await outages.look(sensors, this.#hearsSince, this.#deafSince);
    }
    await outages.noticesFail(this.#failsSince !== undefined && now() - this.#failsSince >= NOTICES_MS);
  }

  /** A sensor that came online a moment ago and has not said how it is may hear everything. */
  #noteDeaf(sensors: readonly Sensor[]): void {
    const deaf = sensors.filter(
      ({ state, reasons }) => state === "deaf" && !reasons.every((one) => one === "no-health"),
    );
    const ids = new Set(deaf.map(({ sensorId }) => sensorId));
    for (const id of this.#deafSince.keys()) if (!ids.has(id)) this.#deafSince.delete(id);
    for (const id of ids) if (!this.#deafSince.has(id)) this.#deafSince.set(id, this.#parts.now());
  }
}
