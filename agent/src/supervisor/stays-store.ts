import { rmSync } from "node:fs";
import { join } from "node:path";
import type { HealthProblem } from "@probewarden/contract";
import type { Logger } from "pino";
import { Type } from "typebox";
import { Compile } from "typebox/compile";
import { StaysMemory } from "../radio/detectors/new-transmitter/stays-memory.ts";
import { readWholeFile, setFileAside, writeWholeFile } from "./whole-file.ts";

/** The place that was learnt: another sensor's, or another venue's, is none of this one. */
const Place = Type.Object({ venueId: Type.String(), sensorId: Type.String() }, { additionalProperties: false });
const kept = Compile(Type.Object({ place: Place, memory: StaysMemory }, { additionalProperties: false }));

const FILE = "stays.json";
/** As long as one line between the parts of the sensor may be. */
const MOST_BYTES = 1_048_576;

export interface StaysStoreOptions {
  /** Folder of the sensor's data. */
  folder: string;
  venueId: string;
  sensorId: string;
  log: Logger;
}

/**
 * What the radio process has learnt of who beacons at this place, on the sensor's disk and for its own user only: a restart must not make
 * everybody new. Nobody stands in it who was heard for no longer than a visit lasts, or who behaved as a station.
 */
export class StaysStore {
  readonly #options: StaysStoreOptions;
  readonly #file: string;
  #memory: StaysMemory | undefined;
  #problem: HealthProblem | undefined;

  constructor(options: StaysStoreOptions) {
    this.#options = options;
    this.#file = join(options.folder, FILE);
  }

  /** Undefined while what was learnt is on the disk. */
  get problem(): HealthProblem | undefined {
    return this.#problem;
  }

  /** Undefined before anything was learnt here. */
  get memory(): StaysMemory | undefined {
    return this.#memory;
  }

  /** Reads what was learnt before the restart. A sensor that was moved to another venue, or is another one now, learns anew. */
  load(): void {
    const read = readWholeFile(this.#file, MOST_BYTES);
    if (read === undefined) return;
    if (read === "unreadable" || !kept.Check(read.json)) {
      setFileAside(this.#file);
      this.#fail("unreadable");
      return;
    }
    const { place, memory } = read.json;
    if (place.venueId === this.#options.venueId && place.sensorId === this.#options.sensorId) this.#memory = memory;
    else rmSync(this.#file, { force: true });
  }

  set(memory: StaysMemory): void {
    const { folder, venueId, sensorId } = this.#options;
    this.#memory = memory;
    try {
      writeWholeFile(folder, FILE, JSON.stringify({ place: { venueId, sensorId }, memory }));
      this.#problem = undefined;
    } catch (error) {
      this.#fail((error as NodeJS.ErrnoException).code ?? "unknown");
    }
  }

  #fail(cause: string): void {
    if (this.#problem?.facts?.["cause"] === cause) return;
    this.#problem = {
      code: "stays-not-kept",
      text: `what was learnt of who beacons here is not on the sensor's disk (${cause}); after a restart the sensor learns the place anew, for three days`,
      facts: { cause },
    };
    this.#options.log.warn({ cause, file: this.#file }, "what was learnt of who beacons here is not kept");
  }
}
