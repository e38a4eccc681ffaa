import { readdirSync, readFileSync } from "node:fs";
import Schema from "typebox/schema";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeApp, OWN_PAGE, putSuspect, type AppFixture } from "./app-fixture.ts";
import { EXAMPLES } from "./openapi-examples.ts";
import { suspect } from "./openapi-rows.ts";
import { PROBLEMS } from "./openapi-problems.ts";
import { PROBLEM_JSON } from "./problem.ts";
import { describedRoutes, fillPath, type DescribedRoute } from "./test-described-routes.ts";

interface Content {
  schema?: object;
  example?: unknown;
  examples?: Record<string, { value: unknown }>;
}

let fixture: AppFixture;
let routes: DescribedRoute[];
let named: Record<string, object>;
beforeAll(async () => {
  fixture = await makeApp();
  await fixture.accounts.create("li", "correct horse battery");
  const session = await fixture.accounts.signIn("li", "correct horse battery");
  const cookies = { pw_session: session ?? "" };
  routes = await describedRoutes(fixture.app, cookies);
  const document = (await fixture.app.inject({ url: "/api/openapi.json", cookies })).json();
  named = document.components.schemas;
});
afterAll(() => fixture.close());

/** A schema of the document with what it refers to in place: none refers to itself. */
function whole(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(whole);
  if (typeof schema !== "object" || schema === null) return schema;
  if ("$ref" in schema) return whole(named[String(schema.$ref).split("/").at(-1) ?? ""]);
  // The name of a schema is an address for others, and nothing to check by.
  return Object.fromEntries(
    Object.entries(schema)
      .filter(([key]) => key !== "$id")
      .map(([key, value]) => [key, whole(value)]),
  );
}

const fits = (schema: unknown, value: unknown): boolean => Schema.Check(whole(schema) as object, value);

const contentsOf = ({ operation }: DescribedRoute): [string, Content][] => [
  ...Object.entries(operation.requestBody?.content ?? {}).map(([type, content]): [string, Content] => [
    `body ${type}`,
    content as Content,
  ]),
  ...Object.entries(operation.responses).flatMap(([status, { content = {} }]) =>
    Object.entries(content).map(([type, one]): [string, Content] => [`${status} ${type}`, one as Content]),
  ),
];

test("whatever a route takes or answers has an example, and the schema beside it takes the example", () => {
  expect(routes.length).toBeGreaterThan(25);
  for (const route of routes) {
    const contents = contentsOf(route);
    expect(contents.length, route.path).toBeGreaterThan(1);
    for (const [where, { schema, example, examples }] of contents) {
      const values = examples === undefined ? [example] : Object.values(examples).map(({ value }) => value);
      for (const value of values) {
        expect(value, `${route.method} ${route.path} ${where}`).toBeDefined();
        expect(fits(schema, value), `${route.method} ${route.path} ${where} ${JSON.stringify(value)}`).toBe(true);
      }
    }
  }
});

test("the check of examples sees a wrong one", () => {
  const route = routes.find(({ path }) => path === "/api/suspects")!;
  const schema = contentsOf(route).find(([where]) => where === "200 application/json")![1].schema;
  expect(fits(schema, { items: [suspect] })).toBe(true);
  expect(fits(schema, { items: [{ ...suspect, band: "certain" }] })).toBe(false);
  expect(fits(schema, { items: [{ ...suspect, percent: 99 }] })).toBe(false);
});

test("no example is of a route that there is not", () => {
  const known = new Set(routes.map(({ operation }) => operation.operationId));
  expect(Object.keys(EXAMPLES).filter((id) => !known.has(id))).toEqual([]);
});

/** Status and code of every problem that the description of a route lists. */
const listed = ({ operation }: DescribedRoute): string[] =>
  Object.entries(operation.responses).flatMap(([status, { content = {} }]) =>
    Object.keys((content[PROBLEM_JSON] as Content | undefined)?.examples ?? {}).map((code) => `${status} ${code}`),
  );

test("every refusal in the code is in the list of problems with its status, and every problem is of some route", () => {
  const folders = ["./", "../people/", "../suspects/", "../alerts/"].map((folder) => new URL(folder, import.meta.url));
  const sources = folders.flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
      .map((name) => readFileSync(new URL(name, folder), "utf8")),
  );
  const refusals = sources.flatMap((text) => [...text.matchAll(/new Refusal\(\s*(\d{3}),\s*"([a-z-]+)"/g)]);
  // Of /metrics, which is no route of the description.
  const ours = refusals.map(([, status, code]) => `${status} ${code}`).filter((one) => one !== "403 not-allowed");
  expect(ours.length).toBeGreaterThan(15);
  const all = Object.entries(PROBLEMS).map(([code, { status }]) => `${status} ${code}`);
  expect(ours.filter((one) => !all.includes(one))).toEqual([]);
  const ofRoutes = new Set(routes.flatMap(listed));
  expect(all.filter((one) => !ofRoutes.has(one))).toEqual([]);
  for (const route of routes)
    expect(Object.keys(route.operation.responses).some((status) => /XX/.test(status))).toBe(false);
});

test("whatever a route is asked wrongly, it answers with a problem that its description lists", async () => {
  await putSuspect(fixture, "box-one");
  const pw_session = (await fixture.accounts.signIn("li", "correct horse battery")) ?? "";
  const signedIn = { cookies: { pw_session } };
  const ways: {
    headers?: Record<string, string>;
    cookies?: Record<string, string>;
    query?: string;
    payload?: object;
  }[] = [
    {},
    { ...signedIn, headers: { origin: "http://evil.example" } },
    { ...signedIn, headers: { host: "evil.example" } },
    { ...signedIn, query: "?limit=0&after=x&fromMs=x" },
    { ...signedIn, query: "?after=WyJubyJd" },
    { ...signedIn, payload: { url: "ftp://x", secret: "s" } },
    { ...signedIn, payload: { url: "http://127.0.0.1/", secret: "s" } },
    { ...signedIn, payload: { url: "https://hooks.example/" } },
    { ...signedIn, payload: { name: "li", password: "wrong" } },
    { ...signedIn, payload: { token: "wrong", name: "new", password: "correct horse battery" } },
    { ...signedIn, payload: { decision: "none", reason: "x" } },
    { ...signedIn, payload: { reason: "x" } },
    { ...signedIn, headers: { "content-type": "text/plain" }, payload: { reason: "x" } },
  ];
  const seen = new Set<string>();
  const asked = routes.filter(({ path }) => path !== "/api/stream");
  // Who has signed out is asked nothing more.
  for (const route of asked.toSorted((a, b) => Number(a.method === "DELETE") - Number(b.method === "DELETE")))
    for (const { headers = {}, cookies = {}, query = "", payload } of ways) {
      const answer = await fixture.app.inject({
        method: route.method,
        url: fillPath(route.path, { suspectId: "nobody", alertId: "nobody" }) + query,
        headers: { ...OWN_PAGE, ...headers },
        cookies,
        ...(route.method === "GET" || route.method === "DELETE" ? {} : { payload: payload ?? {} }),
      });
      if (answer.statusCode < 400) continue;
      const told = `${answer.statusCode} ${answer.json<{ code: string }>().code}`;
      seen.add(told);
      expect(listed(route), `${route.method} ${route.path} ${query} ${JSON.stringify(payload)}`).toContain(told);
    }
  expect(seen.size).toBeGreaterThan(9);
});
