import { Type, type Static } from "typebox";
import { OperatorName, OperatorText, PlanImage, Sha256, Timestamp } from "../brands.ts";
import { MOST_DOCUMENT_BYTES } from "./figures.ts";

export const Decision = Type.Union(
  [Type.Literal("authorised"), Type.Literal("dismissed"), Type.Literal("to-visit"), Type.Literal("none")],
  {
    description: "what a person decided; none takes a decision back",
  },
);
export type Decision = Static<typeof Decision>;
/** A file that a person gives with a decision. */
export const DecisionFileRequest = Type.Object(
  {
    name: OperatorName("its name, as the person has it", 200),
    content: PlanImage("its octets in base64: a PDF, a PNG or a JPEG", Math.ceil((MOST_DOCUMENT_BYTES * 4) / 3) + 4),
  },
  { additionalProperties: false },
);
export type DecisionFileRequest = Static<typeof DecisionFileRequest>;

/** A file that came with a decision; `GET /api/venues/{venueId}/documents/{sha256}` has it. */
export const DecisionFile = Type.Object(
  {
    name: OperatorName("its name, as the person had it", 200),
    mediaType: Type.Union([Type.Literal("application/pdf"), Type.Literal("image/png"), Type.Literal("image/jpeg")], {
      description: "what it is, by its first octets",
    }),
    bytes: Type.Integer({ minimum: 1, description: "octets" }),
    sha256: Sha256("of the file"),
  },
  { additionalProperties: false },
);
export type DecisionFile = Static<typeof DecisionFile>;

export const DecisionRequest = Type.Object(
  {
    decision: Decision,
    reason: OperatorText("why", 400, 1),
    document: Type.Optional(OperatorText("the document that it rests on: its number, or where it lies", 200, 1)),
    until: Type.Optional(Timestamp("authorised: until when it holds")),
    file: Type.Optional(DecisionFileRequest),
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
    document: Type.Optional(OperatorText("the document that it rests on", 200)),
    file: Type.Optional(DecisionFile),
    until: Type.Optional(Timestamp("authorised: until when; it settles nothing from then on")),
    approvedBy: Type.Optional(OperatorText("authorised: the second person, where it took one", 64)),
  },
  { additionalProperties: false },
);
export type DecisionRecord = Static<typeof DecisionRecord>;

/** A decision of a history, by which it can be named. */
export const DecisionEntry = Type.Object(
  {
    ...DecisionRecord.properties,
    decisionId: Type.Integer({ minimum: 1, description: "its number among the decisions about suspects, or cameras" }),
  },
  { additionalProperties: false },
);
export type DecisionEntry = Static<typeof DecisionEntry>;
