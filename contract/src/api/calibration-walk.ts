import { Type, type Static } from "typebox";
import { Identifier, InfrastructureBssid, OperatorText, Timestamp } from "../brands.ts";
import { LIMITS } from "../limits.ts";
import { CalibrationDetail, MeasuredError } from "./calibration.ts";
import { Resident } from "./sensor.ts";

const Walked = {
  kind: Type.Union([Type.Literal("carried"), Type.Literal("access-point")], {
    description: "carried: what the person has along; access-point: one that stands there all the time",
  }),
  transmitter: InfrastructureBssid("the carried transmitter, or the access point that stands there"),
  x: Type.Number({ description: "metres to the right on the plan" }),
  y: Type.Number({ description: "metres down" }),
  fromAt: Timestamp("since when it was there; of an access point, from when on its levels are taken"),
  toAt: Timestamp("until when: at most 15 minutes later"),
};

/** A point of a walk as a person taps it. Sent again, it is the same point. */
export const WalkPointRequest = Type.Object(Walked, { additionalProperties: false });
export type WalkPointRequest = Static<typeof WalkPointRequest>;

/** A point of a walk, and what sensors said of it so far. */
export const WalkPoint = Type.Object(
  {
    pointId: Identifier("the point, as the page named it"),
    ...Walked,
    heardBy: Type.Integer({ minimum: 0, description: "sensors of the floor that heard it" }),
    listened: Type.Integer({
      minimum: 0,
      description: "sensors of the floor that listened on its channels, those included",
    }),
    state: Type.Union([Type.Literal("waiting"), Type.Literal("heard"), Type.Literal("unheard")], {
      description: "waiting: its minute may still be under way from the sensors",
    }),
  },
  { additionalProperties: false },
);
export type WalkPoint = Static<typeof WalkPoint>;

/** Somebody who walks over a floor with a transmitter of his own, for its calibration. */
export const CalibrationWalk = Type.Object(
  {
    carried: Type.Optional(
      InfrastructureBssid("the transmitter that sensors are asked to report, until the walk ends"),
    ),
    startedAt: Timestamp("when it was begun"),
    endsAt: Timestamp("when sensors are asked no more, and it is forgotten"),
    by: OperatorText("who walks", 64),
    hearing: Type.Array(
      Type.Object(
        { sensorId: Identifier("a sensor"), levelDbm: Type.Number(), minute: Timestamp("start of that minute") },
        { additionalProperties: false },
      ),
      {
        maxItems: LIMITS.calibration.sensors,
        description: "where the carried transmitter was heard in the latest minutes",
      },
    ),
    points: Type.Array(WalkPoint, { maxItems: LIMITS.calibration.walkPoints }),
  },
  { additionalProperties: false },
);
export type CalibrationWalk = Static<typeof CalibrationWalk>;

/** Begins a walk. */
export const WalkRequest = Type.Object(
  { carried: Type.Optional(InfrastructureBssid("BSSID of the network that the walker's own transmitter beacons")) },
  { additionalProperties: false },
);
export type WalkRequest = Static<typeof WalkRequest>;

/** What there is of a floor's calibration: the fit, and the walk that is under way. */
export const CalibrationState = Type.Object(
  {
    now: Timestamp("the collector's clock, for pages whose own is wrong"),
    calibration: Type.Optional(CalibrationDetail),
    walk: Type.Optional(CalibrationWalk),
  },
  { additionalProperties: false, $id: "CalibrationState" },
);
export type CalibrationState = Static<typeof CalibrationState>;

/** What became of points that were fitted. */
export const FitResult = Type.Object(
  {
    outcome: Type.Union([Type.Literal("kept"), Type.Literal("too-few"), Type.Literal("misleading")], {
      description: "misleading: held-out places are found hardly better than by guessing; nothing was changed",
    }),
    error: Type.Optional(MeasuredError),
    errorWithout: Type.Optional(MeasuredError),
    places: Type.Array(CalibrationDetail.properties.places.items, { maxItems: LIMITS.calibration.points }),
  },
  { additionalProperties: false, $id: "FitResult" },
);
export type FitResult = Static<typeof FitResult>;

/** An access point that sensors of a floor hear all the time. */
export const HeardAccessPoint = Type.Object(
  {
    transmitter: InfrastructureBssid("its BSSID"),
    name: Resident.properties.name,
    sensors: Type.Integer({ minimum: 1, description: "sensors of the floor that hear it" }),
    loudestDbm: Type.Number(),
  },
  { additionalProperties: false },
);
export type HeardAccessPoint = Static<typeof HeardAccessPoint>;
