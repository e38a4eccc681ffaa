import { STATUS_CODES } from "node:http";
import { EXAMPLES } from "./openapi-examples.ts";
import { problemsOf, PROBLEMS, type ProblemCode } from "./openapi-problems.ts";
import { makeProblem, PROBLEM_JSON } from "./problem.ts";

type Node = Record<string, unknown>;

/** Brings the generated document to OpenAPI 3.1 (JSON Schema 2020-12), and adds what no route should have to repeat: its problems, its examples. */
export function finishDocument(document: object): Node {
  const finished = modernise(document) as Node & { paths: Record<string, Record<string, Node>> };
  for (const [path, item] of Object.entries(finished.paths)) {
    for (const [method, operation] of Object.entries(item)) {
      const id = operationId(method, path);
      operation["operationId"] = id;
      const isOpen = operation["x-scope"] === "open";
      if (isOpen) operation["security"] = [];
      const responses = responsesOf(operation, id, isOpen);
      if (method === "get") addNotModified(responses);
      operation["responses"] = responses;
      const { body } = EXAMPLES[id] ?? {};
      if (body !== undefined) for (const content of contentsOf(operation["requestBody"])) content["example"] = body;
      delete operation["x-problems"];
    }
  }
  return finished;
}

/** What a route answers when all is well, each with its example, and by status every problem that it may answer. */
function responsesOf(operation: Node, id: string, isOpen: boolean): Record<string, Node> {
  const given = (operation["responses"] ?? {}) as Record<string, Node>;
  const responses = Object.fromEntries(Object.entries(given).filter(([status]) => !/^\dXX$/.test(status)));
  for (const [status, response] of Object.entries(responses)) {
    if (response["description"] === "Default Response") response["description"] = String(operation["summary"]);
    const example = EXAMPLES[id]?.answers[status];
    if (example !== undefined) for (const content of contentsOf(response)) content["example"] = example;
  }
  for (const code of problemsOf(operation, isOpen)) {
    const { status, detail } = PROBLEMS[code];
    const response = (responses[status] ??= { description: STATUS_CODES[status] ?? "Refused" });
    const contents = (response["content"] ??= {}) as Record<string, Node>;
    const content = (contents[PROBLEM_JSON] ??= { schema: { $ref: "#/components/schemas/Problem" }, examples: {} });
    (content["examples"] as Node)[code] = { summary: detail, value: exampleOf(code) };
    if (status === 429 || status === 503) response["headers"] = { "Retry-After": RETRY_AFTER };
  }
  return responses;
}

const RETRY_AFTER = {
  description: "seconds to wait before the next try, where that is known (RFC 9110, 10.2.3)",
  schema: { type: "integer", minimum: 0 },
};
const ETAG = {
  description: "another whenever the answer is: named in If-None-Match, an answer that did not change is 304",
  schema: { type: "string" },
  example: '"uhm9Pa4MFv4QFpc3R71M6wkzjHQ="',
};

/** What is read and has an end bears an ETag, and is not sent again to who has it (RFC 9110, 13.1.2). */
function addNotModified(responses: Record<string, Node>): void {
  const answer = responses["200"];
  if (answer === undefined || "text/event-stream" in ((answer["content"] ?? {}) as Node)) return;
  answer["headers"] = { ...(answer["headers"] as Node | undefined), ETag: ETAG };
  responses["304"] = { description: "what If-None-Match names has not changed", headers: { ETag: ETAG } };
}

const exampleOf = (code: ProblemCode): object => ({
  ...makeProblem(PROBLEMS[code].status, code, PROBLEMS[code].detail),
  id: "error-ghijklmnopqr",
});

const contentsOf = (of: unknown): Node[] =>
  Object.values((of as { content?: Record<string, Node> } | undefined)?.content ?? {});

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
