import { Type, type Static } from "typebox";
import { Identifier, OperatorName, OperatorText, Sha256, Timestamp } from "../brands.ts";
import { MOST_TAKEN } from "./figures.ts";

/** Why evidence is to leave the house. */
export const EvidencePackageRequest = Type.Object(
  {
    purpose: OperatorText("what it is for", 400, 1),
    legalBasis: OperatorText("what allows it: the provision, the order, the case number", 400, 1),
    decisionId: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: Number.MAX_SAFE_INTEGER,
        description:
          "one decision about it: what was known when it was made is marked, and what came later is not taken for it",
      }),
    ),
  },
  { additionalProperties: false },
);
export type EvidencePackageRequest = Static<typeof EvidencePackageRequest>;

export const EvidencePackageState = Type.Union(
  [Type.Literal("waiting"), Type.Literal("ready"), Type.Literal("refused"), Type.Literal("taken-back")],
  {
    description:
      "waiting: for a second person; ready: it can be taken away, and each time is made of what is known then; refused: a second person said no; taken-back: who asked for it wants it no more",
  },
);
export type EvidencePackageState = Static<typeof EvidencePackageState>;

/** Evidence about a suspect or a camera that somebody asked for as a file: who, why, and each file that left. */
export const EvidencePackage = Type.Object(
  {
    packageId: Identifier("the package"),
    venueId: Identifier("its venue"),
    suspectId: Type.Optional(Identifier("the suspect that it is about")),
    cameraId: Type.Optional(Identifier("the camera that it is about")),
    decisionId: Type.Optional(
      Type.Integer({ minimum: 1, description: "the decision about it from which it was asked for" }),
    ),
    purpose: OperatorText("what it is for", 400),
    legalBasis: OperatorText("what allows it", 400),
    askedBy: OperatorName("who asked for it", 64),
    askedAt: Timestamp("when"),
    state: EvidencePackageState,
    taken: Type.Array(
      Type.Object(
        {
          at: Timestamp("when"),
          by: OperatorName("who took it", 64),
          bytes: Type.Integer({ minimum: 0, description: "octets of the file" }),
          sha256: Sha256("of the whole file"),
        },
        { additionalProperties: false },
      ),
      { maxItems: MOST_TAKEN, description: "each file that left, the latest first" },
    ),
  },
  { additionalProperties: false, $id: "EvidencePackage" },
);
export type EvidencePackage = Static<typeof EvidencePackage>;

/** The key with which this collector signs. */
export const EvidenceKey = Type.Object(
  {
    fingerprint: Sha256("of the public key's 32 octets: what the verifier is given"),
    publicKey: Sha256("the public key itself (Ed25519, RFC 8032), 32 octets in hex"),
  },
  { additionalProperties: false, $id: "EvidenceKey" },
);
export type EvidenceKey = Static<typeof EvidenceKey>;
