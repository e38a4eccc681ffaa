import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import { InfluxDB, type IPoint, type ISingleHostConfig } from "influx";
import { within } from "./influx-deadline.ts";
import { POLICIES } from "./influx-points.ts";

type Backoff = NonNullable<NonNullable<ISingleHostConfig["pool"]>["backoff"]>;

/** The library's own waits come on top of those of the sensors, which send again what was not stored: every batch asks anew. */
const NO_WAIT: Backoff = { getDelay: () => 0, next: () => NO_WAIT, reset: () => NO_WAIT };

/** Writes minutes into InfluxDB, over connections of its own, so that what hangs can be let go. */
export class InfluxWriter {
  readonly #influx: InfluxDB;
  readonly #agent: HttpAgent;
  readonly #mostMs: number;

  /** `mostMs`: how long one batch may take. */
  constructor(options: ISingleHostConfig, mostMs: number) {
    this.#mostMs = mostMs;
    this.#agent = new (options.protocol === "https" ? HttpsAgent : HttpAgent)({ keepAlive: true });
    this.#influx = new InfluxDB({
      ...options,
      options: { ...options.options, agent: this.#agent },
      pool: { maxRetries: 0, requestTimeout: mostMs, backoff: NO_WAIT },
    });
  }

  /** Writes all of them. Rejects as the library does, and with SeriesStoreError when it takes too long. */
  async write(points: IPoint[]): Promise<void> {
    const write = (): Promise<void> =>
      this.#influx.writePoints(points, { precision: "ms", retentionPolicy: POLICIES["1m"] });
    try {
      await within(this.#mostMs, write, () => this.#agent.destroy());
    } catch (error) {
      // Minutes of a sensor whose clock is years behind: nothing would keep them, and the others of the batch are stored.
      if (!(error instanceof Error && error.message.includes("points beyond retention policy dropped"))) throw error;
    }
  }

  stop(): void {
    this.#agent.destroy();
  }
}
