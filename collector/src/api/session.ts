import { FirstAccount, PasswordChange, Session, SignIn } from "@probewarden/contract";
import type { FastifyReply, FastifyRequest } from "fastify";
import { doorLog } from "../health/door-log.ts";
import { KNOWN_MS, KnownOrigins } from "../people/known-origins.ts";
import { roughNetworkOf } from "../people/network-of.ts";
import type { Identity, Whence } from "../people/sessions.ts";
import { weaknessOf } from "../people/weak-password.ts";
import type { Outcome, SignInGuard } from "../people/sign-in-guard.ts";
import { CodeNeededError } from "../people/accounts.ts";
import { FOR_ANYBODY, forRoles, needsSecondStep } from "./access.ts";
import type { App, AppParts } from "./app-parts.ts";
import { clearCookie, giveCookie, readCookie } from "./cookies.ts";
import { nameOf } from "./identity.ts";
import { answer, failures } from "./named-schemas.ts";
import { mayAnswer } from "./openapi-problems.ts";
import { Refusal } from "./refusal.ts";
import type { StreamSeats } from "./stream-seats.ts";

/** Signing in and out, another password, and the first account by its one-time link. */
export function sessionRoutes(
  app: App,
  { accounts, config, state, log, now }: AppParts,
  seats: StreamSeats,
  guard: SignInGuard,
): void {
  const origins = new KnownOrigins(state, now);
  const refused = doorLog(log, now);
  const response = { ...failures, 200: answer(Session) };
  const tags = ["session"];

  const session = async (who: Identity | undefined): Promise<Session> => ({
    signedIn: who !== undefined,
    demo: config.demo,
    ...(who === undefined ? {} : { name: who.name, roles: [...who.roles], scope: who.scope }),
    needsFirstAccount: !config.demo && (await accounts.needsFirstAccount()),
    ...(who !== undefined && needsSecondStep(config, who) ? { needsSecondStep: true as const } : {}),
  });

  /** Whoever signs in gets a session of their own; the one that the browser came with has ended, and so have its streams. */
  const begin = async (request: FastifyRequest, reply: FastifyReply, name: string, token: string): Promise<void> => {
    const before = readCookie(request, "pw_session");
    if (before !== undefined) await accounts.sessions.end(before);
    giveCookie({ request, reply }, "pw_session", token);
    const device = await origins.remember(name, request.ip, readCookie(request, "pw_device"));
    giveCookie({ request, reply }, "pw_device", device, KNOWN_MS / 1_000);
    await seats.look();
  };

  /** What an attempt gave. One that gave nothing is answered by a refusal, and the log says who was refused: an account that there is, and from where. */
  const entered = async (
    request: FastifyRequest,
    outcome: Outcome<string | typeof CODE_NEEDED>,
    name?: string,
  ): Promise<string> => {
    const value = "value" in outcome ? outcome.value : undefined;
    if (value === CODE_NEEDED)
      throw new Refusal(401, "code-needed", "give the code of your authenticator app as well, or a recovery code");
    if (value !== undefined) return value;
    const account = name !== undefined && (await accounts.has(name)) ? { account: name } : {};
    refused({ code: "waitMs" in outcome ? "too-many-attempts" : "wrong-sign-in", address: request.ip, ...account });
    throw refusalOf(outcome);
  };

  app.get(
    "/api/session",
    {
      schema: {
        tags,
        ...FOR_ANYBODY,
        summary: "Who is signed in",
        description: "Also says whether this is the demo, and whether the first account is still to be made.",
        response,
      },
    },
    (request) => session(request.identity),
  );

  app.post(
    "/api/session",
    {
      schema: {
        tags,
        ...FOR_ANYBODY,
        summary: "Sign in",
        ...mayAnswer("wrong-sign-in", "code-needed", "too-many-attempts", "busy"),
        description:
          "Sets the session's cookie, and one by which the device is known. Failed attempts are slowed down (429): those of a device or an address that signed in to the account before by themselves, those of strangers by their address and all together. Where the account has a second step, the right password alone is answered by code-needed: the same is asked again with the code, and a wrong code counts as a wrong password does.",
        body: SignIn,
        response,
      },
    },
    async (request, reply) => {
      const { name, password, code } = request.body;
      const known = await origins.recognise(name, request.ip, readCookie(request, "pw_device"));
      const who = { name, address: request.ip, ...(known === undefined ? {} : { known }) };
      const outcome = await guard.attempt(who, () =>
        unlessCodeNeeded(() =>
          accounts.signIn(name, password, {
            lane: known === undefined ? "stranger" : "known",
            from: whenceOf(request),
            code,
          }),
        ),
      );
      const token = await entered(request, outcome, name);
      await begin(request, reply, name, token);
      return session(await accounts.sessions.identify(token));
    },
  );

  app.put(
    "/api/session/password",
    {
      schema: {
        tags,
        ...forRoles("anything", "own"),
        summary: "Change one's own password",
        ...mayAnswer("weak-password", "wrong-sign-in", "too-many-attempts", "busy"),
        description: "All sessions of the account end, with their streams; this browser gets a new one.",
        body: PasswordChange,
        response,
      },
    },
    async (request, reply) => {
      const name = nameOf(request);
      const { present, next } = request.body;
      refuseWeak(next, name);
      // Whoever found an open browser does not know the password: tries are counted as those of a sign-in are.
      const who = { name, address: request.ip, known: `session ${request.identity?.sessionId ?? ""}` };
      const outcome = await guard.attempt(who, () => accounts.changePassword(name, present, next, whenceOf(request)));
      const token = await entered(request, outcome, name);
      await begin(request, reply, name, token);
      return session(await accounts.sessions.identify(token));
    },
  );

  app.delete(
    "/api/session",
    {
      schema: {
        tags,
        ...FOR_ANYBODY,
        summary: "Sign out",
        description: "Ends the session and its live streams, and clears its cookie.",
        response,
      },
    },
    async (request, reply) => {
      const token = readCookie(request, "pw_session");
      if (token !== undefined) await accounts.sessions.end(token);
      clearCookie(request, reply, "pw_session");
      await seats.look();
      return session(undefined);
    },
  );

  app.post(
    "/api/first-account",
    {
      schema: {
        tags,
        ...FOR_ANYBODY,
        summary: "Make an account with a one-time link",
        ...mayAnswer("weak-password", "wrong-sign-in", "code-needed", "name-taken", "too-many-attempts", "busy"),
        description:
          "The link is printed by init and user link, or made by who administers, and works once; the account is signed in. One that resets a password wants the name of its account. 409 when somebody has the name.",
        body: FirstAccount,
        response,
      },
    },
    async (request, reply) => {
      const { token: link, name, password, code } = request.body;
      refuseWeak(password, name);
      const outcome = await guard.attemptLink(request.ip, () =>
        unlessCodeNeeded(async () => {
          const made = await accounts.createByLink(link, name, password, code);
          if (made === "name-taken")
            throw new Refusal(409, "name-taken", "somebody has this name already; choose another");
          return made === "wrong-link" ? undefined : accounts.sessions.open(made.userId, whenceOf(request));
        }),
      );
      const token = await entered(request, outcome);
      await begin(request, reply, name, token);
      return session(await accounts.sessions.identify(token));
    },
  );
}

/** The password, or the link, is right, which is no guess and costs nothing; the code is still to come. */
const CODE_NEEDED = Symbol("code needed");
async function unlessCodeNeeded(
  enter: () => Promise<string | undefined>,
): Promise<string | typeof CODE_NEEDED | undefined> {
  try {
    return await enter();
  } catch (error) {
    if (error instanceof CodeNeededError) return CODE_NEEDED;
    throw error;
  }
}

/** @throws Refusal for a password that is long enough, and among the first that anybody tries */
function refuseWeak(password: string, name: string): void {
  if (weaknessOf(password, name) !== undefined)
    throw new Refusal(400, "weak-password", "this password is among the first that anybody tries; take some words");
}

/** From where somebody signs in. What a browser calls itself may be anything. */
const whenceOf = ({ headers, ip }: FastifyRequest): Whence => ({
  client: (headers["user-agent"] ?? "").replaceAll("\0", ""),
  network: roughNetworkOf(ip),
});

/** The answer to an attempt that gave nothing. */
export function refusalOf(outcome: Outcome<unknown>): Refusal {
  if (!("waitMs" in outcome))
    return new Refusal(
      401,
      "wrong-sign-in",
      "name and password do not belong together, or the link is used or expired",
    );
  const seconds = Math.ceil(outcome.waitMs / 1000);
  return new Refusal(429, "too-many-attempts", `too many attempts; wait ${seconds} s`, seconds);
}
