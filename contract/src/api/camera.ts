import { Type, type Static } from "typebox";
import { Identifier, OperatorName, OperatorText, Timestamp } from "../brands.ts";
import { CameraCategory, CameraChange, CameraFinding, CameraStep } from "../camera-finding.ts";
import { CameraWord } from "./camera-word.ts";
import { DecisionEntry, DecisionRecord } from "./decision.ts";

/** What a technician saw where the camera hangs. What was not looked at is absent: it is no "no". */
const onSite = {
  place: Type.Optional(
    Type.Union([Type.Literal("public-area"), Type.Literal("private-zone")], {
      description:
        "public-area: where anybody may be; private-zone: where nobody may be filmed, as a fitting room, a toilet, a hotel room",
    }),
  ),
  filed: Type.Optional(
    Type.Boolean({ description: "whether it stands in the register of face recognition that the authority keeps" }),
  ),
  filingNumber: Type.Optional(OperatorName("the number under which it is filed", 64)),
  sign: Type.Optional(
    Type.Union([Type.Literal("photographed"), Type.Literal("none-seen")], {
      description: "whether a sign tells visitors of it, and was photographed",
    }),
  ),
};

/** What a technician saw; it takes the place of what was written before. */
export const CameraOnSiteRequest = Type.Object(onSite, { additionalProperties: false });
export type CameraOnSiteRequest = Static<typeof CameraOnSiteRequest>;

/** The same, with who wrote it and when. */
export const CameraOnSite = Type.Object(
  { ...onSite, by: OperatorText("who wrote it", 64), at: Timestamp("when") },
  { additionalProperties: false },
);
export type CameraOnSite = Static<typeof CameraOnSite>;

/** Why a camera that a person had settled is open again: steps that were not proven when it was decided. */
export const CameraReopened = Type.Object(
  {
    at: Timestamp("when the visit was received that proved the first of them"),
    steps: Type.Array(
      Type.Object({ category: CameraCategory, from: CameraStep, step: CameraStep }, { additionalProperties: false }),
      { minItems: 1, maxItems: 9 },
    ),
  },
  {
    additionalProperties: false,
    description: "the decision does not cover what is proven now, so it settles nothing any more",
  },
);
export type CameraReopened = Static<typeof CameraReopened>;

/** What people know and have decided of a camera now. */
const judged = {
  onSite: Type.Optional(CameraOnSite),
  decision: Type.Optional(DecisionRecord),
  reopened: Type.Optional(CameraReopened),
};

export const Camera = Type.Object(
  {
    cameraId: Identifier("the camera"),
    venueId: Identifier("its venue"),
    sensorId: Identifier(
      "the sensor that proves most of it: model, name, answers and oddities of the finding are its words",
    ),
    firstSeenAt: Timestamp("first visit"),
    lastSeenAt: Timestamp("latest visit"),
    unwatchedSince: Type.Optional(
      Timestamp("when the last sensor that visited it was removed: nobody looks at it any more"),
    ),
    says: Type.Array(CameraWord, {
      maxItems: 64,
      description:
        "what each sensor says of it, what proves most first; the finding holds the highest step that any of them proves, and what a removed sensor said is gone",
    }),
    differIn: Type.Array(CameraCategory, {
      maxItems: 9,
      description: "categories of which sensors that could ask prove different steps",
    }),
    ...judged,
    changes: Type.Array(CameraChange, { maxItems: 32, description: "what changed and when, the newest first" }),
    finding: CameraFinding,
  },
  { additionalProperties: false, $id: "Camera" },
);
export type Camera = Static<typeof Camera>;

/** What people wrote of a camera, now and before. */
export const CameraRecord = Type.Object(
  {
    cameraId: Identifier("the camera"),
    revision: Type.Integer({
      minimum: 0,
      description: "rises with everything that people write and with every change of what is proven; it is the ETag",
    }),
    ...judged,
    decisions: Type.Array(DecisionEntry, { maxItems: 200, description: "newest first" }),
    visits: Type.Array(CameraOnSite, { maxItems: 200, description: "what was written of the place, newest first" }),
  },
  { additionalProperties: false, $id: "CameraRecord" },
);
export type CameraRecord = Static<typeof CameraRecord>;
