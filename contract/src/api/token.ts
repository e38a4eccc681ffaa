import { Type, type Static } from "typebox";
import { Identifier, OperatorName, OperatorText, Secret, Timestamp } from "../brands.ts";
import { OwnProof } from "./provider.ts";
import { Roles, Scope } from "./roles.ts";

/** Most days that a token holds. */
export const MOST_TOKEN_DAYS = 366;

const mayChange = Type.Boolean({ description: "false: it reads, and changes nothing" });

/** A token with which a program asks in the name of an account. What opens is told once, when it is made. */
export const ApiToken = Type.Object(
  {
    tokenId: Identifier("the token; opens nothing"),
    name: OperatorText("what it is for", 64),
    roles: Roles,
    scope: Scope,
    mayChange,
    createdAt: Timestamp("when it was made"),
    expiresAt: Timestamp("when it ends by itself"),
    lastUsedAt: Type.Optional(Timestamp("when it was last used, to the minute")),
  },
  { additionalProperties: false, $id: "ApiToken" },
);
export type ApiToken = Static<typeof ApiToken>;

export const ApiTokenRequest = Type.Object(
  {
    name: OperatorName("what it is for", 64),
    roles: Roles,
    scope: Scope,
    mayChange,
    days: Type.Integer({ minimum: 1, maximum: MOST_TOKEN_DAYS, description: "how long it holds" }),
    ...OwnProof.properties,
  },
  { additionalProperties: false },
);
export type ApiTokenRequest = Static<typeof ApiTokenRequest>;

export const MadeApiToken = Type.Object(
  { token: Secret("for the header Authorization: Bearer; told once"), items: Type.Array(ApiToken) },
  { additionalProperties: false, $id: "MadeApiToken" },
);
export type MadeApiToken = Static<typeof MadeApiToken>;
