import { OwnProof, OwnProvider, ProviderAddress } from "@probewarden/contract";
import type { FastifyRequest } from "fastify";
import { isoInstant } from "../iso-instant.ts";
import type { SignInGuard } from "../people/sign-in-guard.ts";
import { forRoles } from "./access.ts";
import type { App, AppParts } from "./app-parts.ts";
import { nameOf } from "./identity.ts";
import { answer, failures } from "./named-schemas.ts";
import { mayAnswer } from "./openapi-problems.ts";
import { ownProof } from "./own-proof.ts";
import { beginWith, wantedProvider } from "./provider-answers.ts";
import { Refusal } from "./refusal.ts";
import type { StreamSeats } from "./stream-seats.ts";

const forOwn = { tags: ["own"], ...forRoles("anything", "own") };

/** Which identity of the provider lets in with one's own account: look, bind, unbind. */
export function ownProviderRoutes(app: App, parts: AppParts, seats: StreamSeats, guard: SignInGuard): void {
  const { accounts, provider } = parts;
  const prove = ownProof(parts, guard);
  const response = { ...failures, 200: answer(OwnProvider) };

  const own = async (request: FastifyRequest): Promise<OwnProvider> => {
    const name = nameOf(request);
    const userId = await accounts.idOf(name);
    const link = userId === undefined ? undefined : await accounts.links.of(userId);
    return {
      hasPassword: await accounts.hasPassword(name),
      ...(provider === undefined ? {} : { provider: { label: provider.by.settings.label } }),
      ...(link === undefined ? {} : { linked: { ...link, linkedAt: isoInstant(link.linkedAt) } }),
    };
  };

  app.get(
    "/api/own/provider",
    {
      schema: {
        ...forOwn,
        summary: "Which identity of the provider lets in with one's own account",
        description: "And whether the account has a password beside it.",
        response,
      },
    },
    own,
  );

  app.post(
    "/api/own/provider/link",
    {
      schema: {
        ...forOwn,
        ...mayAnswer(
          "no-provider",
          "other-address",
          "provider-away",
          "identity-taken",
          "wrong-sign-in",
          "sign-in-again",
          "not-possible",
          "too-many-attempts",
          "busy",
        ),
        summary: "Begin to bind an identity of the provider to one's own account",
        description:
          "Takes the password. Answers where the browser goes; the identity with which it comes back is bound, in this session only. One account has one identity.",
        body: OwnProof,
        response: { ...failures, 200: answer(ProviderAddress) },
      },
    },
    async (request, reply) => {
      wantedProvider(parts);
      const { userId } = await prove(request, request.body.password);
      if ((await accounts.links.of(userId)) !== undefined)
        throw new Refusal(409, "identity-taken", "this account has an identity already: take that off first");
      const purpose = { kind: "link", userId, sessionId: request.identity?.sessionId ?? "" } as const;
      return beginWith(parts, { request, reply }, { purpose, returnTo: "/settings/account" });
    },
  );

  app.post(
    "/api/own/provider/unlink",
    {
      schema: {
        ...forOwn,
        ...mayAnswer("only-way-in", "wrong-sign-in", "not-possible", "too-many-attempts", "busy"),
        summary: "Take the provider's identity off one's own account",
        description:
          "Takes the password, and ends the sessions that the provider began. Refused where the account has no password: nobody would get in any more.",
        body: OwnProof,
        response,
      },
    },
    async (request) => {
      const name = nameOf(request);
      if ((await accounts.idOf(name)) !== undefined && !(await accounts.hasPassword(name)))
        throw new Refusal(409, "only-way-in", "the account has no password: without its identity nobody gets in");
      await accounts.links.unlink(await prove(request, request.body.password));
      await seats.look();
      return own(request);
    },
  );
}
