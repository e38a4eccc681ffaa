import { Type, type Static } from "typebox";
import { Identifier, OperatorName, OperatorText, PlanImage, Url } from "../brands.ts";
import { LIMITS } from "../limits.ts";

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

export const Venue = Type.Object(
  {
    venueId: Identifier("the venue"),
    name: OperatorName("name of the venue"),
    timeZone: OperatorText("IANA time zone, for example Asia/Shanghai", 64),
    floors: Type.Array(Floor, { maxItems: 64 }),
  },
  { additionalProperties: false, $id: "Venue" },
);
export type Venue = Static<typeof Venue>;
