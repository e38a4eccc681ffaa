import type { CookieSerializeOptions } from "@fastify/cookie";
import type { FastifyReply, FastifyRequest } from "fastify";

/**
 * The session's token; what a device is known by to whoever signed in on it (`KnownOrigins`); and a sign-in by the identity provider that is
 * under way (`ProviderFlows`).
 */
export type CookieName = "pw_session" | "pw_device" | "pw_provider";

/** Over TLS the name begins with `__Host-`: then no neighbour under the same domain can plant one (RFC 6265bis, 4.1.3.2). */
const nameFor = (request: FastifyRequest, name: CookieName): string =>
  request.protocol === "https" ? `__Host-${name}` : name;

const flagsFor = (request: FastifyRequest): CookieSerializeOptions => ({
  path: "/",
  httpOnly: true,
  sameSite: "strict",
  secure: request.protocol === "https",
});

export const readCookie = (request: FastifyRequest, name: CookieName): string | undefined =>
  request.cookies[nameFor(request, name)];

/** Sets a cookie that no script reads and no other site sends; `maxAgeSeconds` absent: until the browser is closed. */
export function giveCookie(
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
  name: CookieName,
  value: string,
  maxAgeSeconds?: number,
): void {
  const age = maxAgeSeconds === undefined ? {} : { maxAge: maxAgeSeconds };
  reply.setCookie(nameFor(request, name), value, { ...flagsFor(request), ...age });
}

export function clearCookie(request: FastifyRequest, reply: FastifyReply, name: CookieName): void {
  reply.clearCookie(nameFor(request, name), flagsFor(request));
}
