import type { FastifyInstance } from "fastify";
import { Refusal } from "./refusal.ts";

/** Letters of an unknown name that are said back. */
const LONGEST_NAME = 40;

/**
 * Refuses a parameter that a route of the API does not have. A filter with a mistyped name would be answered with everything, and who asked
 * would take that for the filtered list.
 */
export function refuseUnknownParameters(app: FastifyInstance): void {
  app.addHook("preValidation", async (request) => {
    const { url, schema } = request.routeOptions;
    if (url === undefined || !url.startsWith("/api/") || schema === undefined || ("hide" in schema && schema.hide))
      return;
    const known = parametersOf(schema.querystring);
    for (const name of Object.keys(request.query as object))
      if (!known.includes(name)) {
        const has = known.length === 0 ? "it has none" : `it has ${known.join(", ")}`;
        const said = JSON.stringify(name.slice(0, LONGEST_NAME));
        throw new Refusal(400, "unknown-parameter", `querystring: ${said} is no parameter of this address (${has})`);
      }
  });
}

const parametersOf = (querystring: unknown): string[] =>
  typeof querystring === "object" && querystring !== null && "properties" in querystring
    ? Object.keys(querystring.properties as object)
    : [];
