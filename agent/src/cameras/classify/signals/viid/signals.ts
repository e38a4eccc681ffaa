import type { CameraCategory } from "@probewarden/contract";

/** A row about one kind of object that a camera sends to a picture library. */
export interface ViidSignal {
  /** Element that holds the objects. */
  object: string;
  /** Fields of which one must be filled; none: the object as such says it. */
  fields: readonly string[];
  category: CameraCategory;
  source: string;
}

const STANDARD = "GA/T 1400.3-2017, annex A: attributes of a face, a person, a motor vehicle";

/** A code that says "unknown" or "other" in the tables of GA/T 1400. */
export const VIID_UNKNOWN = new Set(["", "0", "99", "unknown"]);

/** What a sent object shows was done. */
export const VIID_SIGNALS: readonly ViidSignal[] = [
  { object: "FaceObject", fields: ["FaceID", "SubImageList"], category: "face-detection", source: STANDARD },
  {
    object: "FaceObject",
    fields: ["GenderCode", "AgeUpLimit", "AgeLowerLimit", "SkinColor", "HairStyle", "Emotion", "EthicCode"],
    category: "body-attributes",
    source: STANDARD,
  },
  { object: "PersonObject", fields: ["PersonID", "SubImageList"], category: "person-detection", source: STANDARD },
  {
    object: "PersonObject",
    fields: ["GenderCode", "AgeUpLimit", "AgeLowerLimit", "CoatColor", "CoatStyle", "TrousersColor", "BodyType", "Bag"],
    category: "body-attributes",
    source: STANDARD,
  },
  { object: "MotorVehicleObject", fields: ["PlateNo"], category: "licence-plate", source: STANDARD },
];
