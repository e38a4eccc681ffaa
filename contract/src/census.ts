import { Type, type Static } from "typebox";
import { Timestamp } from "./brands.ts";
import { LIMITS } from "./limits.ts";
import { Count, FrequencyMhz } from "./quantities.ts";

/** A count that identifies nobody: counts below five are published as `{"fewerThan":5}`. */
export const SuppressedCount = Type.Union(
  [
    Count("zero, or five and more"),
    Type.Object({ fewerThan: Type.Literal(5) }, { additionalProperties: false, description: "one to four" }),
  ],
  { description: "a small count is suppressed" },
);
export type SuppressedCount = Static<typeof SuppressedCount>;

/** Frames and distinct devices of one minute on one channel. */
export const CensusMinute = Type.Object(
  {
    minute: Timestamp("start of the minute"),
    channelMhz: FrequencyMhz("centre frequency in MHz; 0 where the capture does not say"),
    secondsListened: Type.Number({
      minimum: 0,
      maximum: 60,
      description:
        "seconds of the minute for which the radio listened on this channel; of a file nobody knows, and the gaps of at most a second between its frames are added up",
    }),
    management: Count("management frames"),
    control: Count("control frames"),
    data: Count("data frames"),
    probeRequests: Count("probe requests, a part of management"),
    accessPoints: SuppressedCount,
    stations: SuppressedCount,
  },
  { additionalProperties: false },
);
export type CensusMinute = Static<typeof CensusMinute>;

/** A batch of minutes. Distinct devices are the estimate of a keyed sketch whose key lives in RAM for 15 minutes. */
export const Census = Type.Object(
  {
    minutes: Type.Array(CensusMinute, {
      minItems: 1,
      maxItems: LIMITS.batchRows,
      description: "one entry per minute and channel",
    }),
  },
  { additionalProperties: false, $id: "Census" },
);
export type Census = Static<typeof Census>;
