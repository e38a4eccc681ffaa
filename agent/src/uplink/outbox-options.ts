import type { HealthProblem, SensorAddress } from "@probewarden/contract";

export interface OutboxOptions {
  folder: string;
  bootId: string;
  /** As whom this sensor speaks now: what waits and was made under another name or in another venue is not sent. */
  sensor: SensorAddress;
  maxBytes: number;
  /** Milliseconds since 1970, by the sensor's clock: how old a message is over restarts. */
  now: () => number;
  /** Milliseconds of a clock that nobody sets: what lasts is measured by it, for a board without a battery gets its time late. */
  monotonic: () => number;
  /** Milliseconds for which messages other than findings may wait for a common commit. */
  commitMilliseconds?: number;
  /** Milliseconds after which a message that was sent and not acknowledged is sent again; up to eight times as long while the collector is silent. */
  resendMilliseconds?: number;
  /** Hears what a person should know of the file, once. */
  tell?: (problem: HealthProblem) => void;
}
