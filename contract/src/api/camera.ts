import { Type, type Static } from "typebox";
import { Identifier, Timestamp } from "../brands.ts";
import { CameraChange, CameraFinding } from "../camera-finding.ts";

export const Camera = Type.Object(
  {
    cameraId: Identifier("the camera"),
    venueId: Identifier("its venue"),
    sensorId: Identifier("the sensor that visited it"),
    firstSeenAt: Timestamp("first visit"),
    lastSeenAt: Timestamp("latest visit"),
    unwatchedSince: Type.Optional(
      Timestamp("when the sensor that visited it was removed: nobody looks at it any more"),
    ),
    changes: Type.Array(CameraChange, { maxItems: 32, description: "what changed and when, the newest first" }),
    finding: CameraFinding,
  },
  { additionalProperties: false, $id: "Camera" },
);
export type Camera = Static<typeof Camera>;
