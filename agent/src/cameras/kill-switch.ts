import { existsSync } from "node:fs";
import { join } from "node:path";

/** How often the kill switch is looked at: it acts within a second. */
const LOOK_MILLISECONDS = 250;

/** A file that ends whatever is being sent to cameras, and keeps the next from starting: anybody who may write there can stop it. */
export class KillSwitch {
  /** Where the file is put. */
  readonly path: string;

  /** @param dataDir folder of the sensor's data */
  constructor(dataDir: string) {
    this.path = join(dataDir, "cameras", "stop");
  }

  get isThere(): boolean {
    return existsSync(this.path);
  }

  /** Looks at it until `end`. @param further aborts too */
  watch(further?: AbortSignal): { signal: AbortSignal; end: () => void } {
    const stop = new AbortController();
    const look = (): void => {
      if (this.isThere) stop.abort();
    };
    look();
    const timer = setInterval(look, LOOK_MILLISECONDS);
    return {
      signal: further === undefined ? stop.signal : AbortSignal.any([stop.signal, further]),
      end: () => clearInterval(timer),
    };
  }
}
