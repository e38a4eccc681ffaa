import { FirstAccount, Session, SignIn } from "@probewarden/contract";
import type { FastifyReply, FastifyRequest } from "fastify";
import { Throttle } from "../people/throttle.ts";
import type { App, AppParts } from "./app-parts.ts";
import { SESSION_COOKIE } from "./identity.ts";
import { answer, failures } from "./named-schemas.ts";
import { Refusal } from "./refusal.ts";

/** Signing in and out, and the first account by its one-time link. */
export function sessionRoutes(app: App, { accounts, config, tls, now }: AppParts): void {
  const throttle = new Throttle();
  const response = { ...failures, 200: answer(Session) };
  const tags = ["session"];

  const session = async (name: string | undefined): Promise<Session> => ({
    signedIn: name !== undefined,
    demo: config.demo,
    ...(name === undefined ? {} : { name }),
    needsFirstAccount: !config.demo && (await accounts.needsFirstAccount()),
  });

  const throttled = async <T>(keys: string[], make: () => Promise<T | undefined>): Promise<T> => {
    const outcome = await throttle.attempt(keys, now, make);
    if ("waitMs" in outcome)
      throw new Refusal(429, "too-many-attempts", `too many attempts; wait ${Math.ceil(outcome.waitMs / 1000)} s`);
    if (outcome.value === undefined)
      throw new Refusal(
        401,
        "wrong-sign-in",
        "name and password do not belong together, or the link is used or expired",
      );
    return outcome.value;
  };

  /** Whoever signs in gets a session of their own; the one that the browser came with has ended. */
  const giveCookie = async (request: FastifyRequest, reply: FastifyReply, token: string): Promise<void> => {
    const before = request.cookies[SESSION_COOKIE];
    if (before !== undefined) await accounts.signOut(before);
    reply.setCookie(SESSION_COOKIE, token, {
      path: "/",
      httpOnly: true,
      sameSite: "strict",
      secure: tls !== undefined,
    });
  };

  app.get(
    "/api/session",
    {
      schema: {
        tags,
        summary: "Who is signed in",
        description: "Also says whether this is the demo, and whether the first account is still to be made.",
        response,
      },
    },
    (request) => session(request.identity?.name),
  );

  app.post(
    "/api/session",
    {
      schema: {
        tags,
        summary: "Sign in",
        description: "Sets the session's cookie. Failed attempts are slowed down, by account and by address (429).",
        body: SignIn,
        response,
      },
    },
    async (request, reply) => {
      const { name, password } = request.body;
      const token = await throttled([`name ${name}`, `from ${request.ip}`], () => accounts.signIn(name, password));
      await giveCookie(request, reply, token);
      return session(name);
    },
  );

  app.delete(
    "/api/session",
    { schema: { tags, summary: "Sign out", description: "Ends the session and clears its cookie.", response } },
    async (request, reply) => {
      const token = request.cookies[SESSION_COOKIE];
      if (token !== undefined) await accounts.signOut(token);
      reply.clearCookie(SESSION_COOKIE, { path: "/" });
      return session(undefined);
    },
  );

  app.post(
    "/api/first-account",
    {
      schema: {
        tags,
        summary: "Make an account with a one-time link",
        description:
          "The link is printed by init and user link, and works once; the new account is signed in. 409 when somebody has the name.",
        body: FirstAccount,
        response,
      },
    },
    async (request, reply) => {
      const { token: link, name, password } = request.body;
      const token = await throttled([`link ${request.ip}`], async () => {
        const outcome = await accounts.createByLink(link, name, password);
        if (outcome === "name-taken")
          throw new Refusal(409, "name-taken", "somebody has this name already; choose another");
        return outcome === "made" ? accounts.signIn(name, password) : undefined;
      });
      await giveCookie(request, reply, token);
      return session(name);
    },
  );
}
