import { Type, type Static } from "typebox";
import { AdvertisedSsid, InfrastructureBssid, PublicSsid, SuspectAddress, Timestamp, VenueSsid } from "./brands.ts";
import { LIMITS } from "./limits.ts";
import { Count, FrequencyMhz, LevelDbm } from "./quantities.ts";

/** Level of one transmitter at this sensor in one minute. */
export const SignalRow = Type.Object(
  {
    minute: Timestamp("start of the minute"),
    transmitter: Type.Union([
      SuspectAddress("a suspect"),
      InfrastructureBssid("the venue's own, a resident, or an advertiser on the watch list"),
    ]),
    role: Type.Union(
      [Type.Literal("suspect"), Type.Literal("venue"), Type.Literal("resident"), Type.Literal("watched")],
      {
        description: "why its level may leave the sensor",
      },
    ),
    name: Type.Optional(
      Type.Union(
        [PublicSsid("a public name"), VenueSsid("a name of the venue"), AdvertisedSsid("a name nobody asked for")],
        {
          description: "network name in hex, only where the names' rule lets it leave",
        },
      ),
    ),
    channelMhz: FrequencyMhz("centre frequency in MHz"),
    frames: Count("frames with a level in this minute", 1),
    medianDbm: LevelDbm("median level in dBm"),
    p10Dbm: LevelDbm("10th percentile in dBm"),
    p90Dbm: LevelDbm("90th percentile in dBm"),
  },
  { additionalProperties: false },
);
export type SignalRow = Static<typeof SignalRow>;

/** A batch of levels. */
export const Signal = Type.Object(
  {
    rows: Type.Array(SignalRow, {
      minItems: 1,
      maxItems: LIMITS.batchRows,
      description: "one row per transmitter, channel and minute",
    }),
  },
  { additionalProperties: false, $id: "Signal" },
);
export type Signal = Static<typeof Signal>;
