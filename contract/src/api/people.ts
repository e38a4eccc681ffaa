import { Type, type Static } from "typebox";
import { OperatorText, Secret, Url } from "../brands.ts";
import { SignInProvider } from "./provider.ts";
import { Roles, Scope } from "./roles.ts";

export const Session = Type.Object(
  {
    signedIn: Type.Boolean(),
    demo: Type.Boolean(),
    name: Type.Optional(OperatorText("name of the account", 64)),
    roles: Type.Optional(Roles),
    scope: Type.Optional(Scope),
    needsFirstAccount: Type.Boolean({ description: "no account exists yet: use the one-time link" }),
    needsSecondStep: Type.Optional(
      Type.Literal(true, {
        description: "a role of the account takes a second step: until it is set up nothing else opens",
      }),
    ),
    provider: Type.Optional(SignInProvider),
    signOutAt: Type.Optional(
      Url(
        "after a sign-out: where the browser goes to end the session with the provider too (RP-Initiated Logout 1.0)",
      ),
    ),
  },
  { additionalProperties: false, $id: "Session" },
);
export type Session = Static<typeof Session>;

const EntryCode = Secret("where the account has a second step: six digits of the app, or a recovery code");

export const SignIn = Type.Object(
  { name: OperatorText("name of the account", 64), password: Secret("its password"), code: Type.Optional(EntryCode) },
  { additionalProperties: false },
);
export type SignIn = Static<typeof SignIn>;
/** Another password for who is signed in. */
export const PasswordChange = Type.Object(
  { present: Secret("the password until now"), next: Secret("at least 12 characters", 12) },
  { additionalProperties: false },
);
export type PasswordChange = Static<typeof PasswordChange>;
export const FirstAccount = Type.Object(
  {
    token: Secret("token of the one-time link"),
    name: OperatorText("name of the account", 64),
    password: Secret("at least 12 characters", 12),
    code: Type.Optional(EntryCode),
  },
  { additionalProperties: false },
);
export type FirstAccount = Static<typeof FirstAccount>;
