import { Type, type Static } from "typebox";
import { Secret } from "../brands.ts";
import { OwnProof } from "./provider.ts";

/** A code of an authenticator app (six digits), or one of the recovery codes. */
const Code = Secret("six digits of the authenticator app, or a recovery code");

/** How it stands with the second step of one's own account. */
export const OwnSecondStep = Type.Object(
  {
    state: Type.Union([Type.Literal("off"), Type.Literal("on"), Type.Literal("needed")], {
      description: "needed: off, and a role of the account takes it",
    }),
    recoveryCodesLeft: Type.Integer({ minimum: 0, description: "recovery codes that nobody has used" }),
  },
  { additionalProperties: false, $id: "OwnSecondStep" },
);
export type OwnSecondStep = Static<typeof OwnSecondStep>;

export const SecondStepBegin = OwnProof;
export type SecondStepBegin = Static<typeof SecondStepBegin>;

/** A secret for an authenticator app, told once. It counts from the first right code on. */
export const BegunSecondStep = Type.Object(
  {
    secret: Secret("in Base32 (RFC 4648), to be typed where no camera is"),
    uri: Secret("the same as otpauth://, for a QR code"),
  },
  { additionalProperties: false, $id: "BegunSecondStep" },
);
export type BegunSecondStep = Static<typeof BegunSecondStep>;

export const SecondStepCode = Type.Object({ code: Code }, { additionalProperties: false });
export type SecondStepCode = Static<typeof SecondStepCode>;

export const SecondStepOff = Type.Object({ ...OwnProof.properties, code: Code }, { additionalProperties: false });
export type SecondStepOff = Static<typeof SecondStepOff>;

/** Recovery codes, told once: each lets in once in the place of the app's code. */
export const RecoveryCodes = Type.Object(
  { recoveryCodes: Type.Array(Secret("lets in once"), { maxItems: 10 }) },
  { additionalProperties: false, $id: "RecoveryCodes" },
);
export type RecoveryCodes = Static<typeof RecoveryCodes>;
