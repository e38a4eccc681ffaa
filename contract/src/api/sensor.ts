import { Type, type Static } from "typebox";
import {
  AdvertisedSsid,
  CodeName,
  Identifier,
  InfrastructureBssid,
  OperatorName,
  PublicSsid,
  Timestamp,
  VenueSsid,
  Version,
} from "../brands.ts";
import { Health } from "../health.ts";
import { SENSOR_DOUBT_CODES, SENSOR_REFUSAL_CODES } from "../problems.ts";
import { LongCount } from "../quantities.ts";
import { Position } from "./venue.ts";

export const SensorState = Type.Union(
  [
    Type.Literal("hearing"),
    Type.Literal("deaf"),
    Type.Literal("offline"),
    Type.Literal("stopped"),
    Type.Literal("never-seen"),
  ],
  {
    description:
      "deaf: it runs and hears nothing, does not listen, or speaks another contract; offline: it was lost; stopped: somebody stopped it, and it said so",
  },
);
/** Something that was refused to a sensor, and how often. */
export const SensorRefusal = Type.Object(
  {
    reason: CodeName(`what was refused: ${SENSOR_REFUSAL_CODES.join(", ")}`),
    count: LongCount("how often since then", 1),
    since: Timestamp("when counting began: it begins anew after a day without"),
    lastAt: Timestamp("the last time"),
  },
  { additionalProperties: false },
);
export type SensorRefusal = Static<typeof SensorRefusal>;

export const Sensor = Type.Object(
  {
    sensorId: Identifier("the sensor"),
    venueId: Identifier("its venue"),
    floorId: Type.Optional(Identifier("its floor")),
    name: OperatorName("name of the sensor"),
    position: Type.Optional(Position),
    hearingRadiusMetres: Type.Number({
      minimum: 0,
      description:
        "about how far it hears a phone-class transmitter: an estimate for a furnished floor, the same for every sensor, not measured here",
    }),
    state: SensorState,
    reasons: Type.Array(
      CodeName(`why it is deaf, offline or in doubt: a problem of health, or ${SENSOR_DOUBT_CODES.join(", ")}`),
      { maxItems: 16 },
    ),
    lastHeardAt: Type.Optional(Timestamp("latest message, by the collector's clock")),
    offlineSince: Type.Optional(Timestamp("since when it is offline or stopped, by the collector's clock")),
    wellSince: Type.Optional(
      Timestamp(
        "since when it hears with nothing wrong, as far as the collector has looked every ten seconds without a break of more than a minute and a half; absent: it does not, or nobody has looked yet",
      ),
    ),
    clockOffsetSeconds: Type.Optional(
      Type.Number({
        description:
          "sensor's clock minus collector's, median of the last reports; beyond 30 s its findings, levels and counts are placed by corrected time",
      }),
    ),
    clockWrong: Type.Boolean({ description: "the offset is beyond 30 s" }),
    simulatedLevels: Type.Boolean({ description: "levels come from a plan, not from the air" }),
    contractVersion: Type.Optional(Version("the contract that it speaks")),
    contractMismatch: Type.Boolean({ description: "its contract differs in the major number" }),
    refused: Type.Optional(
      Type.Array(SensorRefusal, {
        maxItems: 64,
        description: "what was refused to it, where something was in the last quarter of an hour",
      }),
    ),
    newcomersWaiting: Type.Optional(
      Type.Integer({
        minimum: 1,
        description:
          "access points that came and stayed at its place and are not in the work list yet, for it tells so many an hour and so many at once. Dozens of them are a flood of forged ones, or a sensor that was moved",
      }),
    ),
    suspectsBeyond: Type.Optional(
      Type.Integer({
        minimum: 1,
        description:
          "suspects that it holds behind its first 8, where it holds more than 64: they stand behind those of other sensors, and alerts about them wait. Its air is flooded, or its login is in wrong hands",
      }),
    ),
    health: Type.Optional(Health),
  },
  { additionalProperties: false, $id: "Sensor" },
);
export type Sensor = Static<typeof Sensor>;

/** An access point that a sensor hears all the time. */
export const Resident = Type.Object(
  {
    transmitter: InfrastructureBssid("its BSSID"),
    role: Type.Union([Type.Literal("venue"), Type.Literal("resident")]),
    name: Type.Optional(
      Type.Union([PublicSsid("a public name"), VenueSsid("the venue's"), AdvertisedSsid("a name nobody asked for")]),
    ),
    channelMhz: Type.Number(),
    medianDbm: Type.Number(),
    lastHeardAt: Timestamp("latest minute with a level"),
  },
  { additionalProperties: false },
);
export type Resident = Static<typeof Resident>;
