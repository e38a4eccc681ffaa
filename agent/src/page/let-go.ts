import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { uptime } from "node:os";
import { Type, type Static } from "typebox";
import { Check } from "typebox/value";
import { loadConfig } from "../main/load-config.ts";
import { askOwnBroker } from "../sensor/ask-own-broker.ts";

/** Seconds after the box was switched on in which it may be given away: whoever pulls its plug is there. */
const AFTER_POWER_ON_SECONDS = 15 * 60;
/** Seconds between two refusals that count: a broker that is told anew who its sensors are refuses them for less than one. */
const REFUSED_SECONDS = 3 * 60;
/** [MQTT-3.2.2-6] Bad user name or password, not authorised: it knows no such sensor, or another password. All others pass by themselves. */
const NOT_LET_IN: readonly unknown[] = [4, 5];

const Refused = Type.Object({ sinceSeconds: Type.Number({ minimum: 0 }) }, { additionalProperties: false });
type Refused = Static<typeof Refused>;

export interface LetGoParts {
  /** The configuration of the sensor. */
  file: string;
  /** Where it is kept since when it is refused: a folder that is empty after a start, of root alone; undefined: in memory. */
  record?: string | undefined;
  /** Seconds since the machine was switched on. No clock that somebody on the network could set. */
  uptimeSeconds?: () => number;
  ask?: typeof askOwnBroker;
}

/**
 * Whether a box that has joined may be given to another collector by whoever stands before it: its own collector, proven by its certificate, does not let it in,
 * did not three minutes ago either, and the box was switched on within a quarter of an hour. Nobody on the network can make that true: he has neither the
 * collector's key nor the plug.
 */
export class LetGo {
  readonly #parts: LetGoParts;
  #memory: Refused | undefined;

  constructor(parts: LetGoParts) {
    this.#parts = parts;
  }

  /** Asks once more, and remembers. Never rejects. */
  async mayJoinAgain(): Promise<boolean> {
    const { uptimeSeconds = uptime } = this.#parts;
    const answer = await this.#ask();
    if (answer === "lets-in") this.forget();
    if (answer !== "refuses") return false;
    const now = uptimeSeconds();
    const before = this.#kept();
    if (before === undefined || before.sinceSeconds > now) {
      this.#keep({ sinceSeconds: now });
      return false;
    }
    return now - before.sinceSeconds >= REFUSED_SECONDS && now <= AFTER_POWER_ON_SECONDS;
  }

  /** Refusals up to now count no more. */
  forget(): void {
    if (this.#kept() !== undefined) this.#keep(undefined);
  }

  /** What the sensor's own collector says, proven by its certificate; `nothing` where nobody has. */
  async #ask(): Promise<"refuses" | "lets-in" | "nothing"> {
    const { file, ask = askOwnBroker } = this.#parts;
    try {
      const config = loadConfig(file, {});
      // Without TLS anybody on the way could refuse it.
      if (new URL(config.mqtt.url).protocol !== "mqtts:") return "nothing";
      const problem = await ask(config);
      if (problem === undefined) return "lets-in";
      const isRefused = problem.code === "broker-refused" && NOT_LET_IN.includes(problem.facts?.["return-code"]);
      return isRefused ? "refuses" : "nothing";
    } catch {
      return "nothing";
    }
  }

  #kept(): Refused | undefined {
    const { record } = this.#parts;
    if (record === undefined) return this.#memory;
    try {
      const kept: unknown = JSON.parse(readFileSync(record, "utf8"));
      return Check(Refused, kept) ? kept : undefined;
    } catch {
      return undefined;
    }
  }

  #keep(refused: Refused | undefined): void {
    const { record } = this.#parts;
    this.#memory = refused;
    if (record === undefined) return;
    try {
      writeFileSync(`${record}.new`, JSON.stringify(refused ?? {}), { mode: 0o600 });
      renameSync(`${record}.new`, record);
    } catch {
      // What cannot be kept is not believed: the box stays with its collector.
    }
  }
}
