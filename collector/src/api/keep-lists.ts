import type { FastifyReply, FastifyRequest } from "fastify";
import type { TSchema } from "typebox";
import type { Identity } from "../people/sessions.ts";
import type { App, AppParts } from "./app-parts.ts";
import { scopeOf } from "./identity.ts";
import { KeptAnswers } from "./kept-answers.ts";
import { answer } from "./named-schemas.ts";

/** What Fastify takes as a row and as a schema. */
type Spelled = Record<string, unknown>;

declare module "fastify" {
  interface FastifyContextConfig {
    /** Its answer depends on the record, the address that was asked for and who asks, and on nothing else. */
    isKept?: true;
    /** The schema of its rows, where a row that did not change is the same object in the next answer: it is spelt once. */
    rows?: Spelled;
  }
}

/** The `config` of a list whose answer is given again while nothing changed. */
export const KEPT = { isKept: true } as const;
/** The same of a list whose rows last longer than its answer. */
export const keptRows = (row: TSchema) => ({ ...KEPT, rows: { ...answer(row) } satisfies Spelled });

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
  const spelt = new WeakMap<object, string>();
  const answers = new KeptAnswers({ version: () => state.reading.version(), now });
  app.addHook("onRoute", (route) => {
    // Fastify answers HEAD by the same handler, as a route beside it.
    if (route.config?.isKept !== true || (route.method !== "GET" && route.method !== "HEAD")) return;
    const { handler: read, config } = route;
    route.handler = async function (request, reply) {
      const { text, etag, packed } = await answers.of(keyOf(scope(request.identity), request), async () =>
        spell(reply, await read.call(this, request, reply), config.rows, spelt),
      );
      reply.packed = packed;
      return reply.type("application/json; charset=utf-8").header("etag", etag).send(text);
    };
  });
}

/** How an answer without a row begins. */
const NO_ROWS = '{"items":[]';

/** The answer as its schema has it; rows of `rows` by what was spelt of them before. */
function spell(reply: FastifyReply, found: unknown, rows: Spelled | undefined, spelt: WeakMap<object, string>): string {
  if (rows === undefined || !hasRows(found)) return reply.serialize(found) as string;
  const rest = reply.serialize({ ...found, items: [] }) as string;
  if (!rest.startsWith(NO_ROWS)) throw new Error("an answer with rows does not begin with them");
  const items = found.items.map((row) => {
    const known = spelt.get(row) ?? reply.serializeInput(row, rows);
    spelt.set(row, known);
    return known;
  });
  return `{"items":[${items.join(",")}]${rest.slice(NO_ROWS.length)}`;
}

const hasRows = (found: unknown): found is { items: Spelled[] } =>
  typeof found === "object" && found !== null && "items" in found && Array.isArray(found.items);

/** The address as it was written: the answer names its next page by it. */
const keyOf = (scope: string, { url }: FastifyRequest): string => JSON.stringify([scope, url]);
