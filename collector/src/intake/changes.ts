import type { RefusedExcerpt } from "../excerpts/store-excerpt.ts";
import type { MessageOrder } from "../sensors/message-order.ts";
import type { Accepted } from "./accepted.ts";

/** What a batch changed, for whoever shows or tells. */
export interface Changes {
  suspects: Set<string>;
  /** Suspects that went into another one. */
  merged: Set<string>;
  /** Suspects whose level a sensor told. */
  heard: Set<string>;
  /** Suspects that lost an address, because it turned out to be a station's. */
  takenBack: Set<string>;
  /** Addresses whose levels are to be erased, because they were taken back while their levels were on the way. */
  toErase: number;
  /** Addresses that left the work list because they turned out to be a station's. */
  newcomersErased: number;
  /** Entries of the work list for which a sensor has no room, by sensor. */
  newcomersRefused: Map<string, number>;
  /** Excerpts of frames that were not kept, by sensor and reason. */
  excerptsRefused: RefusedExcerpt[];
  sensors: Set<string>;
  cameras: Set<string>;
  /** Cameras of which a step is proven that people were not told of. */
  newSteps: Set<string>;
  stored: number;
  duplicates: number;
}

/** A message that was not stored before, and where it stands among those of its sensor. */
export type Fresh = Accepted & { order: MessageOrder };
