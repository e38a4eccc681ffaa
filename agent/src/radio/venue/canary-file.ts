import { statSync } from "node:fs";
import { readVenueCanaries } from "./venue-networks.ts";
import type { Canary } from "./venue.ts";

/**
 * The file that `radio.canaries` names, which whoever sends bait adds to while the sensor runs: each look says what is in it now, when it
 * was written since the look before.
 */
export class CanaryFile {
  readonly #file: string;
  #mark: string | undefined;

  constructor(file: string) {
    this.#file = file;
  }

  /** What is in it, or undefined when it is as it was. Throws {@link ConfigError} when it cannot be read, once for each writing: what was known stays. */
  changed(): Canary[] | undefined {
    const mark = markOf(this.#file);
    if (mark === this.#mark) return undefined;
    this.#mark = mark;
    return readVenueCanaries(this.#file);
  }
}

/** What changes when a file is written, or another takes its place. */
function markOf(file: string): string {
  const stat = statSync(file, { throwIfNoEntry: false });
  return stat === undefined ? "none" : `${stat.ino} ${stat.size} ${stat.mtimeMs}`;
}
