import { ApiToken, ApiTokenRequest, Identifier, Items, MadeApiToken } from "@probewarden/contract";
import type { FastifyRequest } from "fastify";
import { Type } from "typebox";
import { isoInstant as iso } from "../iso-instant.ts";
import { MOST_TOKENS } from "../people/api-tokens.ts";
import type { SignInGuard } from "../people/sign-in-guard.ts";
import { forRoles, notYourRole } from "./access.ts";
import type { App, AppParts } from "./app-parts.ts";
import { nameOf } from "./identity.ts";
import { answer, failures } from "./named-schemas.ts";
import { mayAnswer } from "./openapi-problems.ts";
import { ownProof } from "./own-proof.ts";
import { notFound, Refusal } from "./refusal.ts";

/** Tokens with which programs ask in the name of an account: one's own, and those of others for who administers. */
export function tokenRoutes(app: App, { accounts, now }: AppParts, guard: SignInGuard): void {
  const { tokens } = accounts;
  const prove = ownProof({ accounts, now }, guard);
  const response = { ...failures, 200: answer(Items(ApiToken)) };
  const tokenId = Identifier("the token");
  const ofAccount = { accountId: Identifier("the account") };
  const own = { tags: ["own"], ...forRoles("anything", "own") };
  const ofPeople = { tags: ["people"], ...forRoles("administer", "all"), response };

  const list = async (userId: string | undefined): Promise<{ items: ApiToken[] }> => {
    const held = userId === undefined ? [] : await tokens.list(userId);
    return {
      items: held.map(({ createdAt, expiresAt, lastUsedAt, ...rest }) => ({
        ...rest,
        createdAt: iso(createdAt),
        expiresAt: iso(expiresAt),
        ...(lastUsedAt === null ? {} : { lastUsedAt: iso(lastUsedAt) }),
      })),
    };
  };
  const ownId = (request: FastifyRequest): Promise<string | undefined> => accounts.idOf(nameOf(request));
  const revoke = async (userId: string | undefined, wanted: string, by: string): Promise<{ items: ApiToken[] }> => {
    if (userId === undefined || !(await tokens.revoke(userId, wanted, by))) throw notFound("token");
    return list(userId);
  };

  app.get(
    "/api/own/tokens",
    {
      schema: {
        ...own,
        summary: "Tokens of one's own account",
        description: "Those that hold, the latest first, with their last use. What opens is not told again.",
        response,
      },
    },
    async (request) => list(await ownId(request)),
  );

  app.post(
    "/api/own/tokens",
    {
      schema: {
        ...own,
        ...mayAnswer(
          "wrong-sign-in",
          "sign-in-again",
          "not-your-role",
          "not-possible",
          "too-many-tokens",
          "too-many-attempts",
          "busy",
        ),
        summary: "Make a token for a program",
        description:
          "Told once. It takes the password, and holds no role that the account does not. It does what both it and the account may do at each moment.",
        body: ApiTokenRequest,
        response: { ...failures, 200: answer(MadeApiToken) },
      },
    },
    async (request) => {
      const { password, days, ...wanted } = request.body;
      const missing = wanted.roles.filter((role) => request.identity?.roles.includes(role) !== true);
      if (missing.length > 0) throw notYourRole(missing);
      const owner = await prove(request, password);
      const token = await tokens.make(owner, wanted, days);
      if (token === undefined)
        throw new Refusal(409, "too-many-tokens", `${MOST_TOKENS} tokens of this account hold; revoke some`);
      return { token, ...(await list(owner.userId)) };
    },
  );

  app.post(
    "/api/own/tokens/:tokenId/revoke",
    {
      schema: {
        ...own,
        ...mayAnswer("not-found"),
        summary: "Make a token of one's own void",
        description: "At once. 404 when it was revoked or is over.",
        params: Type.Object({ tokenId }),
        response,
      },
    },
    async (request) => revoke(await ownId(request), request.params.tokenId, nameOf(request)),
  );

  app.get(
    "/api/people/:accountId/tokens",
    {
      schema: {
        ...ofPeople,
        summary: "Tokens of an account",
        description: "Those that hold, the latest first, with their last use.",
        params: Type.Object(ofAccount),
      },
    },
    (request) => list(request.params.accountId),
  );

  app.post(
    "/api/people/:accountId/tokens/:tokenId/revoke",
    {
      schema: {
        ...ofPeople,
        ...mayAnswer("not-found"),
        summary: "Make a token of an account void",
        description: "At once. 404 when it was revoked or is over.",
        params: Type.Object({ ...ofAccount, tokenId }),
      },
    },
    (request) => revoke(request.params.accountId, request.params.tokenId, nameOf(request)),
  );
}
