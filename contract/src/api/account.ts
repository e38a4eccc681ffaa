import { Type, type Static } from "typebox";
import { Identifier, OperatorName, OperatorText, Secret, Timestamp } from "../brands.ts";
import { Roles, Scope } from "./roles.ts";

const AccountName = OperatorText("name of the account", 64);

/** One account, as whoever administers sees it. */
export const Person = Type.Object(
  {
    accountId: Identifier("the account"),
    name: AccountName,
    roles: Roles,
    scope: Scope,
    active: Type.Boolean({ description: "false: nobody can sign in with it" }),
    createdAt: Timestamp("when it was made"),
    sessions: Type.Integer({ minimum: 0, description: "sessions that hold" }),
    secondStep: Type.Boolean({ description: "signing in takes a code as well" }),
    provider: Type.Optional(Type.Literal(true, { description: "an identity of the provider lets in with it" })),
  },
  { additionalProperties: false, $id: "Person" },
);
export type Person = Static<typeof Person>;

/** A one-time link that nobody has used yet. Its token is told only to who made it. */
export const OpenInvitation = Type.Object(
  {
    invitationId: Identifier("the link"),
    accountId: Type.Optional(Identifier("of this account: it gives another password")),
    name: Type.Optional(OperatorText("for whom it is", 64)),
    roles: Roles,
    scope: Scope,
    madeBy: AccountName,
    expiresAt: Timestamp("until when it is good"),
  },
  { additionalProperties: false, $id: "OpenInvitation" },
);
export type OpenInvitation = Static<typeof OpenInvitation>;

export const People = Type.Object(
  { items: Type.Array(Person), invitations: Type.Array(OpenInvitation) },
  { additionalProperties: false, $id: "People" },
);
export type People = Static<typeof People>;

/** What an account is to do, and where. */
export const RightsRequest = Type.Object({ roles: Roles, scope: Scope }, { additionalProperties: false });
export type RightsRequest = Static<typeof RightsRequest>;

export const InvitationRequest = Type.Object(
  { name: Type.Optional(OperatorName("for whom it is", 64)), roles: Roles, scope: Scope },
  { additionalProperties: false },
);
export type InvitationRequest = Static<typeof InvitationRequest>;

/** A link as it is told once: the page puts the token behind `/first-account#`. */
export const MadeInvitation = Type.Object(
  { token: Secret("opens once"), expiresAt: Timestamp("until when it is good") },
  { additionalProperties: false, $id: "MadeInvitation" },
);
export type MadeInvitation = Static<typeof MadeInvitation>;

export const ActiveRequest = Type.Object(
  { active: Type.Boolean({ description: "false: nobody signs in with it any more, and its sessions end at once" }) },
  { additionalProperties: false },
);
export type ActiveRequest = Static<typeof ActiveRequest>;

/** One session of an account. */
export const PersonSession = Type.Object(
  {
    sessionId: Identifier("the session; opens nothing"),
    client: OperatorText("what its browser called itself", 160),
    network: OperatorText("from where, roughly: 24 bits of an IPv4 address, 48 of an IPv6 address", 64),
    isThis: Type.Optional(Type.Boolean({ description: "true: the one that asks" })),
    createdAt: Timestamp("when it began"),
    expiresAt: Timestamp("when it ends by itself"),
  },
  { additionalProperties: false, $id: "PersonSession" },
);
export type PersonSession = Static<typeof PersonSession>;

/** Which of one's own sessions are to end. */
export const OwnSessionsEnd = Type.Object(
  { sessionId: Type.Optional(Identifier("only this one; absent: all but the one that asks")) },
  { additionalProperties: false },
);
export type OwnSessionsEnd = Static<typeof OwnSessionsEnd>;

/** Which sessions are to end. */
export const SessionsEnd = Type.Object(
  { sessionId: Type.Optional(Identifier("only this one; absent: all of the account")) },
  { additionalProperties: false },
);
export type SessionsEnd = Static<typeof SessionsEnd>;
