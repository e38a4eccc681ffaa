import { ROLES } from "@probewarden/contract";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { EVERYWHERE } from "../people/scope.ts";
import type { Accounts } from "../people/accounts.ts";
import type { Identity } from "../people/sessions.ts";
import { isOpen } from "./access.ts";
import { bearerOf, isLoopback } from "./guard.ts";
import { readCookie } from "./cookies.ts";
import { Refusal } from "./refusal.ts";

/** Who plays with the demo: everything, as the first account of a small venue. */
const DEMO: Identity = { name: "demo", roles: ROLES, scope: EVERYWHERE };

declare module "fastify" {
  interface FastifyRequest {
    /** Who asks; undefined on the open routes without a session. */
    identity: Identity | undefined;
  }
}

/** Finds out who asks, and refuses everybody else below /api/. The demo signs in by itself, on loopback only. */
export function identify(
  app: FastifyInstance,
  { sessions, tokens }: Pick<Accounts, "sessions" | "tokens">,
  demo: boolean,
): void {
  app.decorateRequest("identity", undefined);
  app.addHook("onRequest", async (request) => {
    // The matched route, not the address as typed: `/%61pi/` is `/api/` to the router.
    const route = request.routeOptions.url;
    if (route === undefined || !route.startsWith("/api/")) return;
    // Whoever brings a token is that token, whatever cookies come along.
    if (request.headers.authorization !== undefined) {
      const bearer = bearerOf(request);
      request.identity = bearer === undefined ? undefined : await tokens.identify(bearer);
      if (request.identity === undefined)
        throw new Refusal(401, "wrong-token", "this token is none, was revoked, or is over");
      return;
    }
    const token = readCookie(request, "pw_session");
    if (demo && isLoopback(request.ip)) request.identity = DEMO;
    else if (token !== undefined) request.identity = await sessions.identify(token);
    if (request.identity === undefined && !isOpen(request)) {
      throw new Refusal(401, "sign-in-needed", "sign in first");
    }
  });
}

/** Name of who asks, on a route that needs a session. */
export function nameOf(request: FastifyRequest): string {
  if (request.identity === undefined) throw new Refusal(401, "sign-in-needed", "sign in first");
  return request.identity.name;
}

/** What somebody may see, as a name: lists are cut by the scope alone, and their answers are kept by it. */
export const scopeOf = (identity: Identity | undefined): string =>
  identity === undefined ? "nobody" : JSON.stringify(identity.scope);
