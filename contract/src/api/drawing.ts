import { Type, type Static } from "typebox";
import { Identifier, OperatorName } from "../brands.ts";
import { LIMITS } from "../limits.ts";
import { Position } from "./venue.ts";

/** A corner of something drawn: metres to the right and down from the upper left corner of the plan. */
const Corner = Type.Tuple([Type.Number(), Type.Number()], { description: "x and y in metres on the floor" });

/** A wall: straight pieces from point to point. */
export const DrawnWall = Type.Object(
  {
    points: Type.Array(Corner, {
      minItems: 2,
      maxItems: LIMITS.drawing.wallPoints,
      description: "where it begins, bends and ends",
    }),
    lossDb: Type.Number({
      minimum: 1,
      maximum: 40,
      description: "what it takes of a signal at 2.4 GHz, as somebody judged by its material",
    }),
  },
  { additionalProperties: false },
);
export type DrawnWall = Static<typeof DrawnWall>;

/** Where no camera may hang (人脸识别技术应用安全管理办法, Art. 13: guest rooms, public bathrooms, changing rooms, toilets and the like). */
export const ZoneKind = Type.Union(
  [
    Type.Literal("guest-room"),
    Type.Literal("bathroom"),
    Type.Literal("changing-room"),
    Type.Literal("toilet"),
    Type.Literal("other"),
  ],
  { description: "what the room is" },
);
export type ZoneKind = Static<typeof ZoneKind>;
export { ZONE_KINDS } from "./figures.ts";

/** A private zone: the area within a closed line that does not cross itself. */
export const PrivateZone = Type.Object(
  {
    kind: ZoneKind,
    name: Type.Optional(OperatorName("what people call it", 64)),
    corners: Type.Array(Corner, {
      minItems: 3,
      maxItems: LIMITS.drawing.zoneCorners,
      description: "its corners; the last joins the first",
    }),
  },
  { additionalProperties: false },
);
export type PrivateZone = Static<typeof PrivateZone>;

/** Where a person says that a camera hangs: nothing that it answers tells. */
export const PlacedCamera = Type.Object(
  { cameraId: Identifier("the camera"), position: Position },
  { additionalProperties: false },
);
export type PlacedCamera = Static<typeof PlacedCamera>;

/** What a person has drawn on a floor by hand. */
export const FloorDrawing = Type.Object(
  {
    walls: Type.Array(DrawnWall, {
      maxItems: LIMITS.drawing.walls,
      description: `walls that a signal has to pass; together at most ${LIMITS.drawing.wallPieces} straight pieces`,
    }),
    zones: Type.Array(PrivateZone, {
      maxItems: LIMITS.drawing.zones,
      description: "private zones: a camera in one is what a person should check",
    }),
    cameras: Type.Array(PlacedCamera, {
      maxItems: LIMITS.drawing.cameras,
      description: "cameras that hang on this floor, each once; one that is placed here leaves the other floors",
    }),
  },
  { additionalProperties: false, $id: "FloorDrawing" },
);
export type FloorDrawing = Static<typeof FloorDrawing>;

/** A sensor's place as a person sets it, and where that person saw it before. */
export const SensorPlaceRequest = Type.Object(
  {
    floorId: Identifier("the floor that it hangs on"),
    position: Position,
    before: Type.Union(
      [
        Type.Object({ floorId: Identifier("the floor"), position: Position }, { additionalProperties: false }),
        Type.Null(),
      ],
      { description: "where it was when this was decided, null: nowhere. If it is elsewhere now, nothing is changed" },
    ),
  },
  { additionalProperties: false },
);
export type SensorPlaceRequest = Static<typeof SensorPlaceRequest>;
