import { Type, type Static } from "typebox";
import { Identifier, OperatorName, OperatorText, Timestamp } from "../brands.ts";

/** A time in which a venue's boxes may be away without anybody being told. */
export const MaintenanceWindow = Type.Object(
  {
    windowId: Identifier("the window"),
    venueId: Identifier("its venue"),
    from: Timestamp("when it begins"),
    until: Timestamp("when it ends; what is still away then is told"),
    reason: OperatorText("why", 400),
    by: OperatorName("who announced it", 64),
    at: Timestamp("when they did"),
    endedBy: Type.Optional(OperatorName("who ended it before its time; until says when", 64)),
  },
  { additionalProperties: false, $id: "MaintenanceWindow" },
);
export type MaintenanceWindow = Static<typeof MaintenanceWindow>;

export const MaintenanceRequest = Type.Object(
  {
    from: Type.Optional(Timestamp("when it begins; absent: now")),
    until: Timestamp("when it ends, at most 31 days after it begins"),
    reason: OperatorText("why", 400, 1),
  },
  { additionalProperties: false },
);
export type MaintenanceRequest = Static<typeof MaintenanceRequest>;
