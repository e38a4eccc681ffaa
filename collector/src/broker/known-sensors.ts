import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { StateStore } from "../store/state/open-state.ts";

/** File of the data folder that changes when a broker outside has to hear of other sensors; a path unit watches it. */
export const SENSORS_FILE = "broker-sensors";
/** Milliseconds between two looks: whoever has just joined a box stands on a ladder and waits. */
const LOOK_MS = 3_000;

export interface KnownSensorsOptions {
  state: StateStore;
  dataDir: string;
  /** Puts a text in the place of a file's. */
  write: (file: string, text: string) => void;
  failed: (error: unknown) => void;
}

/**
 * Says to whoever looks after a broker outside that its access list and passwords are those of before: a file changes when a sensor has joined, was
 * replaced, retired or moved, by whatever command or collector. The file holds a hash of all of them, which opens nothing.
 */
export class KnownSensors {
  readonly #options: KnownSensorsOptions;
  readonly #file: string;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;

  constructor(options: KnownSensorsOptions) {
    this.#options = options;
    this.#file = join(options.dataDir, SENSORS_FILE);
  }

  start(): void {
    this.#timer ??= setInterval(() => {
      this.#running ??= this.look().finally(() => {
        this.#running = undefined;
      });
    }, LOOK_MS);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#timer = undefined;
    await this.#running;
  }

  /** Writes the file where sensors are others than it says. Never rejects. */
  async look(): Promise<void> {
    const { state, write, failed } = this.#options;
    try {
      const rows = await state.db
        .selectFrom("sensors")
        .select(["venue_id", "sensor_id", "mosquitto_hash"])
        .where("retired_at", "is", null)
        .orderBy("sensor_id")
        .execute();
      const text = `${createHash("sha256")
        .update(JSON.stringify(rows.map(Object.values)))
        .digest("hex")}\n`;
      if (text !== readIfThere(this.#file)) write(this.#file, text);
    } catch (error) {
      failed(error);
    }
  }
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
