import { Type, type Static } from "typebox";
import {
  AdvertisedSsid,
  Identifier,
  InfrastructureBssid,
  PublicSsid,
  SuspectAddress,
  Timestamp,
  VenueSsid,
} from "../brands.ts";
import { Count, FrequencyMhz, LevelDbm } from "../quantities.ts";
import { Band, Suspicion } from "../suspicion.ts";
import { NewcomerMark } from "./newcomer.ts";
import { SensorState } from "./sensor.ts";

/** Rows of one survey: the suspects, the newcomers and the loudest of the others. How many stand behind them is counted. */
export const MOST_SURVEYED = 2_000;

/** As what somebody who is heard and not recognised is known. */
export const SurveyKind = Type.Union([Type.Literal("suspect"), Type.Literal("newcomer"), Type.Literal("resident")], {
  description:
    "suspect: a sensor holds evidence against it; newcomer: an access point that came after the sensors had learnt their place, and stays; resident: an access point that was there before, or is new and not settled yet",
});
export type SurveyKind = Static<typeof SurveyKind>;

/** What something could be, from how it is heard. Hints for whoever looks, and evidence of nothing: whatever is transmitted can be forged. */
export const SURVEY_HINTS = [
  "maybe-ours",
  "our-name",
  "extra-network",
  "hotspot",
  "wifi-direct",
  "inside",
  "outside",
  "unnamed",
] as const;
export const SurveyHint = Type.Enum([...SURVEY_HINTS], {
  description:
    "maybe-ours: its address is next to one of the venue's networks, as another network of the same access point has it; our-name: it bears a name of the venue, as an access point that was left off the list does, and as an imitation does; extra-network: a locally administered address next to that of another row; hotspot: a locally administered address next to none; wifi-direct: its name begins with DIRECT-, as those of printers, screens and cameras waiting to be set up do; inside: at one sensor as loud as what stands in the same room; outside: faint at every sensor, as a neighbour's; unnamed: its name is hidden or may not be told",
});
export type SurveyHint = Static<typeof SurveyHint>;

/** Something that was heard in the last hour and is not on the venue's list of networks. */
export const SurveyRow = Type.Object(
  {
    kind: SurveyKind,
    transmitter: Type.Optional(
      Type.Union([InfrastructureBssid("an access point"), SuspectAddress("an accused address")], {
        description: "its address; absent: a suspect that hides behind others' addresses",
      }),
    ),
    transmitterCount: Count("addresses of a suspect; 1 of everybody else"),
    name: Type.Optional(
      Type.Union(
        [PublicSsid("a public name"), VenueSsid("a name of the venue"), AdvertisedSsid("a name nobody asked for")],
        { description: "network name in hex, where it may be told" },
      ),
    ),
    channelMhz: Type.Optional(FrequencyMhz("centre frequency in MHz on which it was heard last; absent: not known")),
    firstHeardAt: Timestamp(
      "since when it is known: of residents the hour of the first level that is kept, of the others as their sensors told it",
    ),
    lastHeardAt: Timestamp("when any sensor heard it last"),
    sensors: Type.Array(
      Type.Object(
        {
          sensorId: Identifier("the sensor"),
          levelDbm: Type.Optional(LevelDbm("median in dBm of the latest minute; absent: it told no level")),
        },
        { additionalProperties: false },
      ),
      { maxItems: 256, description: "those that hear it, the loudest first" },
    ),
    couldBe: Type.Array(SurveyHint, { maxItems: SURVEY_HINTS.length, description: "what it could be; may be empty" }),
    newcomerId: Type.Optional(Identifier("its entry in the work list")),
    mark: Type.Optional(NewcomerMark),
    suspectId: Type.Optional(Identifier("the suspect")),
    suspicion: Type.Optional(Suspicion),
    band: Type.Optional(Band),
  },
  { additionalProperties: false },
);
export type SurveyRow = Static<typeof SurveyRow>;

/** What one sensor listened to in the hour. */
export const SurveyedSensor = Type.Object(
  {
    sensorId: Identifier("the sensor"),
    floorId: Type.Optional(Identifier("its floor")),
    state: SensorState,
    channels: Type.Array(
      Type.Object(
        {
          channelMhz: FrequencyMhz("centre frequency in MHz"),
          seconds: Type.Number({ minimum: 0, description: "seconds listened" }),
          frames: Count("frames heard"),
        },
        { additionalProperties: false },
      ),
      { maxItems: 128, description: "channels that it listened to, by frequency; none: it listened to nothing" },
    ),
    phonesAMinute: Type.Optional(
      Type.Number({
        minimum: 0,
        description:
          "phones that looked for a network, counted in a minute, mean of the minutes it listened; nobody is listed, and a phone that changes its address is counted again",
      }),
    ),
  },
  { additionalProperties: false },
);
export type SurveyedSensor = Static<typeof SurveyedSensor>;

/** A band, and which of its channels somebody in the venue listened to. */
export const SurveyedBand = Type.Object(
  {
    band: Type.Union([Type.Literal("2.4"), Type.Literal("5"), Type.Literal("6")], { description: "GHz" }),
    listened: Type.Array(FrequencyMhz("centre frequency in MHz"), { maxItems: 128 }),
    notListened: Type.Array(FrequencyMhz("centre frequency in MHz"), {
      maxItems: 128,
      description:
        "channels of 20 MHz that nobody listened to: what is there is not known. Of 6 GHz the preferred scanning channels, where an access point is looked for",
    }),
  },
  { additionalProperties: false },
);
export type SurveyedBand = Static<typeof SurveyedBand>;

/**
 * What was heard in a venue in the last hour and is not recognised, with what could not have been heard: so that "nothing found" differs from
 * "nothing there". Access points and suspects only; phones are counted.
 */
export const AirSurvey = Type.Object(
  {
    venueId: Identifier("the venue"),
    from: Timestamp("begin of the hour"),
    until: Timestamp("its end"),
    items: Type.Array(SurveyRow, {
      maxItems: MOST_SURVEYED,
      description: "suspects first, then newcomers, then the others; within them the loudest first",
    }),
    beyond: Count("others that were heard and have no row here"),
    recognised: Count("networks of the venue's own list that were heard"),
    residentsTold: Type.Boolean({
      description: "false: somebody has switched residents off, so that only suspects and newcomers can stand here",
    }),
    sensors: Type.Array(SurveyedSensor, { maxItems: 256, description: "the venue's sensors, as far as 256" }),
    bands: Type.Array(SurveyedBand, { maxItems: 3 }),
    floorsNotListened: Type.Array(Identifier("a floor on which no sensor listened"), { maxItems: 256 }),
  },
  { additionalProperties: false, $id: "AirSurvey" },
);
export type AirSurvey = Static<typeof AirSurvey>;
