import type { CollectorProblem } from "@probewarden/contract";
import type { Refusals } from "../sensors/refusals.ts";
import type { SeriesStore } from "../store/series/series-store.ts";
import type { StateStore } from "../store/state/open-state.ts";
import type { Places } from "../suspects/places.ts";
import type { IngestEvent } from "./after-batch.ts";
import type { BrokerAddress } from "./mqtt-subscriber.ts";
import type { SensorLimits } from "./sensor-limits.ts";

/** Where the collector's log goes; pino's shape. */
export interface IngestLog {
  info(fields: object, text: string): void;
  warn(fields: object, text: string): void;
  error(fields: object, text: string): void;
}

export interface IngestOptions {
  state: StateStore;
  series: SeriesStore;
  broker: BrokerAddress;
  /** Folder whose disk must keep `minimumFreeBytes`. */
  dataDir: string;
  minimumFreeBytes: number;
  /** Whom sensors are to trust to be this collector, PEM; absent: nothing is said of it. */
  authorities?: () => string[];
  /** Public key with which commands to sensors are signed, in hex; absent: none are given. */
  commandKey?: () => string;
  /** Dead letters that are kept. */
  deadLetters: number;
  /** Where the stores are, for messages; absent: in `dataDir`. */
  places?: Readonly<Record<"state" | "series", string>>;
  /** Works out the places of suspects; absent: in this thread. */
  placing?: Places;
  /** Why what is written would be lost although no database says so; asked before a batch is taken, and again before it is acknowledged. */
  lost?: () => CollectorProblem | undefined;
  onChange: (event: IngestEvent) => void;
  /** Whether this collector does what must be done once; absent: it is alone. */
  leads?: () => boolean;
  log: IngestLog;
  /** Counts what is refused to sensors. */
  refusals?: Refusals;
  /** Absent: those of the product. */
  limits?: SensorLimits;
  now?: () => number;
  freeBytes?: () => Promise<number>;
}

/**
 * Since the start. `refused`: messages that were not taken because of a full disk or a store that failed; they come again. `levelsLeftOut`:
 * rows of levels of transmitters that no suspect has; `heldBack`: messages beyond what their sensor may send or hold, which come again.
 */
export interface IngestCounters {
  received: number;
  stored: number;
  duplicates: number;
  deadLetters: number;
  refused: number;
  batches: number;
  acksNotSent: number;
  levelsLeftOut: number;
  heldBack: number;
}
