import type { FastifyRequest } from "fastify";
import type { Identity } from "../people/sessions.ts";
import type { App, AppParts } from "./app-parts.ts";
import { scopeOf } from "./identity.ts";
import { KeptAnswers } from "./kept-answers.ts";

declare module "fastify" {
  interface FastifyContextConfig {
    /** Its answer depends on the record, the address that was asked for and who asks, and on nothing else. */
    isKept?: true;
  }
}

/** The `config` of a list whose answer is given again while nothing changed. */
export const KEPT = { isKept: true } as const;

/**
 * Keeps the answers of the routes that say so, as text with its ETag. Whoever asks has been let in before, so that a kept answer opens
 * nothing. Before the routes are added.
 * @param scope names what somebody may see; who may see the same has the same name
 */
export function keepLists(
  app: App,
  { state, now }: Pick<AppParts, "state" | "now">,
  scope: (identity: Identity | undefined) => string = scopeOf,
): void {
  const answers = new KeptAnswers({ version: () => state.reading.version(), now });
  app.addHook("onRoute", (route) => {
    // Fastify answers HEAD by the same handler, as a route beside it.
    if (route.config?.isKept !== true || (route.method !== "GET" && route.method !== "HEAD")) return;
    const read = route.handler;
    route.handler = async function (request, reply) {
      const { text, etag, packed } = await answers.of(
        keyOf(scope(request.identity), request),
        async () => reply.serialize(await read.call(this, request, reply)) as string,
      );
      reply.packed = packed;
      return reply.type("application/json; charset=utf-8").header("etag", etag).send(text);
    };
  });
}

/** The address as it was written: the answer names its next page by it. */
const keyOf = (scope: string, { url }: FastifyRequest): string => JSON.stringify([scope, url]);
