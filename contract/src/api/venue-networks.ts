import { Type, type Static } from "typebox";
import {
  AdvertisedSsid,
  Identifier,
  InfrastructureBssid,
  PublicSsid,
  Sha256,
  SuspectAddress,
  Timestamp,
  VenueSsid,
} from "../brands.ts";
import { InventoryEntry } from "../downlink.ts";
import { Count, FrequencyMhz, LevelDbm } from "../quantities.ts";
import { Band, Suspicion } from "../suspicion.ts";
import { MOST_HEARD_NETWORKS, MOST_OWN_NETWORKS } from "./figures.ts";
import { NewcomerMark } from "./newcomer.ts";
import { SensorState } from "./sensor.ts";

/** The list of a venue's own access points, each of which stands once. */
export const OwnNetworks = Type.Array(InventoryEntry, {
  maxItems: MOST_OWN_NETWORKS,
  description: "the venue's own access points; no address stands twice",
});

/** An access point, or who poses as one, that a venue's sensors heard in the last day, on the list or not. */
export const HeardNetwork = Type.Object(
  {
    bssid: Type.Union([InfrastructureBssid("an access point"), SuspectAddress("an accused address")], {
      description: "its address",
    }),
    name: Type.Optional(
      Type.Union(
        [PublicSsid("a public name"), VenueSsid("a name of the venue"), AdvertisedSsid("a name nobody asked for")],
        { description: "network name in hex, where it may be told" },
      ),
    ),
    channelMhz: Type.Optional(FrequencyMhz("centre frequency in MHz on which it was heard last; absent: not known")),
    firstHeardAt: Timestamp("since when it is known: the hour of the first level that is kept, or as sensors told it"),
    lastHeardAt: Timestamp("when any sensor heard it last; beyond an hour ago as of a look every third hour"),
    sensors: Type.Array(
      Type.Object(
        {
          sensorId: Identifier("the sensor"),
          levelDbm: Type.Optional(LevelDbm("median in dBm of the latest minute; absent: it told no level")),
        },
        { additionalProperties: false },
      ),
      { maxItems: 256, description: "those that heard it in the last day, the loudest first" },
    ),
    suspectId: Type.Optional(Identifier("a suspect that has this address: a sensor holds evidence against it")),
    suspicion: Type.Optional(Suspicion),
    band: Type.Optional(Band),
    newcomerId: Type.Optional(
      Identifier("its entry in the work list: it came when the sensors had learnt their place"),
    ),
    mark: Type.Optional(NewcomerMark),
  },
  { additionalProperties: false },
);
export type HeardNetwork = Static<typeof HeardNetwork>;

/** Which list a sensor of the venue has, by its last report. */
export const SensorList = Type.Object(
  {
    sensorId: Identifier("the sensor"),
    state: SensorState,
    list: Type.Union(
      [Type.Literal("this"), Type.Literal("another"), Type.Literal("none"), Type.Literal("does-not-say")],
      {
        description:
          "this: it has said that it has the list in force; another: it has one from before; none: it has said of no list; does-not-say: it speaks a contract before 1.3, in which no sensor says",
      },
    ),
  },
  { additionalProperties: false },
);
export type SensorList = Static<typeof SensorList>;

/** A venue's own access points as they stand, what its sensors heard, and which of them have the list. */
export const VenueNetworks = Type.Object(
  {
    venueId: Identifier("the venue"),
    revision: Sha256("of the list in force: what a change has to name"),
    networks: OwnNetworks,
    heard: Type.Array(HeardNetwork, {
      maxItems: MOST_HEARD_NETWORKS,
      description:
        "what was heard in the last hour and in looks at the day before it: those on the list first, then suspects, then what came and stayed, then the others; within them the loudest first",
    }),
    beyond: Count(
      "others that were read and have no row here; who was fainter than the 500 loudest of a sensor's look is not counted",
    ),
    residentsTold: Type.Boolean({
      description:
        "false: somebody has switched residents off, so that only suspects and the venue's own can stand here",
    }),
    sensors: Type.Array(SensorList, { maxItems: 256, description: "the venue's sensors, as far as 256" }),
  },
  { additionalProperties: false, $id: "VenueNetworks" },
);
export type VenueNetworks = Static<typeof VenueNetworks>;

/** The list that takes the place of the one in force. */
export const VenueNetworksRequest = Type.Object({ networks: OwnNetworks }, { additionalProperties: false });
export type VenueNetworksRequest = Static<typeof VenueNetworksRequest>;

/** The list as it stands after a change. */
export const VenueNetworkList = Type.Object(
  { revision: Sha256("of the list in force"), networks: OwnNetworks },
  { additionalProperties: false },
);
export type VenueNetworkList = Static<typeof VenueNetworkList>;
