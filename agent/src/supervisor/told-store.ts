import { createHash } from "node:crypto";
import { inKeyOrder, LIMITS, SensorConfig, Watch, type HealthProblem } from "@probewarden/contract";
import type { Logger } from "pino";
import { Type, type Static } from "typebox";
import { Compile } from "typebox/compile";
import { KeptState } from "./kept-state.ts";

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
  readonly #now: () => number;
  readonly #kept: KeptState<Told>;

  constructor({ folder, now, log }: ToldStoreOptions) {
    this.#now = now;
    this.#kept = new KeptState<Told>({
      folder,
      file: FILE,
      mostBytes: MOST_BYTES,
      first: {},
      check: (json): json is Told => told.Check(json),
      code: "venue-not-kept",
      words: (cause) =>
        `what the collector told of the venue is not on the sensor's disk (${cause}); after a restart the sensor waits until it is told again`,
      warn: (cause, file) => log.warn({ cause, file }, "what the collector told of the venue is not kept"),
    });
  }

  /** Undefined while what is told is on the disk. */
  get problem(): HealthProblem | undefined {
    return this.#kept.problem;
  }

  get config(): SensorConfig | undefined {
    return this.#kept.now.config;
  }

  /** SHA-256, in hex, of the venue's own access points as they were told, which the collector knows its list by; undefined: none were told. */
  get networkList(): string | undefined {
    const networks = this.config?.networks;
    return networks === undefined ? undefined : createHash("sha256").update(inKeyOrder(networks)).digest("hex");
  }

  /** The entries that have not expired; undefined when there was never a list. */
  get watch(): Watch | undefined {
    const { watch } = this.#kept.now;
    if (watch === undefined) return undefined;
    const now = this.#now();
    const lives = (expiresAt: string): boolean => {
      const left = Date.parse(expiresAt) - now;
      return left > 0 && left <= LONGEST_WATCH_MS;
    };
    return { ...watch, entries: watch.entries.filter(({ expiresAt }) => lives(expiresAt)) };
  }

  /** Reads what was told before the restart. A file that cannot be understood is set aside, so that a person can look at it. */
  load(): void {
    this.#kept.load();
  }

  setConfig(config: SensorConfig): void {
    this.#tell({ ...this.#kept.now, config });
  }

  setWatch(watch: Watch): void {
    this.#tell({ ...this.#kept.now, watch });
  }

  /** In force whatever the disk says. The collector tells the same again at each connection. */
  #tell(next: Told): void {
    if (!this.#kept.write(next)) this.#kept.hold(next);
  }
}
