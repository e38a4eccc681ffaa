import type { ProviderAddress } from "@probewarden/contract";
import type { FastifyReply, FastifyRequest } from "fastify";
import { audit } from "../people/audit.ts";
import { BoundedLimiter, type Budget } from "../people/bounded-limiter.ts";
import type { ProviderIdentity } from "../people/provider/identity-provider.ts";
import { ProviderAwayError, ProviderRefusedError } from "../people/provider/provider-errors.ts";
import { FLOW_MS, type FlowPurpose } from "../people/provider/provider-flows.ts";
import type { Outcome } from "../people/sign-in-guard.ts";
import type { AppParts, ProviderParts } from "./app-parts.ts";
import { giveCookie } from "./cookies.ts";
import { tooManyAttempts } from "./entry.ts";
import { Refusal } from "./refusal.ts";

/** Holds a sign-in that is under way, sealed. */
export const PROVIDER_COOKIE = "pw_provider";
/** By whom the audit has a refusal: nobody has proved yet who they are. */
const NOBODY_YET = "sign-in";
/** Refusals that the audit takes of people for whom nobody vouched: else whoever wants fills it. The log counts what is more. */
export const TOLD: Budget = { points: 60, seconds: 3_600 };

/** @throws Refusal where no provider is configured */
export function wantedProvider({ provider }: Pick<AppParts, "provider">): ProviderParts {
  if (provider === undefined)
    throw new Refusal(409, "no-provider", "no identity provider is set up here; sign in with name and password");
  return provider;
}

/** Sends a browser to the provider, with a cookie that what comes back must meet. */
export async function beginWith(
  parts: Pick<AppParts, "provider">,
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
  { purpose, returnTo }: { purpose: FlowPurpose; returnTo: string },
): Promise<ProviderAddress> {
  const { by, flows } = wantedProvider(parts);
  const { origin } = by.settings.publicUrl;
  // Under another name the browser would come back without its cookie.
  if (`${request.protocol}://${request.headers.host ?? ""}` !== origin)
    throw new Refusal(
      409,
      "other-address",
      `the identity provider sends browsers back to ${origin}: open this page there`,
    );
  try {
    const { url, secrets } = await by.begin();
    giveCookie({ request, reply }, PROVIDER_COOKIE, flows.seal({ ...secrets, purpose, returnTo }), FLOW_MS / 1_000);
    return { url };
  } catch (error) {
    throw refusalByProvider({ value: undefined }, error);
  }
}

/** What who came back is answered: each in words of what can be done about it, and none with what the provider said. */
export function refusalByProvider(outcome: Outcome<unknown>, failure: unknown): unknown {
  if ("waitMs" in outcome) return tooManyAttempts(outcome.waitMs);
  if (failure instanceof ProviderAwayError)
    return new Refusal(
      503,
      "provider-away",
      `the identity provider does not answer (${failure.code}); name and password let in all the same`,
      30,
    );
  if (!(failure instanceof ProviderRefusedError)) return failure;
  switch (failure.reason) {
    case "not-invited":
      return new Refusal(
        403,
        "not-invited",
        "no account here belongs to this identity, or it is shut; an administrator can invite you",
      );
    case "wrong-link":
      return new Refusal(401, "wrong-link", "the link is used or expired, or gives an account another password");
    case "name-taken":
      return new Refusal(409, "name-taken", "somebody has this name already; choose another");
    case "identity-taken":
      return new Refusal(
        409,
        "identity-taken",
        "this identity lets in with another account already, or this account has another identity",
      );
    default:
      return new Refusal(401, "provider-refused", "the identity provider did not vouch for anybody here: begin again");
  }
}

/** The answer to a second step that gave nothing. */
export const refusalOfCode = (outcome: Outcome<unknown>): Refusal =>
  "waitMs" in outcome
    ? tooManyAttempts(outcome.waitMs)
    : new Refusal(401, "wrong-code", "this code is wrong, was used already, or is over");

/** Writes down who came back and was not let in, and why: never with a token, a code or a state. */
export class ProviderRefusals {
  readonly #parts: Pick<AppParts, "state" | "now" | "log">;
  readonly #told = new BoundedLimiter(TOLD);

  constructor(parts: Pick<AppParts, "state" | "now" | "log">) {
    this.#parts = parts;
  }

  /** @param identity for whom the provider vouched, where it did */
  async note({ reason, detail }: ProviderRefusedError, identity: ProviderIdentity | undefined): Promise<void> {
    const { state, now, log } = this.#parts;
    const why = detail === undefined ? reason : `${reason} (${detail})`;
    if (identity === undefined && (await this.#told.take("all")) > 0) {
      log.debug({ code: reason }, "a sign-in by the provider was refused, and the audit has enough of them");
      return;
    }
    const subject = identity === undefined ? why : `${why}: ${identity.subject}`;
    await state.transaction((trx) => audit(trx, { at: now(), by: NOBODY_YET, action: "provider-refused", subject }));
  }
}
