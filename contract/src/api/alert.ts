import { Type, type Static } from "typebox";
import { Identifier, OperatorText, Timestamp } from "../brands.ts";
import { Band, Suspicion } from "../suspicion.ts";

export const Alert = Type.Object(
  {
    alertId: Identifier("one id from opening to its close"),
    venueId: Identifier("its venue"),
    suspectId: Identifier("what it is about"),
    suspicion: Suspicion,
    band: Band,
    state: Type.Union([Type.Literal("open"), Type.Literal("closed")]),
    openedAt: Timestamp("when the suspect first reached suspected"),
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
