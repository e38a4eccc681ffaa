/** The provider cannot be asked, or does not answer as one: nobody's fault who wants to sign in. `cause` names why, in a code. */
export class ProviderAwayError extends Error {
  override readonly name = "ProviderAwayError";
  /** A code of the system, of HTTP or of the library: `ECONNREFUSED`, `OAUTH_TIMEOUT`, `invalid_client`. */
  readonly code: string;

  constructor(code: string, options?: ErrorOptions) {
    super(`the identity provider does not answer as it should (${code})`, options);
    this.code = code;
  }
}

/** Why somebody who came back from the provider is not let in. */
export type ProviderReason =
  /** No sign-in of this browser waits for what came back, it took too long, or it came back before. */
  | "unknown-return"
  /** The person, or the provider, said no. */
  | "denied"
  /** The provider does not take its code back: it was used, or is another one's. */
  | "code-refused"
  /** The ID token is not what it has to be (OpenID Connect Core 3.1.3.7). */
  | "token-refused"
  /** No account is bound to this identity, or it is shut. */
  | "not-invited"
  /** The invitation is used or over, or gives an account that there is another password. */
  | "wrong-link"
  | "name-taken"
  /** The identity lets in with another account, or the account has another one. */
  | "identity-taken";

/** Somebody came back and is not let in. `detail` is a code for the audit; no token and no code of the provider stands in it. */
export class ProviderRefusedError extends Error {
  override readonly name = "ProviderRefusedError";
  readonly reason: ProviderReason;
  readonly detail: string | undefined;

  constructor(reason: ProviderReason, detail?: string, options?: ErrorOptions) {
    super(`refused: ${reason}`, options);
    this.reason = reason;
    this.detail = detail;
  }
}
