import { Type, type Static } from "typebox";
import { Identifier, OperatorText, Timestamp } from "../brands.ts";
import { CameraCategory, CameraStep } from "../camera-finding.ts";
import { Band, Suspicion } from "../suspicion.ts";

export const Alert = Type.Object(
  {
    alertId: Identifier("one id from opening to its close"),
    venueId: Identifier("its venue"),
    suspectId: Type.Optional(Identifier("the suspect that it is about; absent where it is about a camera")),
    suspicion: Type.Optional(Suspicion),
    band: Type.Optional(Band),
    camera: Type.Optional(
      Type.Object(
        {
          cameraId: Identifier("the camera"),
          category: CameraCategory,
          step: CameraStep,
          from: CameraStep,
        },
        {
          additionalProperties: false,
          description:
            "what it is about, where that is a camera: a step of the ladder that was not proven of it before",
        },
      ),
    ),
    state: Type.Union([Type.Literal("open"), Type.Literal("closed")]),
    openedAt: Timestamp("when the suspect first reached suspected, or the camera's new step was received"),
    closedAt: Type.Optional(Timestamp("when it was closed")),
    closedBy: Type.Optional(OperatorText("who closed it, or ended", 64)),
    reason: Type.Optional(OperatorText("why it was closed")),
    delivery: Type.Union(
      [Type.Literal("none"), Type.Literal("waiting"), Type.Literal("sent"), Type.Literal("failing")],
      { description: "the webhook" },
    ),
  },
  { additionalProperties: false, $id: "Alert" },
);
export type Alert = Static<typeof Alert>;

export const CloseAlert = Type.Object({ reason: OperatorText("why", 400, 1) }, { additionalProperties: false });
