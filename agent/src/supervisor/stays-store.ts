import { rmSync } from "node:fs";
import { join } from "node:path";
import type { HealthProblem } from "@probewarden/contract";
import type { Logger } from "pino";
import { Type, type Static } from "typebox";
import { Compile } from "typebox/compile";
import { StaysMemory } from "../radio/detectors/new-transmitter/stays-memory.ts";
import { KeptState } from "./kept-state.ts";

/** The place that was learnt: another sensor's, or another venue's, is none of this one. */
const Place = Type.Object({ venueId: Type.String(), sensorId: Type.String() }, { additionalProperties: false });
const Kept = Type.Object({ place: Place, memory: StaysMemory }, { additionalProperties: false });
type Kept = Static<typeof Kept>;
const kept = Compile(Kept);

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
  readonly #kept: KeptState<Kept | undefined>;

  constructor(options: StaysStoreOptions) {
    const { folder, log } = options;
    this.#options = options;
    this.#kept = new KeptState<Kept | undefined>({
      folder,
      file: FILE,
      mostBytes: MOST_BYTES,
      first: undefined,
      check: (json): json is Kept => kept.Check(json),
      code: "stays-not-kept",
      words: (cause) =>
        `what was learnt of who beacons here is not on the sensor's disk (${cause}); after a restart the sensor learns the place anew, for three days`,
      warn: (cause, file) => log.warn({ cause, file }, "what was learnt of who beacons here is not kept"),
    });
  }

  /** Undefined while what was learnt is on the disk. */
  get problem(): HealthProblem | undefined {
    return this.#kept.problem;
  }

  /** Undefined before anything was learnt here. */
  get memory(): StaysMemory | undefined {
    return this.#kept.now?.memory;
  }

  /** Reads what was learnt before the restart. A sensor that was moved to another venue, or is another one now, learns anew. */
  load(): void {
    this.#kept.load();
    const { folder, venueId, sensorId } = this.#options;
    const place = this.#kept.now?.place;
    if (place === undefined || (place.venueId === venueId && place.sensorId === sensorId)) return;
    this.#kept.hold(undefined);
    rmSync(join(folder, FILE), { force: true });
  }

  set(memory: StaysMemory): void {
    const { venueId, sensorId } = this.#options;
    const next = { place: { venueId, sensorId }, memory };
    // Whatever the disk says, this process knows it.
    if (!this.#kept.write(next)) this.#kept.hold(next);
  }
}
