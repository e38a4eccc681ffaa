import { Type, type Static } from "typebox";
import { CameraText, Identifier, Timestamp } from "../brands.ts";
import { CameraCategory, CameraFinding, CameraStep } from "../camera-finding.ts";

/** What one sensor says of a camera. It stands until the sensor says something else, or is removed. */
export const CameraWord = Type.Object(
  {
    sensorId: Identifier("the sensor whose word it is"),
    firstSeenAt: Timestamp("its first visit"),
    lastSeenAt: Timestamp("its latest visit, as it was received"),
    hardware: Type.Optional(CameraText("model, as this sensor was told")),
    firmware: Type.Optional(CameraText("firmware, as this sensor was told")),
    analytics: CameraFinding.properties.analytics,
    steps: Type.Array(Type.Object({ category: CameraCategory, step: CameraStep }, { additionalProperties: false }), {
      maxItems: 9,
      description: "what this sensor proved; a category that is absent it did not prove, which is no no",
    }),
  },
  { additionalProperties: false },
);
export type CameraWord = Static<typeof CameraWord>;
