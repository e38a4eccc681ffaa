import { Type, type Static } from "typebox";
import { Identifier, OperatorName, OperatorText, Timestamp } from "../brands.ts";
import { DecisionFile } from "./decision.ts";

/** Something that takes effect when a second person says so. */
export const Approval = Type.Object(
  {
    approvalId: Identifier("the request"),
    venueId: Identifier("its venue"),
    kind: Type.Union([Type.Literal("authorise"), Type.Literal("package")], {
      description: "authorise: a decision about a suspect or a camera; package: evidence that is to leave the house",
    }),
    suspectId: Type.Optional(Identifier("the suspect that it is about")),
    cameraId: Type.Optional(Identifier("the camera that it is about")),
    packageId: Type.Optional(Identifier("the package")),
    reason: OperatorText("why, in the words of who asked; of a package its purpose", 400),
    document: Type.Optional(OperatorText("the document that allows it, or the legal basis", 400)),
    until: Type.Optional(Timestamp("authorise: until when it is to hold")),
    file: Type.Optional(DecisionFile),
    askedBy: OperatorName("who asked", 64),
    askedAt: Timestamp("when"),
    state: Type.Union(
      [Type.Literal("waiting"), Type.Literal("approved"), Type.Literal("refused"), Type.Literal("taken-back")],
      { description: "waiting: for a second person; approved, refused: by one; taken-back: by who asked" },
    ),
    answeredBy: Type.Optional(OperatorName("who answered, or took it back", 64)),
    answeredAt: Type.Optional(Timestamp("when")),
    answer: Type.Optional(OperatorText("why, in their words", 400)),
  },
  { additionalProperties: false, $id: "Approval" },
);
export type Approval = Static<typeof Approval>;

export const ApprovalAnswer = Type.Object(
  {
    approve: Type.Boolean({ description: "true: it takes effect now; false: it never does" }),
    reason: OperatorText("why", 400, 1),
  },
  { additionalProperties: false },
);
export type ApprovalAnswer = Static<typeof ApprovalAnswer>;

/** What takes a second person. */
export const SecondPerson = Type.Object(
  {
    venueId: Type.Optional(Identifier("at this venue; absent: everywhere where nothing else is said")),
    authorise: Type.Boolean({ description: "to authorise a suspect or a camera" }),
    packages: Type.Boolean({ description: "to take a package of evidence away" }),
  },
  { additionalProperties: false, $id: "SecondPerson" },
);
export type SecondPerson = Static<typeof SecondPerson>;
