import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Identity, Sessions } from "../people/sessions.ts";
import { isLoopback } from "./guard.ts";
import { readCookie } from "./cookies.ts";
import { Refusal } from "./refusal.ts";

/** Routes that answer without a session. */
export const OPEN_ROUTES: ReadonlySet<string> = new Set(["/api/health", "/api/session", "/api/first-account"]);

declare module "fastify" {
  interface FastifyRequest {
    /** Who asks; undefined on the open routes without a session. */
    identity: Identity | undefined;
  }
}

/** Finds out who asks, and refuses everybody else below /api/. The demo signs in by itself, on loopback only. */
export function identify(app: FastifyInstance, sessions: Sessions, demo: boolean): void {
  app.decorateRequest("identity", undefined);
  app.addHook("onRequest", async (request) => {
    // The matched route, not the address as typed: `/%61pi/` is `/api/` to the router.
    const route = request.routeOptions.url;
    if (route === undefined || !route.startsWith("/api/")) return;
    const token = readCookie(request, "pw_session");
    if (demo && isLoopback(request.ip)) request.identity = { name: "demo" };
    else if (token !== undefined) request.identity = await sessions.identify(token);
    if (request.identity === undefined && !OPEN_ROUTES.has(route)) {
      throw new Refusal(401, "sign-in-needed", "sign in first");
    }
  });
}

/** Name of who asks, on a route that needs a session. */
export function nameOf(request: FastifyRequest): string {
  if (request.identity === undefined) throw new Refusal(401, "sign-in-needed", "sign in first");
  return request.identity.name;
}

/**
 * What somebody may see, as a name: answers are kept by it. Today everybody who is let in sees the same; who gives an account a part of it only
 * names that part here.
 */
export const scopeOf = (identity: Identity | undefined): string => (identity === undefined ? "nobody" : "everything");
