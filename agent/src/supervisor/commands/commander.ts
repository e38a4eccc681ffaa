import { createHash, createPublicKey, verify, type KeyObject } from "node:crypto";
import { join } from "node:path";
import { commandText, type Command, type HealthProblem } from "@probewarden/contract";
import type { Logger } from "pino";
import { Type } from "typebox";
import { Compile } from "typebox/compile";
import { readWholeFile, writeWholeFile } from "../whole-file.ts";

/** Name of the file in the sensor's data folder. Without it the sensor keeps the next key that its collector tells. */
export const COMMANDER_FILE = "commander.json";
const MOST_BYTES = 1_024;

const closed = { additionalProperties: false };
const Hex = Type.String({ pattern: "^[0-9a-f]{64}$" });
const kept = Compile(Type.Object({ key: Hex, of: Hex }, closed));

/** RFC 8410: an Ed25519 public key in SPKI is these octets and the 32 of the key. */
const SPKI = Buffer.from("302a300506032b6570032100", "hex");

export interface CommanderOptions {
  /** Folder of the sensor's data. */
  folder: string;
  /** What a person has given this sensor to know its collector by: the authority's certificate, or the broker's address where there is none. */
  collector: string;
  log: Pick<Logger, "info" | "warn">;
}

/**
 * Whose commands this sensor takes: the key that its collector told it first, over a connection that the collector had proved. It is kept and
 * no other is taken, so that whoever gets hold of the broker later commands nobody. Another collector, given by a person, begins anew.
 */
export class Commander {
  readonly #options: CommanderOptions;
  readonly #of: string;
  #hex: string | undefined;
  #key: KeyObject | undefined;
  #problem: HealthProblem | undefined;

  constructor(options: CommanderOptions) {
    this.#options = options;
    this.#of = createHash("sha256").update(options.collector).digest("hex");
  }

  /** What a person should mend. */
  get problem(): HealthProblem | undefined {
    return this.#problem;
  }

  /** Whether anybody may command this sensor. */
  get isKnown(): boolean {
    return this.#key !== undefined;
  }

  /** Reads whom it knew before the restart. A file that cannot be understood counts as none: the collector tells its key again. */
  load(): void {
    const read = readWholeFile(join(this.#options.folder, COMMANDER_FILE), MOST_BYTES);
    if (read === undefined || read === "unreadable" || !kept.Check(read.json) || read.json.of !== this.#of) return;
    this.#take(read.json.key);
  }

  /** Takes the collector's word: the first key, and nothing but that one afterwards. */
  learn(hex: string): void {
    if (this.#hex !== undefined) {
      if (this.#hex === hex) this.#problem = undefined;
      else this.#refuse();
      return;
    }
    if (!this.#take(hex)) return;
    this.#options.log.info("the collector may command this sensor");
    try {
      writeWholeFile(this.#options.folder, COMMANDER_FILE, JSON.stringify({ key: hex, of: this.#of }));
    } catch (error) {
      const cause = (error as NodeJS.ErrnoException).code ?? "unknown";
      const text = `the key of the collector's commands is not on the sensor's disk (${cause}); after a restart it is told again`;
      this.#problem = { code: "commands-not-kept", text, facts: { cause } };
      this.#options.log.warn({ code: "commands-not-kept", cause }, text);
    }
  }

  /** Whether the collector signed this. */
  proves(command: Command): boolean {
    if (this.#key === undefined) return false;
    return verify(null, Buffer.from(commandText(command)), this.#key, Buffer.from(command.signature, "hex"));
  }

  #take(hex: string): boolean {
    try {
      this.#key = createPublicKey({ key: Buffer.concat([SPKI, Buffer.from(hex, "hex")]), format: "der", type: "spki" });
      this.#hex = hex;
      return true;
    } catch {
      // 32 octets that are no point of the curve.
      return false;
    }
  }

  #refuse(): void {
    if (this.#problem?.code === "commander-changed") return;
    const text = `the collector signs its commands with another key than before, and this sensor takes none of them: give the collector its package.key back, or remove ${COMMANDER_FILE} from the sensor's data folder and restart it`;
    this.#problem = { code: "commander-changed", text };
    this.#options.log.warn({ code: "commander-changed" }, text);
  }
}
