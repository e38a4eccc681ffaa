import type { Alert, AlertRaise, Band, Outage, Suspicion } from "@probewarden/contract";

/** What a message says of every alert, for a program. */
export interface LineOfAny {
  alertId: string;
  venueId: string;
  venueName: string;
  openedAt: string;
  /** It was told before and is open again: why. */
  raised?: readonly AlertRaise[];
  /** The page of what it is about, where the collector knows its public name. */
  url?: string;
}

/** One alert of a suspect in a message, for a program. */
export interface AlertLine extends LineOfAny {
  suspectId: string;
  suspicion: Suspicion;
  band: Band;
}

/** One alert of a camera in a message, for a program. */
export interface CameraLine extends LineOfAny, NonNullable<Alert["camera"]> {}

/** One outage in a message, for a program. */
export interface OutageLine extends Pick<Outage, "outageId" | "kind" | "venueId" | "sensors" | "openedAt"> {}
