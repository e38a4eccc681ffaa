import { Type, type Static } from "typebox";
import { Identifier, OperatorText, Timestamp } from "../brands.ts";
import { LIMITS } from "../limits.ts";
import { FrequencyMhz } from "../quantities.ts";

/** How far off places were that took no part in what they were placed with: each was held out in turn. */
export const MeasuredError = Type.Object(
  {
    medianMetres: Type.Number({ minimum: 0, description: "half of the places were found nearer than this" }),
    p90Metres: Type.Number({ minimum: 0, description: "nine in ten were found nearer than this" }),
    count: Type.Integer({ minimum: 0, description: "how many places that is from" }),
  },
  { additionalProperties: false },
);
export type MeasuredError = Static<typeof MeasuredError>;

/** What is said of a floor that was calibrated; one that says nothing was not. */
export const FloorCalibration = Type.Object(
  {
    state: Type.Union([Type.Literal("in-use"), Type.Literal("outdated")], {
      description:
        "outdated: the floor, its walls or a sensor that took part is another since, and places are told as on any floor until it is fitted anew",
    }),
    calibratedAt: Timestamp("when it was fitted"),
    error: MeasuredError,
  },
  { additionalProperties: false },
);
export type FloorCalibration = Static<typeof FloorCalibration>;

/** Somebody sent from a known place, and sensors listened for a minute on one channel. */
export const CalibrationPoint = Type.Object(
  {
    source: Identifier("whose points have one power: `walk`, or a name for an access point; never an address"),
    x: Type.Number({ description: "metres to the right on the plan" }),
    y: Type.Number({ description: "metres down" }),
    channelMhz: FrequencyMhz("centre frequency in MHz"),
    levels: Type.Array(
      Type.Object(
        {
          sensorId: Identifier("a sensor that listened on this channel"),
          levelDbm: Type.Union([Type.Number({ minimum: -130, maximum: 10 }), Type.Null()], {
            description: "median level in dBm; null: it listened and heard nothing",
          }),
        },
        { additionalProperties: false },
      ),
      { minItems: 1, maxItems: LIMITS.calibration.sensors },
    ),
  },
  { additionalProperties: false },
);
export type CalibrationPoint = Static<typeof CalibrationPoint>;

/** The file that `place calibrate` reads. */
export const CalibrationFile = Type.Object(
  { points: Type.Array(CalibrationPoint, { minItems: 1, maxItems: LIMITS.calibration.points }) },
  { additionalProperties: false },
);
export type CalibrationFile = Static<typeof CalibrationFile>;

/** What one band of a floor was found to be. */
export const BandFit = Type.Object(
  {
    band: Type.Union([Type.Literal("2.4GHz"), Type.Literal("5GHz"), Type.Literal("6GHz")]),
    exponent: Type.Number({ description: "path-loss exponent" }),
    exponentSpread: Type.Number({ minimum: 0, description: "how sure it is, as a standard deviation" }),
    wallFactor: Type.Number({ description: "share of a wall's drawn loss that it takes" }),
    wallFactorSpread: Type.Number({ minimum: 0 }),
    spreadDb: Type.Number({ minimum: 0, description: "spread of levels about the fit, in dB" }),
    freedom: Type.Number({ minimum: 0, description: "residuals beyond the number of unknowns" }),
    expected: Type.Integer({ minimum: 0, description: "levels that should have been heard clearly" }),
    missed: Type.Integer({ minimum: 0, description: "those of them that were not heard" }),
    offsets: Type.Array(
      Type.Object(
        {
          sensorId: Identifier("the sensor"),
          offsetDb: Type.Number({ description: "by how much it hears more than the others, in dB" }),
          variance: Type.Number({ minimum: 0, description: "of that, in dB²" }),
        },
        { additionalProperties: false },
      ),
      { maxItems: LIMITS.calibration.sensors },
    ),
  },
  { additionalProperties: false },
);
export type BandFit = Static<typeof BandFit>;

/** A floor's calibration with all that it is from. */
export const CalibrationDetail = Type.Object(
  {
    state: FloorCalibration.properties.state,
    calibratedAt: FloorCalibration.properties.calibratedAt,
    by: OperatorText("who fitted it", 64),
    error: MeasuredError,
    errorWithout: MeasuredError,
    places: Type.Array(
      Type.Object(
        {
          source: Identifier("whose place"),
          x: Type.Number(),
          y: Type.Number(),
          leftOut: Type.Boolean({ description: "its levels do not fit the others', so it is no part of the fit" }),
        },
        { additionalProperties: false },
      ),
      { maxItems: LIMITS.calibration.points, description: "in the order in which they were given" },
    ),
    bands: Type.Array(BandFit, { maxItems: 3 }),
  },
  { additionalProperties: false },
);
export type CalibrationDetail = Static<typeof CalibrationDetail>;
