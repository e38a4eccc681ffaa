import type { FastifyInstance, FastifyRequest } from "fastify";
import { Refusal } from "./refusal.ts";

/** Names of this machine to itself. */
const LOOPBACK_NAMES = ["localhost", "127.0.0.1", "[::1]"];
const CHANGES = new Set(["POST", "PUT", "PATCH", "DELETE"]);

/** Whether an address means this machine only. */
export function isLoopback(address: string): boolean {
  return address === "localhost" || address === "::1" || /^(::ffff:)?127(\.\d{1,3}){3}$/.test(address);
}

/**
 * Answers only under the names that it was given, so that a hostile page cannot reach it by re-binding its own name to our
 * address; and takes nothing from a page of another origin, so that none can make a change with the visitor's cookie.
 */
export function guard(app: FastifyInstance, hostNames: readonly string[]): void {
  const allowed = new Set([...LOOPBACK_NAMES, ...hostNames.map(asHostName)]);
  app.addHook("onRequest", async (request) => {
    const host = request.headers.host;
    if (host === undefined || !allowed.has(nameOf(host)))
      throw new Refusal(
        421,
        "unknown-host",
        "this collector does not answer under this name; add it to /http/hostNames",
      );
    const { origin } = request.headers;
    // A browser names no origin when a page of ours reads; one that is named and is not ours is another page, whatever it wants.
    // A program that asks by a token names no origin. No page of another origin can send that header without being asked by us whether it may.
    const isAsked = !isChange(request) || bearerOf(request) !== undefined;
    const isOwn = origin === undefined ? isAsked : origin === ownOrigin(request, host);
    if (!isOwn) {
      throw new Refusal(403, "foreign-origin", "a change must come from a page of this collector (header Origin)");
    }
  });
}

/** Whether a request changes something, by its method. */
export const isChange = ({ method }: FastifyRequest): boolean => CHANGES.has(method);

/** The token of `Authorization: Bearer` (RFC 6750, 2.1); undefined where there is no such header. */
export const bearerOf = ({ headers }: FastifyRequest): string | undefined =>
  /^Bearer +(\S{1,200})$/i.exec(headers.authorization ?? "")?.[1];

const ownOrigin = (request: FastifyRequest, host: string): string => `${request.protocol}://${host}`;

/** Host name of a Host header, without the port. */
const nameOf = (host: string): string => host.toLowerCase().replace(/:\d+$/, "");

/** IPv6 addresses stand in brackets in a Host header. */
const asHostName = (name: string): string =>
  (name.includes(":") && !name.startsWith("[") ? `[${name}]` : name).toLowerCase();
