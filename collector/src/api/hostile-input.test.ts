import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeApp, OWN_PAGE, putSuspect, type AppFixture } from "./app-fixture.ts";

const METHODS = ["GET", "POST", "PUT", "DELETE"] as const;
type Method = (typeof METHODS)[number];

interface Operation {
  parameters?: { name: string; in: string }[];
  requestBody?: { content: { "application/json": { schema: { properties?: Record<string, unknown> } } } };
}
interface Route {
  method: Method;
  path: string;
  operation: Operation;
}

/** What somebody may send where a text, a number or an object is expected. */
const HOSTILE_TEXTS = [
  "",
  "\u0000",
  "nobody\u0000",
  "a".repeat(63),
  "x".repeat(20_000),
  "../../../etc/passwd",
  "%2e%2e%2f",
  "'; DROP TABLE suspects; --",
  "__proto__",
  "constructor",
  "NaN",
  "1e999",
  "-1",
  "99999999999999999999",
  "9007199254740993",
  "\ud800",
  "测试",
  "aa:bb:cc:dd:ee:ff",
];
const HOSTILE_VALUES: readonly unknown[] = [
  ...HOSTILE_TEXTS,
  null,
  true,
  -1,
  1e308,
  Number.MAX_SAFE_INTEGER + 2,
  [],
  {},
  [[[[]]]],
  { $ne: null },
];
const RAW_BODIES = ["", "{", "null", "[]", "\u0000", '{"__proto__":{"a":1}}', "[".repeat(30_000), "a".repeat(70_000)];
/** 503 is what a full house and an unready collector answer; it is none of the caller's faults, and none of ours. */
const isSound = (status: number): boolean => status < 500 || status === 503;

let fixture: AppFixture;
let routes: Route[];

beforeAll(async () => {
  fixture = await makeApp({ demo: true });
  await putSuspect(fixture, "box-one");
  const document = (await fixture.app.inject({ url: "/api/openapi.json" })).json<{
    paths: Record<string, Record<string, Operation>>;
  }>();
  routes = Object.entries(document.paths).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const operation = item[method.toLowerCase()];
      // The stream never ends; it has its own tests.
      return operation === undefined || path === "/api/stream" ? [] : [{ method, path, operation }];
    }),
  );
});
afterAll(() => fixture.close());

/** Sends it; says what was wrong with the answer, or nothing. */
async function answerTo(method: Method, url: string, payload?: unknown, type = "application/json"): Promise<string[]> {
  const response = await fixture.app.inject({
    method,
    url,
    headers: { ...OWN_PAGE, ...(payload === undefined ? {} : { "content-type": type }) },
    ...(payload === undefined ? {} : { payload: typeof payload === "string" ? payload : JSON.stringify(payload) }),
  });
  const { statusCode } = response;
  const asked = `${method} ${url.slice(0, 120)} ${JSON.stringify(payload)?.slice(0, 120) ?? ""}: ${statusCode} ${response.body.slice(0, 200)}`;
  if (!isSound(statusCode)) return [asked];
  if (statusCode < 400) return [];
  const { type: kind, title, status, code, detail, id } = JSON.parse(response.body) as Record<string, unknown>;
  return String(response.headers["content-type"]).startsWith("application/problem+json") &&
    kind === `urn:probewarden:problem:${String(code)}` &&
    status === statusCode &&
    typeof title === "string" &&
    /^[a-z-]+$/.test(String(code)) &&
    typeof detail === "string" &&
    detail !== "" &&
    String(id).startsWith("error-")
    ? []
    : [asked];
}

const fill = (path: string, value: string): string =>
  path.replaceAll(/\{\w+\}/g, encodeURIComponent(value.toWellFormed()));

describe("whatever is sent, the answer is a refusal in clear words and never a failure of ours", () => {
  test("in the path", async () => {
    const faults: string[] = [];
    for (const { method, path } of routes.filter((route) => route.path.includes("{")))
      for (const text of HOSTILE_TEXTS)
        faults.push(...(await answerTo(method, fill(path, text), method === "GET" ? undefined : {})));
    for (const raw of [
      "/api/suspects/%",
      "/api/suspects/%ff",
      "/api/%00",
      "/api//suspects",
      "/api/suspects/%2e%2e%2f%2e%2e",
    ])
      faults.push(...(await answerTo("GET", raw)));
    expect(faults).toEqual([]);
  });

  test("in the query", async () => {
    const faults: string[] = [];
    for (const { method, path, operation } of routes) {
      if (method !== "GET") continue;
      for (const { name } of (operation.parameters ?? []).filter((parameter) => parameter.in === "query"))
        for (const text of HOSTILE_TEXTS) {
          const value = encodeURIComponent(text.toWellFormed());
          faults.push(...(await answerTo("GET", `${fill(path, "box-one")}?${name}=${value}`)));
          faults.push(...(await answerTo("GET", `${fill(path, "box-one")}?${name}=a&${name}[]=${value}`)));
        }
    }
    for (const [fromMs, toMs] of [
      [0, 8.64e15],
      [8.64e15, 0],
      [9007199254740991, 9007199254740991],
      [0, 0],
    ])
      faults.push(
        ...(await answerTo("GET", `/api/suspects/box-one/levels?fromMs=${fromMs}&toMs=${toMs}&maxPoints=2000`)),
      );
    expect(faults).toEqual([]);
  });

  test("in the body", async () => {
    const faults: string[] = [];
    for (const { method, path, operation } of routes) {
      if (method === "GET") continue;
      const url = fill(path, "box-one");
      for (const body of RAW_BODIES) faults.push(...(await answerTo(method, url, body)));
      faults.push(...(await answerTo(method, url, "a=1", "application/x-www-form-urlencoded")));
      faults.push(...(await answerTo(method, url, "<a/>", "text/xml")));
      const { properties = {} } = operation.requestBody?.content["application/json"].schema ?? {};
      for (const name of Object.keys(properties))
        for (const value of HOSTILE_VALUES) {
          const sound = {
            decision: "to-visit",
            reason: "why",
            url: "http://127.0.0.1:9/",
            secret: "s",
            name: "n",
            password: "p",
          };
          faults.push(...(await answerTo(method, url, { ...sound, [name]: value })));
          const fitting = Object.fromEntries(
            Object.keys(properties).map((key) => [key, sound[key as keyof typeof sound]]),
          );
          faults.push(...(await answerTo(method, url, { ...fitting, [name]: value })));
        }
    }
    expect(faults).toEqual([]);
    expect(routes.length).toBeGreaterThan(12);
  });

  test("from another page", async () => {
    const changes = routes.filter(({ method }) => method !== "GET");
    expect(changes.length).toBeGreaterThan(5);
    for (const { method, path } of changes)
      for (const headers of [{ host: "localhost" }, { host: "localhost", origin: "http://evil.example" }]) {
        const answer = await fixture.app.inject({ method, url: fill(path, "box-one"), headers, payload: {} });
        expect([method, path, answer.statusCode]).toEqual([method, path, 403]);
      }
  });

  test("no text with a NUL octet is taken: PostgreSQL cannot keep it", async () => {
    const decide = (reason: string) =>
      fixture.app.inject({
        method: "POST",
        url: "/api/suspects/box-one/decision",
        headers: OWN_PAGE,
        payload: { decision: "to-visit", reason },
      });
    expect((await decide("seen\u0000")).statusCode).toBe(400);
    expect((await decide("seen\nand gone")).statusCode).toBe(200);
  });
});
