import { OPEN_ROUTES } from "./identity.ts";

type Node = Record<string, unknown>;

/** What the two failing answers of every route mean. */
const FAILURES: Readonly<Record<string, string>> = {
  "4XX":
    "Refused, with what to do about it: 400 not valid, 401 sign in first, 403 not a page of this collector, 404 no such row, 408 too slow, 409 done already, 413 and 414 too long, 415 not JSON, 421 not under this host name, 429 too often",
  "5XX": "The collector failed (its log says more under `id`), or 503: it cannot now; try again later",
};

/** Brings the generated document to OpenAPI 3.1 (JSON Schema 2020-12), and adds what no route should have to repeat. */
export function finishDocument(document: object): Node {
  const finished = modernise(document) as Node & { paths: Record<string, Record<string, Node>> };
  for (const [path, item] of Object.entries(finished.paths)) {
    for (const [method, operation] of Object.entries(item)) {
      operation["operationId"] = operationId(method, path);
      if (OPEN_ROUTES.has(path)) operation["security"] = [];
      const responses = (operation["responses"] ?? {}) as Record<string, Node>;
      for (const [status, response] of Object.entries(responses))
        if (response["description"] === "Default Response")
          response["description"] = FAILURES[status] ?? String(operation["summary"]);
    }
  }
  return finished;
}

/** `get /api/suspects/{suspectId}/levels` → `getSuspectsBySuspectIdLevels`. */
const operationId = (method: string, path: string): string =>
  method +
  path
    .replace(/^\/api/, "")
    .split(/[/.-]/)
    .map((word) => word.replace(/^\{(.*)\}$/, (_, name: string) => `By${capital(name)}`))
    .map(capital)
    .join("");

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** A tuple is `prefixItems` since 2020-12; `brand`, which says who may speak through a string, is no keyword of JSON Schema. */
function modernise(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(modernise);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([key, item]) => !(key === "brand" && typeof item === "string"));
  const node = Object.fromEntries(entries.map(([key, item]) => [key, modernise(item)]));
  if (!Array.isArray(node["items"])) return node;
  const { items, additionalItems: _, ...rest } = node;
  return { ...rest, prefixItems: items, items: false };
}
