import { Type, type Static } from "typebox";
import { OperatorText, Timestamp } from "../brands.ts";

export const Decision = Type.Union(
  [Type.Literal("authorised"), Type.Literal("dismissed"), Type.Literal("to-visit"), Type.Literal("none")],
  {
    description: "what a person decided; none takes a decision back",
  },
);
export type Decision = Static<typeof Decision>;
export const DecisionRequest = Type.Object(
  {
    decision: Decision,
    reason: OperatorText("why", 400, 1),
  },
  { additionalProperties: false },
);
export type DecisionRequest = Static<typeof DecisionRequest>;
export const DecisionRecord = Type.Object(
  {
    decision: Decision,
    reason: OperatorText("why"),
    by: OperatorText("who", 64),
    at: Timestamp("when"),
    document: Type.Optional(OperatorText("authorised: the document that allows it", 200)),
    until: Type.Optional(Timestamp("authorised: until when; it settles nothing from then on")),
    approvedBy: Type.Optional(OperatorText("authorised: the second person, where it took one", 64)),
  },
  { additionalProperties: false },
);
export type DecisionRecord = Static<typeof DecisionRecord>;
