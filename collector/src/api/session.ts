import { FirstAccount, PasswordChange, Session, SignIn } from "@probewarden/contract";
import { weaknessOf } from "../people/weak-password.ts";
import type { SignInGuard } from "../people/sign-in-guard.ts";
import { FOR_ANYBODY, forRoles } from "./access.ts";
import type { App, AppParts } from "./app-parts.ts";
import { clearCookie, readCookie } from "./cookies.ts";
import { unlessCodeNeeded, whenceOf, type Entry } from "./entry.ts";
import { nameOf } from "./identity.ts";
import { answer, failures } from "./named-schemas.ts";
import { mayAnswer } from "./openapi-problems.ts";
import { Refusal } from "./refusal.ts";
import type { StreamSeats } from "./stream-seats.ts";

/** Signing in and out, another password, and the first account by its one-time link. */
export function sessionRoutes(
  app: App,
  { accounts, provider }: AppParts,
  seats: StreamSeats,
  guard: SignInGuard,
  entry: Entry,
): void {
  const response = { ...failures, 200: answer(Session) };
  const tags = ["session"];

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
    (request) => entry.session(request.identity),
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
      const known = await entry.origins.recognise(name, request.ip, readCookie(request, "pw_device"));
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
      const token = await entry.entered(request, outcome, name);
      await entry.begin(request, reply, name, token);
      return entry.session(await accounts.sessions.identify(token));
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
      const token = await entry.entered(request, outcome, name);
      await entry.begin(request, reply, name, token);
      return entry.session(await accounts.sessions.identify(token));
    },
  );

  app.delete(
    "/api/session",
    {
      schema: {
        tags,
        ...FOR_ANYBODY,
        summary: "Sign out",
        description:
          "Ends the session and its live streams, and clears its cookie. Where the identity provider began it, and is to end its own as well, the answer says where the browser goes for that.",
        response,
      },
    },
    async (request, reply) => {
      const token = readCookie(request, "pw_session");
      const signOutAt = request.identity?.vouchedAt === undefined ? undefined : await provider?.by.signOutUrl();
      if (token !== undefined) await accounts.sessions.end(token);
      clearCookie(request, reply, "pw_session");
      await seats.look();
      return { ...(await entry.session(undefined)), ...(signOutAt === undefined ? {} : { signOutAt }) };
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
      const token = await entry.entered(request, outcome);
      await entry.begin(request, reply, name, token);
      return entry.session(await accounts.sessions.identify(token));
    },
  );
}

/** @throws Refusal for a password that is long enough, and among the first that anybody tries */
function refuseWeak(password: string, name: string): void {
  if (weaknessOf(password, name) !== undefined)
    throw new Refusal(400, "weak-password", "this password is among the first that anybody tries; take some words");
}
