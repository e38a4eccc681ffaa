import { Type, type Static } from "typebox";
import { Identifier, OperatorName, OperatorText, PlanImage, Url } from "../brands.ts";
import { LIMITS } from "../limits.ts";
import { FloorCalibration } from "./calibration.ts";

/** A place on a floor plan, in metres from its upper left corner. */
export const Position = Type.Object(
  { x: Type.Number({ description: "metres to the right" }), y: Type.Number({ description: "metres down" }) },
  { additionalProperties: false },
);
export type Position = Static<typeof Position>;

const Metres = (description: string) =>
  Type.Number({ minimum: LIMITS.floorMetres.least, maximum: LIMITS.floorMetres.most, description });

export const Floor = Type.Object(
  {
    floorId: Identifier("the floor"),
    name: OperatorName("name of the floor", 64),
    widthMetres: Metres("its width"),
    heightMetres: Metres("its height"),
    planUrl: Type.Optional(Url("the plan's image, under /api/")),
    calibration: Type.Optional(FloorCalibration),
  },
  { additionalProperties: false },
);
export type Floor = Static<typeof Floor>;

/** A floor as a person draws it: its address names it. */
export const FloorRequest = Type.Object(
  {
    name: OperatorName("name of the floor", 64),
    widthMetres: Metres("its width"),
    heightMetres: Metres("its height"),
    plan: Type.Optional(PlanImage("image of the plan, a PNG in base64; absent: the one before stays")),
  },
  { additionalProperties: false },
);
export type FloorRequest = Static<typeof FloorRequest>;

/** Where on earth something is, in WGS 84: what a receiver of satellites shows, and not the shifted degrees of Chinese street maps. */
export const VenueLocation = Type.Object(
  {
    latitudeDegrees: Type.Number({
      minimum: -90,
      maximum: 90,
      description: "degrees north, WGS 84; south is negative",
    }),
    longitudeDegrees: Type.Number({
      minimum: -180,
      maximum: 180,
      description: "degrees east, WGS 84; west is negative",
    }),
  },
  { additionalProperties: false },
);
export type VenueLocation = Static<typeof VenueLocation>;

const District = OperatorName("the district or other group by which a region is looked at", 64);

/** Where a venue is on earth, as a person says it; what is left out is taken away. */
export const VenuePlaceRequest = Type.Object(
  { location: Type.Optional(VenueLocation), district: Type.Optional(District) },
  { additionalProperties: false },
);
export type VenuePlaceRequest = Static<typeof VenuePlaceRequest>;

export const Venue = Type.Object(
  {
    venueId: Identifier("the venue"),
    name: OperatorName("name of the venue"),
    timeZone: OperatorText("IANA time zone, for example Asia/Shanghai", 64),
    location: Type.Optional(VenueLocation),
    district: Type.Optional(District),
    floors: Type.Array(Floor, { maxItems: 64 }),
  },
  { additionalProperties: false, $id: "Venue" },
);
export type Venue = Static<typeof Venue>;
