import { Type, type Static } from "typebox";
import { AdvertisedSsid, Identifier, InfrastructureBssid, PublicSsid, Timestamp, VenueSsid } from "./brands.ts";
import { LIMITS } from "./limits.ts";
import { Count, FrequencyMhz, LevelDbm } from "./quantities.ts";

/**
 * An access point that was not there when a sensor learnt what beacons at its place, and has stayed for longer than any visit lasts. It is
 * work for somebody who looks, and says nothing against anybody: it has no score, no suspicion and no weight.
 */
export const Newcomer = Type.Object(
  {
    stayId: Identifier(
      "this stay at this sensor, made up by it: it still names the stay when the address is taken back",
    ),
    transmitter: InfrastructureBssid("the access point; never an address that was heard as a station at this sensor"),
    name: Type.Optional(
      Type.Union(
        [PublicSsid("a public name"), VenueSsid("a name of the venue"), AdvertisedSsid("a name nobody asked for")],
        {
          description:
            "network name in hex; absent where it is hidden, where a station asked for it, or where it reads as a phone's",
        },
      ),
    ),
    channelMhz: FrequencyMhz("centre frequency in MHz on which it was heard last"),
    levelDbm: LevelDbm("median in dBm of what it was heard at, an hour at a time"),
    spreadDb: Type.Number({
      minimum: 0,
      maximum: 200,
      description: "dB between the 10th and the 90th percentile of its hours: what stays put has a small one",
    }),
    hoursHeard: Count("hours of listening in which it was heard all along"),
    firstHeardAt: Timestamp("when this stay began, by the sensor's clock"),
    lastHeardAt: Timestamp("when it was heard last, by the sensor's clock"),
  },
  { additionalProperties: false },
);
export type Newcomer = Static<typeof Newcomer>;

/** What one sensor knows of those that came and stayed. Told when there is one more or one less, and each hour, so that a lost message is mended by the next. */
export const Newcomers = Type.Object(
  {
    here: Type.Array(Newcomer, {
      maxItems: LIMITS.newcomers,
      description: "those that are told, and were heard since they were told last",
    }),
    takenBack: Type.Array(
      Identifier("a stay whose address was heard as a station after all: what is kept of the address is to be erased"),
      { maxItems: LIMITS.newcomers, description: "stays that were told and must not have been" },
    ),
    waiting: Count("others that came and stayed, and are not told yet: so many in an hour and so many at once are"),
  },
  { additionalProperties: false, $id: "Newcomers" },
);
export type Newcomers = Static<typeof Newcomers>;
