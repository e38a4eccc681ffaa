import type * as OpenId from "openid-client";
import type { CollectorProblem } from "@probewarden/contract";
import { problem } from "../../health/problem.ts";
import { WorkLine } from "../work-line.ts";
import { ProviderAwayError, ProviderRefusedError } from "./provider-errors.ts";
import { mayAsk, providerFetch } from "./provider-fetch.ts";
import { redirectUriOf, type ProviderSettings } from "./provider-settings.ts";

/** Seconds that the provider may take for one answer. */
const ANSWER_SECONDS = 5;
/** How long its metadata is kept, and how long after a failure it is not asked again: whoever clicks then is told at once. */
const KEPT_MS = 5 * 60_000;
const AGAIN_MS = 30_000;
/** Sign-ins that are redeemed at once, and most that wait: each is two requests. */
const AT_ONCE = 4;
const MOST_WAITING = 32;
/** OpenID Connect Core 2: `sub` has at most 255 characters. */
const LONGEST_SUBJECT = 255;

/** Whom the provider vouches for: `iss` and `sub` together name a person for ever, and nothing else does (OpenID Connect Core 5.7). */
export interface ProviderIdentity {
  issuer: string;
  subject: string;
}

/** What one sign-in must find again when it comes back: RFC 6749 10.12, OpenID Connect Core 3.1.2.1, RFC 7636 4.1. */
export interface SignInSecrets {
  state: string;
  nonce: string;
  verifier: string;
}

type Client = typeof OpenId;
interface Known {
  client: Client;
  configuration: OpenId.Configuration;
}

/**
 * The identity provider, by OpenID Connect: authorization code with PKCE (S256), state and nonce, the ID token's signature checked. Only `openid`
 * is asked for: who somebody is, and neither name nor mail address. The library is loaded when the first is needed.
 */
export class IdentityProvider {
  readonly settings: ProviderSettings;
  readonly #now: () => number;
  readonly #line = new WorkLine(AT_ONCE, MOST_WAITING);
  #known: { at: number; isSettled: boolean; value: Promise<Known> } | undefined;
  #trouble: { at: number; error: ProviderAwayError } | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(settings: ProviderSettings, now: () => number) {
    this.settings = settings;
    this.#now = now;
  }

  /** Looks whether the provider is there, now and from time to time, so that people are told before they need it. Waits for nothing. */
  start(): void {
    const look = (): void => {
      this.#configured().catch(() => undefined);
    };
    look();
    this.#timer = setInterval(look, AGAIN_MS);
    this.#timer.unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** What is wrong with the provider, as far as is known. */
  fault(): CollectorProblem | undefined {
    if (this.#trouble === undefined) return undefined;
    return problem("provider-away", { server: this.settings.issuer.href, cause: this.#trouble.error.code });
  }

  /** Asks for the provider's metadata anew. @throws ProviderAwayError */
  async check(): Promise<void> {
    await this.#configured();
  }

  /** Where a browser signs in, and what must come back with it. @throws ProviderAwayError */
  async begin(): Promise<{ url: string; secrets: SignInSecrets }> {
    const { client, configuration } = await this.#configured();
    const secrets = {
      state: client.randomState(),
      nonce: client.randomNonce(),
      verifier: client.randomPKCECodeVerifier(),
    };
    const asked = {
      redirect_uri: redirectUriOf(this.settings),
      scope: "openid",
      response_type: "code",
      state: secrets.state,
      nonce: secrets.nonce,
      code_challenge: await client.calculatePKCECodeChallenge(secrets.verifier),
      code_challenge_method: "S256",
    };
    let url: URL;
    try {
      url = client.buildAuthorizationUrl(configuration, asked);
    } catch (error) {
      throw this.#failed(new ProviderAwayError(codeOf(error), { cause: error }));
    }
    return { url: this.#asPage(url), secrets };
  }

  /**
   * Redeems what came back, once its state is known to be ours, and says for whom the provider vouches.
   * @param answer the query of the address to which the browser came back
   * @throws ProviderRefusedError, ProviderAwayError, LineFullError
   */
  vouch(answer: string, { state, nonce, verifier }: SignInSecrets): Promise<ProviderIdentity> {
    return this.#line.run("stranger", async () => {
      const { client, configuration } = await this.#configured();
      const url = new URL(redirectUriOf(this.settings));
      url.search = answer;
      try {
        const tokens = await client.authorizationCodeGrant(configuration, url, {
          expectedState: state,
          expectedNonce: nonce,
          pkceCodeVerifier: verifier,
          idTokenExpected: true,
        });
        const { iss, sub } = tokens.claims() ?? { iss: "", sub: "" };
        if (sub === "" || sub.length > LONGEST_SUBJECT || sub.includes("\0"))
          throw new ProviderRefusedError("token-refused", "sub");
        return { issuer: iss, subject: sub };
      } catch (error) {
        throw this.#explain(client, error);
      }
    });
  }

  /** Where a browser ends its session with the provider (RP-Initiated Logout 1.0), where that is wanted, and known without asking. */
  async signOutUrl(): Promise<string | undefined> {
    const known = this.#known;
    if (!this.settings.signOutThere || known === undefined || !known.isSettled) return undefined;
    try {
      const { client, configuration } = await known.value;
      if (configuration.serverMetadata().end_session_endpoint === undefined) return undefined;
      return this.#asPage(
        client.buildEndSessionUrl(configuration, { post_logout_redirect_uri: `${this.settings.publicUrl.origin}/` }),
      );
    } catch {
      return undefined;
    }
  }

  /** An address that browsers are sent to came from the provider's metadata: it may be no `javascript:`. */
  #asPage(url: URL): string {
    if (!mayAsk(url, this.settings.allow)) throw this.#failed(new ProviderAwayError("address-not-allowed"));
    return url.href;
  }

  async #configured(): Promise<Known> {
    const now = this.#now();
    if (this.#trouble !== undefined && Math.abs(now - this.#trouble.at) < AGAIN_MS) throw this.#trouble.error;
    if (this.#known === undefined || Math.abs(now - this.#known.at) > KEPT_MS) {
      const known = { at: now, isSettled: false, value: this.#discover() };
      this.#known = known;
      known.value.then(
        () => {
          known.isSettled = true;
          this.#trouble = undefined;
        },
        () => {
          if (this.#known === known) this.#known = undefined;
        },
      );
    }
    return this.#known.value;
  }

  async #discover(): Promise<Known> {
    const client = await import("openid-client");
    const { issuer, clientId, clientSecret } = this.settings;
    const isInsecure = issuer.protocol === "http:";
    try {
      const fetch = providerFetch(this.settings) as OpenId.CustomFetch;
      const found = await client.discovery(issuer, clientId, undefined, client.None(), {
        timeout: ANSWER_SECONDS,
        [client.customFetch]: fetch,
        execute: isInsecure ? [client.allowInsecureRequests] : [],
      });
      const server = found.serverMetadata();
      // The library makes exceptions for providers that write a pattern where their name belongs; a pattern vouches for nobody.
      if (new URL(server.issuer).href !== issuer.href) throw new ProviderAwayError("another-issuer");
      const ways = server.token_endpoint_auth_methods_supported ?? ["client_secret_basic"];
      const configuration = new client.Configuration(
        server,
        clientId,
        { [client.clockTolerance]: 30 },
        ways.includes("client_secret_basic")
          ? client.ClientSecretBasic(clientSecret)
          : client.ClientSecretPost(clientSecret),
      );
      configuration[client.customFetch] = fetch;
      configuration.timeout = ANSWER_SECONDS;
      if (isInsecure) client.allowInsecureRequests(configuration);
      // Else the library takes the connection for proof enough (OpenID Connect Core 3.1.3.7, 6) and reads an ID token without its signature.
      client.enableNonRepudiationChecks(configuration);
      return { client, configuration };
    } catch (error) {
      throw this.#failed(
        error instanceof ProviderAwayError ? error : new ProviderAwayError(codeOf(error), { cause: error }),
      );
    }
  }

  #failed(error: ProviderAwayError): ProviderAwayError {
    this.#trouble = { at: this.#now(), error };
    return error;
  }

  #explain(client: Client, error: unknown): Error {
    if (error instanceof ProviderRefusedError) return error;
    if (error instanceof client.AuthorizationResponseError)
      return new ProviderRefusedError("denied", shortCode(error.error), { cause: error });
    // The same with a header of HTTP's (RFC 6749, 5.2).
    if (error instanceof client.WWWAuthenticateChallengeError)
      return this.#failed(new ProviderAwayError("invalid_client", { cause: error }));
    if (error instanceof client.ResponseBodyError) {
      const code = shortCode(error.error);
      // The provider does not know this collector: whoever runs it has to mend that.
      if (code === "invalid_client" || code === "unauthorized_client")
        return this.#failed(new ProviderAwayError(code, { cause: error }));
      if (error.status >= 500) return new ProviderAwayError(code, { cause: error });
      return new ProviderRefusedError("code-refused", code, { cause: error });
    }
    const code = codeOf(error);
    // A code of another kind is the system's: there was no connection.
    if (code.startsWith("OAUTH_") && !AWAY.has(code))
      return new ProviderRefusedError("token-refused", code, { cause: error });
    return new ProviderAwayError(code, { cause: error });
  }
}

/** What the library says where there was no answer of a provider at all. */
const AWAY: ReadonlySet<string> = new Set([
  "OAUTH_TIMEOUT",
  "OAUTH_ABORT",
  "OAUTH_RESPONSE_IS_NOT_CONFORM",
  "OAUTH_RESPONSE_IS_NOT_JSON",
  "OAUTH_HTTP_REQUEST_FORBIDDEN",
]);

/** A code that a provider wrote, as far as it is one. */
const shortCode = (code: string): string => (/^[\w-]{1,64}$/.test(code) ? code : "other");

/** The code of an error, or of what caused it. */
function codeOf(error: unknown): string {
  for (let one: unknown = error, depth = 0; one instanceof Error && depth < 4; one = one.cause, depth++)
    if ("code" in one && typeof one.code === "string") return shortCode(one.code);
  return "unreachable";
}
