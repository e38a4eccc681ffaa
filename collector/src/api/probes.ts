import { timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { App, AppParts } from "./app-parts.ts";
import { isLoopback } from "./guard.ts";
import { Refusal } from "./refusal.ts";

/** For machines that look after the collector: whether it lives, whether it takes data, and its figures. */
export function probeRoutes(app: App, { health, metricsToken }: Pick<AppParts, "health" | "metricsToken">): void {
  const hidden = { schema: { hide: true } };
  // Answered from memory: what looks whether the process turns must not wait for a database.
  app.get("/livez", hidden, (_request, reply) => reply.type("text/plain; charset=utf-8").send("live\n"));
  app.get("/readyz", hidden, (_request, reply) =>
    reply
      .status(health.isRefusing() ? 503 : 200)
      .type("text/plain; charset=utf-8")
      .send(health.isRefusing() ? "refusing data\n" : "ready\n"),
  );
  app.get("/metrics", hidden, async (request, reply) => {
    const may = metricsToken === undefined ? isFromHere(request.raw) : hasToken(request.raw, metricsToken);
    if (!may)
      throw new Refusal(
        403,
        "not-allowed",
        "figures go to this machine only, or to who has the token (/http/metricsTokenFile)",
      );
    return reply.type(health.metrics.contentType).send(await health.metrics.text());
  });
}

/** Whether the very connection comes from this machine. What a proxy passes on comes from somewhere else, whatever it says. */
function isFromHere({ socket, headers }: IncomingMessage): boolean {
  const passedOn = ["forwarded", "via", "x-forwarded-for", "x-real-ip"].some((name) => headers[name] !== undefined);
  return !passedOn && isLoopback(socket.remoteAddress ?? "");
}

function hasToken({ headers }: IncomingMessage, token: string): boolean {
  const given = Buffer.from(headers.authorization ?? "");
  const wanted = Buffer.from(`Bearer ${token}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}
