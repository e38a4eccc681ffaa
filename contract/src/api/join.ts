import { Type, type Static } from "typebox";
import { SITE_CODE_USES } from "./figures.ts";
import { Identifier, OperatorText, Secret, Sha256, Timestamp, Url } from "../brands.ts";

/** What a site code is to be good for. */
export const SiteCodeRequest = Type.Object(
  {
    uses: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: SITE_CODE_USES.most,
        description: `boxes that it lets in; ${SITE_CODE_USES.usual} unless said`,
      }),
    ),
    replaces: Type.Optional(Identifier("the sensor whose name, place and history one box takes over")),
  },
  { additionalProperties: false },
);
export type SiteCodeRequest = Static<typeof SiteCodeRequest>;

/** A code by which boxes join a venue in one night. It is shown this once. */
export const SiteCode = Type.Object(
  {
    words: Type.Array(OperatorText("one of the 2,048 words of BIP-39", 8), { minItems: 6, maxItems: 6 }),
    link: Url("the words with the collector's address, to be scanned or pasted; they stand behind #"),
    uses: Type.Integer({ minimum: 1, description: "boxes that it lets in" }),
    expiresAt: Timestamp("until when it is good: twelve hours"),
  },
  { additionalProperties: false, $id: "SiteCode" },
);
export type SiteCode = Static<typeof SiteCode>;

/** Whether codes of a venue were open that are void now. */
export const WithdrawnSiteCodes = Type.Object(
  { withdrawn: Type.Boolean({ description: "whether one was open" }) },
  { additionalProperties: false },
);

/**
 * What a box says to be let in. The code itself is not in it: `proof` shows that the box knows it, over what both ends of this TLS connection know of it and
 * nobody between.
 */
export const JoinRequest = Type.Object(
  {
    version: Type.Integer({ minimum: 1, maximum: 99, description: "of this exchange; 1" }),
    codeId: Secret("the code's name, computed from its words: 128 bits as hex", 32, 32),
    nonce: Secret("drawn by chance for this request: 128 bits as hex", 32, 32),
    proof: Sha256("HMAC over the connection and what is said"),
    box: Sha256("hash that the box makes of its serial number"),
    name: Type.Optional(Identifier("what it wants to be called")),
  },
  { additionalProperties: false },
);
export type JoinRequest = Static<typeof JoinRequest>;

/** What a box that was let in gets. */
export const JoinAnswer = Type.Object(
  {
    agentYaml: Secret("its agent.yaml, with its password and the authority's certificate", 1, 16_384),
    proof: Sha256("HMAC over the connection, the request and `agentYaml`: that the collector knows the code too"),
    otherBox: Type.Optional(
      Identifier(
        "the name that it asked for and did not get: another box has it, or this one is called otherwise since it joined by this code",
      ),
    ),
    at: Timestamp("the collector's clock"),
  },
  { additionalProperties: false },
);
export type JoinAnswer = Static<typeof JoinAnswer>;
