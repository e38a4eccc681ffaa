import { ProviderAddress, ProviderAnswer, ProviderArrival, ProviderBegin, ProviderCode } from "@probewarden/contract";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { SignInGuard } from "../people/sign-in-guard.ts";
import type { Owner } from "../people/second-steps.ts";
import { ProviderRefusedError } from "../people/provider/provider-errors.ts";
import { VOUCHED_MS, type Flow, type FlowPurpose } from "../people/provider/provider-flows.ts";
import type { ProviderIdentity } from "../people/provider/identity-provider.ts";
import { FOR_ANYBODY } from "./access.ts";
import type { App, AppParts } from "./app-parts.ts";
import { clearCookie, giveCookie, readCookie } from "./cookies.ts";
import { codeNeeded, unlessCodeNeeded, whenceOf, type Entry } from "./entry.ts";
import { answer, failures } from "./named-schemas.ts";
import { mayAnswer } from "./openapi-problems.ts";
import {
  beginWith,
  PROVIDER_COOKIE,
  ProviderRefusals,
  refusalByProvider,
  refusalOfCode,
  wantedProvider,
} from "./provider-answers.ts";

/** The page to which a link comes back. */
const ACCOUNT_PAGE = "/settings/account";

/** Signing in by the identity provider, and taking an invitation up by it: to the provider, back from it, and the second step. */
export function providerRoutes(app: App, parts: AppParts, entry: Entry, guard: SignInGuard): void {
  const { accounts } = parts;
  const { links } = accounts;
  const refusals = new ProviderRefusals(parts);
  const tags = ["session"];
  const arrival = { ...failures, 200: answer(ProviderArrival) };

  app.post(
    "/api/provider/begin",
    {
      schema: {
        tags,
        ...FOR_ANYBODY,
        ...mayAnswer("no-provider", "other-address", "provider-away", "busy"),
        summary: "Begin to sign in by the identity provider",
        description:
          "Answers where the browser goes, and sets a cookie that what comes back must meet within ten minutes (OpenID Connect Core 3.1.2.1; PKCE, RFC 7636). With an invitation an account is made when it comes back.",
        body: ProviderBegin,
        response: { ...failures, 200: answer(ProviderAddress) },
      },
    },
    (request, reply) => {
      const { returnTo = "/", invitation } = request.body;
      const purpose: FlowPurpose =
        invitation === undefined ? { kind: "sign-in" } : { kind: "invitation", ...invitation };
      return beginWith(parts, { request, reply }, { purpose, returnTo });
    },
  );

  /** Begins the session of an account for whom the provider vouched, and whose second step is done. */
  const enter = async (request: FastifyRequest, reply: FastifyReply, owner: Owner): Promise<void> => {
    const token = await accounts.sessions.open(owner.userId, { ...whenceOf(request), byProvider: true });
    await links.noteEntry(owner);
    await entry.begin(request, reply, owner.name, token);
  };

  /** What is to come of somebody for whom the provider vouched. @throws ProviderRefusedError */
  const settle = async (
    { purpose, returnTo }: Flow,
    identity: ProviderIdentity,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<ProviderArrival> => {
    if (purpose.kind === "link") {
      const { sessionId } = request.identity ?? {};
      const name = request.identity?.name ?? "";
      // The browser may have signed in as somebody else meanwhile: what was begun for one account is bound to no other.
      if (sessionId !== purpose.sessionId || (await accounts.idOf(name)) !== purpose.userId)
        throw new ProviderRefusedError("unknown-return", "another-session");
      await links.link({ userId: purpose.userId, name }, identity);
      return { returnTo: ACCOUNT_PAGE };
    }
    if (purpose.kind === "invitation") {
      await enter(request, reply, await links.takeInvitation(purpose.token, purpose.name, identity));
      return { returnTo };
    }
    const owner = await links.accountOf(identity);
    if (await accounts.secondSteps.isOn(owner.userId)) {
      const sealed = wantedProvider(parts).flows.sealVouched({ ...identity, returnTo });
      giveCookie({ request, reply }, PROVIDER_COOKIE, sealed, VOUCHED_MS / 1_000);
      throw codeNeeded();
    }
    await enter(request, reply, owner);
    return { returnTo };
  };

  app.post(
    "/api/provider/finish",
    {
      schema: {
        tags,
        ...FOR_ANYBODY,
        ...mayAnswer(
          "no-provider",
          "provider-away",
          "provider-refused",
          "not-invited",
          "wrong-link",
          "name-taken",
          "identity-taken",
          "code-needed",
          "too-many-attempts",
          "busy",
        ),
        summary: "Come back from the identity provider",
        description:
          "Takes the query with which the browser came back, once and only in the browser that began, redeems its code, checks the ID token (OpenID Connect Core 3.1.3.7), and begins a session of the account that is bound to its issuer and subject. Nobody gets in by being known to the provider. An account with a second step is asked for its code by code-needed: give it to /api/provider/code.",
        body: ProviderAnswer,
        response: arrival,
      },
    },
    async (request, reply) => {
      const known = wantedProvider(parts);
      const cookie = readCookie(request, PROVIDER_COOKIE);
      // What came back is used up, whatever comes of it.
      clearCookie(request, reply, PROVIDER_COOKIE);
      let identity: ProviderIdentity | undefined;
      let arrived: ProviderArrival | undefined;
      let failure: unknown;
      const outcome = await guard.attemptProvider(request.ip, async () => {
        try {
          const flow = await known.flows.takeBack(cookie, request.body.answer);
          identity = await known.by.vouch(request.body.answer, flow);
          arrived = await settle(flow, identity, request, reply);
        } catch (error) {
          failure = error;
          // Only what was wrong with who came back counts against them.
          return error instanceof ProviderRefusedError ? undefined : true;
        }
        return true;
      });
      if (arrived !== undefined) return arrived;
      if (failure instanceof ProviderRefusedError) await refusals.note(failure, identity);
      throw refusalByProvider(outcome, failure);
    },
  );

  app.post(
    "/api/provider/code",
    {
      schema: {
        tags,
        ...FOR_ANYBODY,
        ...mayAnswer("no-provider", "provider-refused", "wrong-code", "not-invited", "too-many-attempts"),
        summary: "Give the second step after the identity provider",
        description:
          "Within five minutes of code-needed, in the same browser. A wrong code is counted as a wrong password is.",
        body: ProviderCode,
        response: arrival,
      },
    },
    async (request, reply) => {
      const vouched = wantedProvider(parts).flows.vouched(readCookie(request, PROVIDER_COOKIE));
      if (vouched === undefined)
        throw refusalByProvider({ value: undefined }, new ProviderRefusedError("unknown-return"));
      const { returnTo, ...identity } = vouched;
      // As it is now: it may have been shut or unbound since the provider vouched.
      const owner = await links.accountOf(identity).catch((error: unknown) => {
        throw refusalByProvider({ value: undefined }, error);
      });
      const origin = await entry.origins.recognise(owner.name, request.ip, readCookie(request, "pw_device"));
      const who = { name: owner.name, address: request.ip, ...(origin === undefined ? {} : { known: origin }) };
      const outcome = await guard.attempt(who, () =>
        unlessCodeNeeded(async () => (await accounts.passes(owner, request.body.code)) || undefined),
      );
      await entry.entered(request, outcome, owner.name, refusalOfCode);
      clearCookie(request, reply, PROVIDER_COOKIE);
      await enter(request, reply, owner);
      return { returnTo };
    },
  );
}
