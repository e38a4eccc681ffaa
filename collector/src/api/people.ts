import {
  ActiveRequest,
  Identifier,
  InvitationRequest,
  Items,
  MadeInvitation,
  People,
  PersonSession,
  RightsRequest,
  SessionsEnd,
} from "@probewarden/contract";
import type { FastifyRequest } from "fastify";
import { Type } from "typebox";
import { isoInstant as iso } from "../iso-instant.ts";
import { MOST_INVITATIONS } from "../people/invitations.ts";
import {
  changeRights,
  endSessions,
  listSessions,
  setActive,
  takeProviderOff,
  takeSecondStepOff,
  type ListedSession,
  type Managed,
} from "../people/manage-accounts.ts";
import { forRoles } from "./access.ts";
import type { App, AppParts } from "./app-parts.ts";
import { nameOf } from "./identity.ts";
import { answer, failures } from "./named-schemas.ts";
import { noted } from "./noted-reads.ts";
import { mayAnswer } from "./openapi-problems.ts";
import { notFound, Refusal } from "./refusal.ts";
import type { StreamSeats } from "./stream-seats.ts";

/** A session as lists tell it. */
export const sessionRow = ({ createdAt, expiresAt, isThis, ...rest }: ListedSession): PersonSession => ({
  ...rest,
  ...(isThis ? { isThis } : {}),
  createdAt: iso(createdAt),
  expiresAt: iso(expiresAt),
});

/** Accounts: who there is, one-time links, rights, sessions. */
export function peopleRoutes(app: App, { accounts, state, now }: AppParts, seats: StreamSeats): void {
  const tags = ["people"];
  const params = Type.Object({ accountId: Identifier("the account") });
  const response = { ...failures, 200: answer(People) };

  const read = async (): Promise<People> => ({
    items: (await accounts.list()).map(({ createdAt, provider, ...account }) => ({
      ...account,
      ...(provider ? { provider } : {}),
      createdAt: iso(createdAt),
    })),
    invitations: (await accounts.invitations.list()).map(({ userId, expiresAt, roles, ...rest }) => ({
      ...rest,
      roles: [...roles],
      ...(userId === undefined ? {} : { accountId: userId }),
      expiresAt: iso(expiresAt),
    })),
  });
  const changeOf = (request: FastifyRequest<{ Params: { accountId: string } }>) => ({
    accountId: request.params.accountId,
    by: nameOf(request),
    at: now(),
  });
  /** What has changed is shown, and pages of sessions that have ended hear no more. */
  const settled = async (managed: Managed): Promise<People> => {
    if (managed === "no-account") throw notFound("account");
    if (managed === "own-account")
      throw new Refusal(409, "own-account", "nobody changes what they may do themselves; another administrator can");
    await seats.look();
    return read();
  };
  const link = (made: { token: string; expiresAt: number } | undefined): MadeInvitation => {
    if (made === undefined)
      throw new Refusal(409, "too-many-invitations", `${MOST_INVITATIONS} one-time links are open; withdraw some`);
    return { token: made.token, expiresAt: iso(made.expiresAt) };
  };

  app.get(
    "/api/people",
    {
      schema: {
        tags,
        ...forRoles("seeSettings", "all"),
        ...noted("accounts-read"),
        summary: "Accounts, and one-time links that are open",
        description: "By name, with what each may do and where. No password, no token.",
        response,
      },
    },
    read,
  );

  app.post(
    "/api/people/invitations",
    {
      schema: {
        tags,
        ...forRoles("administer", "all"),
        ...mayAnswer("too-many-invitations"),
        summary: "Invite somebody by a one-time link",
        description:
          "The token is told once and is good for 24 hours. Whoever opens /first-account#TOKEN chooses a name and a password, and gets these roles and this reach.",
        body: InvitationRequest,
        response: { ...failures, 200: answer(MadeInvitation) },
      },
    },
    async (request) => link(await accounts.invitations.make(request.body, nameOf(request))),
  );

  app.post(
    "/api/people/invitations/:invitationId/withdraw",
    {
      schema: {
        tags,
        ...forRoles("administer", "all"),
        ...mayAnswer("not-found"),
        summary: "Make a one-time link void",
        description: "404 when it was used or is over.",
        params: Type.Object({ invitationId: Identifier("the link") }),
        response,
      },
    },
    async (request) => {
      if (!(await accounts.invitations.withdraw(request.params.invitationId, nameOf(request))))
        throw notFound("invitation");
      return read();
    },
  );

  app.put(
    "/api/people/:accountId/rights",
    {
      schema: {
        tags,
        ...forRoles("administer", "all"),
        ...mayAnswer("not-found", "own-account"),
        summary: "Say what an account may do, and where",
        description: "In the place of what it had. Its sessions end, with their streams. Nobody changes their own.",
        params,
        body: RightsRequest,
        response,
      },
    },
    async (request) => settled(await changeRights(state, changeOf(request), request.body)),
  );

  app.put(
    "/api/people/:accountId/active",
    {
      schema: {
        tags,
        ...forRoles("administer", "all"),
        ...mayAnswer("not-found", "own-account"),
        summary: "Shut an account, or open it again",
        description: "Shut, nobody is let in with it, and its sessions end at once. Its name stays in the record.",
        params,
        body: ActiveRequest,
        response,
      },
    },
    async (request) => settled(await setActive(state, changeOf(request), request.body.active)),
  );

  app.post(
    "/api/people/:accountId/reset",
    {
      schema: {
        tags,
        ...forRoles("administer", "all"),
        ...mayAnswer("not-found", "own-account", "too-many-invitations"),
        summary: "Make a one-time link that gives an account another password",
        description:
          "The password until now holds until the link is used; whoever uses it gives the account's name. An earlier link of this account is void.",
        params,
        response: { ...failures, 200: answer(MadeInvitation) },
      },
    },
    async (request) => {
      const by = nameOf(request);
      const account = (await accounts.list()).find(({ accountId }) => accountId === request.params.accountId);
      if (account === undefined || !account.active) throw notFound("account");
      if (account.name === by)
        throw new Refusal(409, "own-account", "one's own password is changed under Settings, with the one until now");
      return link(await accounts.invitations.make({ ...account, userId: account.accountId }, by));
    },
  );

  app.post(
    "/api/people/:accountId/second-step/off",
    {
      schema: {
        tags,
        ...forRoles("administer", "all"),
        ...mayAnswer("not-found", "own-account"),
        summary: "Take an account's second step off",
        description:
          "For somebody who lost phone and recovery codes. The password lets in then, until the account sets a second step up again. Its sessions end.",
        params,
        response,
      },
    },
    async (request) => settled(await takeSecondStepOff(state, changeOf(request))),
  );

  app.post(
    "/api/people/:accountId/provider/unlink",
    {
      schema: {
        tags,
        ...forRoles("administer", "all"),
        ...mayAnswer("not-found", "own-account"),
        summary: "Take the provider's identity off an account",
        description:
          "Nobody gets in by it any more, and all sessions and tokens of the account end. One that has no password gets one by a link of reset.",
        params,
        response,
      },
    },
    async (request) => settled(await takeProviderOff(state, changeOf(request))),
  );

  app.get(
    "/api/people/:accountId/sessions",
    {
      schema: {
        tags,
        ...forRoles("administer", "all"),
        summary: "Where an account is signed in",
        description: "Sessions that hold, the latest first.",
        params,
        response: { ...failures, 200: answer(Items(PersonSession)) },
      },
    },
    async (request) => ({
      items: (await listSessions(state, request.params.accountId, now(), request.identity?.sessionId)).map(sessionRow),
    }),
  );

  app.post(
    "/api/people/:accountId/sessions/end",
    {
      schema: {
        tags,
        ...forRoles("administer", "all"),
        ...mayAnswer("not-found"),
        summary: "Sign an account out, in one browser or in all",
        description: "At once, with its live streams.",
        params,
        body: SessionsEnd,
        response,
      },
    },
    async (request) => settled((await endSessions(state, changeOf(request), request.body)) ? "done" : "no-account"),
  );
}
