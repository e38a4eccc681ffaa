import type { FastifyRequest } from "fastify";
import type { Accounts } from "../people/accounts.ts";
import type { Owner } from "../people/second-steps.ts";
import type { SignInGuard } from "../people/sign-in-guard.ts";
import { refusalOf } from "./entry.ts";
import { nameOf } from "./identity.ts";
import { Refusal } from "./refusal.ts";

/** How long after the provider vouched that proves who sits there, in milliseconds. */
export const FRESH_MS = 10 * 60_000;

/**
 * Whose account it is, proved once more: whoever found an open browser must not make themselves at home in it. By the password, whose tries are
 * counted as those of a sign-in are; where the account has none, by a sign-in with the provider lately.
 */
export const ownProof =
  ({ accounts, now }: { accounts: Accounts; now: () => number }, guard: SignInGuard) =>
  async (request: FastifyRequest, password: string | undefined): Promise<Owner> => {
    const name = nameOf(request);
    const { vouchedAt, sessionId = "" } = request.identity ?? {};
    const userId = await accounts.idOf(name);
    if (userId === undefined) throw new Refusal(409, "not-possible", "the demo signs in by itself and has no account");
    if (!(await accounts.hasPassword(name))) {
      if (vouchedAt !== undefined && now() - vouchedAt < FRESH_MS) return { userId, name };
      throw new Refusal(
        403,
        "sign-in-again",
        "sign out, and in by the provider again; this must follow within 10 minutes",
      );
    }
    const outcome = await guard.attempt({ name, address: request.ip, known: `session ${sessionId}` }, () =>
      accounts.prove(name, password ?? ""),
    );
    if ("waitMs" in outcome || outcome.value === undefined) throw refusalOf(outcome);
    return outcome.value;
  };
