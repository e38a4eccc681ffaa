import { join } from "node:path";
import { LIMITS, SensorConfig, Watch, type HealthProblem } from "@probewarden/contract";
import type { Logger } from "pino";
import { Type, type Static } from "typebox";
import { Compile } from "typebox/compile";
import { readWholeFile, setFileAside, writeWholeFile } from "./whole-file.ts";

const Told = Type.Object(
  { config: Type.Optional(SensorConfig), watch: Type.Optional(Watch) },
  { additionalProperties: false },
);
type Told = Static<typeof Told>;
const told = Compile(Told);

const FILE = "told.json";
/** Both messages at their longest, and the braces around them. */
const MOST_BYTES = 2 * LIMITS.payloadBytes + 64;
/** The contract lets an entry of the watch list live for a day; one that would live longer was written, or is read, by a wrong clock. */
const LONGEST_WATCH_MS = 86_400_000;

export interface ToldStoreOptions {
  /** Folder of the sensor's data. */
  folder: string;
  /** Milliseconds since 1970. */
  now: () => number;
  log: Logger;
}

/**
 * What the collector told this sensor of its venue: its inventory and the watch list. Kept on the sensor's disk, for its own user only, so
 * that a sensor that starts without its collector takes the venue's access points for the venue's from the first frame.
 */
export class ToldStore {
  readonly #options: ToldStoreOptions;
  readonly #file: string;
  #told: Told = {};
  #written = "";
  #problem: HealthProblem | undefined;

  constructor(options: ToldStoreOptions) {
    this.#options = options;
    this.#file = join(options.folder, FILE);
  }

  /** Undefined while what is told is on the disk. */
  get problem(): HealthProblem | undefined {
    return this.#problem;
  }

  get config(): SensorConfig | undefined {
    return this.#told.config;
  }

  /** The entries that have not expired; undefined when there was never a list. */
  get watch(): Watch | undefined {
    const { watch } = this.#told;
    if (watch === undefined) return undefined;
    const now = this.#options.now();
    const lives = (expiresAt: string): boolean => {
      const left = Date.parse(expiresAt) - now;
      return left > 0 && left <= LONGEST_WATCH_MS;
    };
    return { ...watch, entries: watch.entries.filter(({ expiresAt }) => lives(expiresAt)) };
  }

  /** Reads what was told before the restart. A file that cannot be understood is set aside, so that a person can look at it. */
  load(): void {
    const read = readWholeFile(this.#file, MOST_BYTES);
    // Nothing was told yet.
    if (read === undefined) return;
    if (read !== "unreadable" && told.Check(read.json)) {
      this.#told = read.json;
      this.#written = JSON.stringify(read.json);
      return;
    }
    setFileAside(this.#file);
    this.#fail("unreadable");
  }

  setConfig(config: SensorConfig): void {
    this.#told = { ...this.#told, config };
    this.#write();
  }

  setWatch(watch: Watch): void {
    this.#told = { ...this.#told, watch };
    this.#write();
  }

  /** The whole file or none of it, also when the power fails. The collector tells the same again at each connection: that wears no card. */
  #write(): void {
    const text = JSON.stringify(this.#told);
    if (text === this.#written) return;
    try {
      writeWholeFile(this.#options.folder, FILE, text);
      this.#written = text;
      this.#problem = undefined;
    } catch (error) {
      this.#fail((error as NodeJS.ErrnoException).code ?? "unknown");
    }
  }

  #fail(cause: string): void {
    if (this.#problem?.facts?.["cause"] === cause) return;
    this.#problem = {
      code: "venue-not-kept",
      text: `what the collector told of the venue is not on the sensor's disk (${cause}); after a restart the sensor waits until it is told again`,
      facts: { cause },
    };
    this.#options.log.warn({ cause, file: this.#file }, "what the collector told of the venue is not kept");
  }
}
