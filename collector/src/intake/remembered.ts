import { ClockOffsets } from "./clock-offset.ts";
import { LatestReceived } from "./latest-received.ts";

/** What a collector remembers of sensors from batch to batch; lost with it, and measured or read again. */
export class Remembered {
  readonly clocks = new ClockOffsets();
  readonly latest = new LatestReceived();
}
