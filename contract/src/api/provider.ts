import { Type, type Static } from "typebox";
import { OperatorText, OwnPath, Secret, Timestamp, Url } from "../brands.ts";

/** Signing in by an identity provider (OpenID Connect Core 1.0), where one is configured. */
export const SignInProvider = Type.Object(
  { label: OperatorText("what people call it; empty: the screen's own word", 40) },
  { additionalProperties: false, $id: "SignInProvider" },
);
export type SignInProvider = Static<typeof SignInProvider>;

/** Before the browser goes to the provider: to sign in, or to take an invitation up. */
export const ProviderBegin = Type.Object(
  {
    returnTo: Type.Optional(OwnPath("the page to come back to; absent: the first one")),
    invitation: Type.Optional(
      Type.Object(
        { token: Secret("of the one-time link"), name: OperatorText("name of the account that it makes", 64, 1) },
        { additionalProperties: false },
      ),
    ),
  },
  { additionalProperties: false },
);
export type ProviderBegin = Static<typeof ProviderBegin>;

/** Where the browser goes next. */
export const ProviderAddress = Type.Object(
  { url: Url("the provider's page, with all that it is to be asked (OpenID Connect Core 3.1.2.1)") },
  { additionalProperties: false, $id: "ProviderAddress" },
);
export type ProviderAddress = Static<typeof ProviderAddress>;

/** What the provider sent the browser back with. */
export const ProviderAnswer = Type.Object(
  {
    answer: Secret(
      "the query of the address to which it came back (OpenID Connect Core 3.1.2.5), with its code",
      1,
      8_192,
    ),
  },
  { additionalProperties: false },
);
export type ProviderAnswer = Static<typeof ProviderAnswer>;

/** The provider has vouched; the account's second step is still to come. */
export const ProviderCode = Type.Object(
  { code: Secret("six digits of the authenticator app, or a recovery code") },
  { additionalProperties: false },
);
export type ProviderCode = Static<typeof ProviderCode>;

/** It is done. */
export const ProviderArrival = Type.Object(
  { returnTo: OwnPath("the page that was asked for when it began") },
  { additionalProperties: false, $id: "ProviderArrival" },
);
export type ProviderArrival = Static<typeof ProviderArrival>;

/** Who one's own account is to the provider. */
export const OwnProvider = Type.Object(
  {
    hasPassword: Type.Boolean({ description: "false: the provider is the only way in" }),
    provider: Type.Optional(SignInProvider),
    linked: Type.Optional(
      Type.Object(
        {
          issuer: Url("who vouches (iss)"),
          subject: OperatorText(
            "as whom it knows the person (sub); never a mail address by which anybody is found",
            255,
          ),
          linkedAt: Timestamp("since when"),
        },
        { additionalProperties: false },
      ),
    ),
  },
  { additionalProperties: false, $id: "OwnProvider" },
);
export type OwnProvider = Static<typeof OwnProvider>;

/** That it is really oneself. */
export const OwnProof = Type.Object(
  {
    password: Type.Optional(
      Secret(
        "of the account; absent where it has none: then a sign-in by the provider within the last ten minutes proves it",
      ),
    ),
  },
  { additionalProperties: false },
);
export type OwnProof = Static<typeof OwnProof>;
