import { Type, type Static } from "typebox";
import {
  AdvertisedSsid,
  Identifier,
  InfrastructureBssid,
  OperatorText,
  PublicSsid,
  Timestamp,
  VenueSsid,
} from "../brands.ts";
import { Count, FrequencyMhz, LevelDbm } from "../quantities.ts";

/** What a person found out about an access point that is new here. It decides about the work list only: nobody was accused. */
export const NewcomerMark = Type.Union(
  [Type.Literal("known"), Type.Literal("ours"), Type.Literal("to-visit"), Type.Literal("none")],
  {
    description:
      "known: somebody knows whose it is; ours: it belongs to the venue; to-visit: it is to be looked at; none takes the mark back",
  },
);
export type NewcomerMark = Static<typeof NewcomerMark>;

export const NewcomerMarkRequest = Type.Object(
  { mark: NewcomerMark, note: OperatorText("what is known of it; may be empty", 400) },
  { additionalProperties: false },
);
export type NewcomerMarkRequest = Static<typeof NewcomerMarkRequest>;

export const NewcomerMarkRecord = Type.Object(
  {
    mark: NewcomerMark,
    note: OperatorText("what is known of it"),
    by: OperatorText("who", 64),
    at: Timestamp("when"),
  },
  { additionalProperties: false },
);
export type NewcomerMarkRecord = Static<typeof NewcomerMarkRecord>;

/** How one sensor hears it. */
export const NewcomerAtSensor = Type.Object(
  {
    sensorId: Identifier("the sensor"),
    levelDbm: LevelDbm("median in dBm of its hours"),
    spreadDb: Type.Number({ description: "dB between the 10th and the 90th percentile of its hours" }),
    hoursHeard: Count("hours of listening in which it was heard all along"),
    firstHeardAt: Timestamp("since when it stays"),
    lastHeardAt: Timestamp("when it was heard last"),
  },
  { additionalProperties: false },
);
export type NewcomerAtSensor = Static<typeof NewcomerAtSensor>;

/** One entry of the work list: an access point that came to a venue and stayed. It is no suspect, and this says nothing against anybody. */
export const NewcomerRow = Type.Object(
  {
    newcomerId: Identifier("the entry"),
    venueId: Identifier("its venue"),
    transmitter: InfrastructureBssid("the access point"),
    name: Type.Optional(
      Type.Union(
        [PublicSsid("a public name"), VenueSsid("a name of the venue"), AdvertisedSsid("a name nobody asked for")],
        { description: "network name in hex, where it may be told" },
      ),
    ),
    channelMhz: FrequencyMhz("centre frequency in MHz on which it was heard last"),
    firstHeardAt: Timestamp("since when the first of the sensors hears it"),
    lastHeardAt: Timestamp("when any sensor heard it last"),
    toldAt: Timestamp("when the collector was first told"),
    sensors: Type.Array(NewcomerAtSensor, {
      maxItems: 256,
      description: "those that hear it, the loudest first: it stands nearest to that one, as a rule",
    }),
    mark: Type.Optional(NewcomerMarkRecord),
    suspectId: Type.Optional(Identifier("a suspect that uses the same address, where there is one")),
  },
  { additionalProperties: false, $id: "NewcomerRow" },
);
export type NewcomerRow = Static<typeof NewcomerRow>;
