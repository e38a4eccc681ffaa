import { Type, type Static } from "typebox";
import { Identifier } from "../brands.ts";
import { MeasuredError } from "./calibration.ts";
import { Position } from "./venue.ts";

/** Where a transmitter stands with a given share of what is believed: islands and holes as closed lines. */
export const PlaceRegion = Type.Object(
  {
    share: Type.Number({ minimum: 0, maximum: 1, description: "part of the belief that lies in it: 0.5 or 0.95" }),
    areaMetres2: Type.Number({ minimum: 0, description: "its area" }),
    rings: Type.Array(
      Type.Array(Type.Tuple([Type.Number(), Type.Number()]), {
        description: "x and y in metres on the floor; the last corner joins the first; even-odd",
      }),
      { maxItems: 160, description: "the edges of its islands and of the holes in them" },
    ),
  },
  { additionalProperties: false },
);
export type PlaceRegion = Static<typeof PlaceRegion>;

export const Place = Type.Object(
  {
    floorId: Identifier("the floor"),
    position: Position,
    radiusMetres: Type.Number({
      minimum: 0,
      description: "uncertainty: half of the likelihood lies inside",
    }),
    method: Type.Union([Type.Literal("nearest-sensor"), Type.Literal("grid")], {
      description:
        "nearest-sensor: half of the likelihood fills more than 200 m², and says no more than whose hearing it is in",
    }),
    nearestSensorId: Identifier("the sensor nearest to the place; with nearest-sensor: the loudest"),
    floorProbability: Type.Optional(
      Type.Number({
        minimum: 0,
        maximum: 1,
        description: "how likely that floor is, of all floors; absent when told before this was",
      }),
    ),
    floorError: Type.Optional({
      ...MeasuredError,
      description:
        "error that was measured on that floor, whose calibration this was told with; absent: not calibrated",
    }),
    regions: Type.Optional(
      Type.Array(PlaceRegion, {
        maxItems: 2,
        description: "the smallest regions that hold 50 and 95 %; absent in the history",
      }),
    ),
  },
  { additionalProperties: false },
);
export type Place = Static<typeof Place>;

/**
 * Whether it is there: heard is not the same as there, and not heard not the same as gone. Ended is what all its sensors have said after
 * half an hour of listening.
 */
