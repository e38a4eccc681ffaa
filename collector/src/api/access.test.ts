import { afterAll, beforeAll, expect, test } from "vitest";
import { makeApp, OWN_PAGE, putSuspect, type AppFixture } from "./app-fixture.ts";
import { describedRoutes, fillPath, type DescribedRoute } from "./test-described-routes.ts";

/** Answered to whoever is signed in, and part of no description: the description itself and the page to read it. */
const UNDESCRIBED = ["/api/openapi.json", "/api/docs", "/api/docs/", "/api/docs/json", "/api/docs/yaml"];
const PASSWORD = "correct horse battery";

let fixture: AppFixture;
let routes: DescribedRoute[];
let sessions: { good: string; expired: string; ended: string; removed: string; foreign: string };

async function signIn(at: AppFixture, name: string): Promise<string> {
  await at.accounts.create(name, PASSWORD);
  return (await at.accounts.signIn(name, PASSWORD)) ?? "";
}

beforeAll(async () => {
  fixture = await makeApp();
  await putSuspect(fixture, "box-one");
  const other = await makeApp();
  const { accounts, clock } = fixture;
  const expired = await signIn(fixture, "expired");
  clock.now += 13 * 3_600_000;
  const ended = await signIn(fixture, "ended");
  await accounts.sessions.end(ended);
  const removed = await signIn(fixture, "removed");
  await accounts.remove("removed", "officer");
  sessions = { good: await signIn(fixture, "li"), expired, ended, removed, foreign: await signIn(other, "li") };
  await other.close();
  const described = await describedRoutes(fixture.app, { pw_session: sessions.good });
  const hidden = UNDESCRIBED.map((path): DescribedRoute => {
    const operation = { operationId: path, responses: {}, "x-roles": [], "x-scope": "none" };
    return { method: "GET", path, operation, open: false };
  });
  routes = [...described, ...hidden];
});
afterAll(() => fixture.close());

interface Way {
  headers?: Record<string, string>;
  session?: string;
}

/** Status of each route when it is asked this way. */
async function statuses(asked: readonly DescribedRoute[], { headers = {}, session }: Way): Promise<[string, number][]> {
  const answers: [string, number][] = [];
  for (const { method, path } of asked) {
    const { statusCode } = await fixture.app.inject({
      method,
      url: fillPath(path),
      headers: { host: "localhost", ...(method === "GET" ? {} : OWN_PAGE), ...headers },
      ...(session === undefined ? {} : { cookies: { pw_session: session } }),
      ...(method === "GET" ? {} : { payload: {} }),
    });
    answers.push([`${method} ${path}`, statusCode]);
  }
  return answers;
}

const all = (asked: readonly DescribedRoute[], status: number): [string, number][] =>
  asked.map(({ method, path }) => [`${method} ${path}`, status]);

/** Routes of the server below /api/, out of the tree that it prints: each line adds its part to the line above it that is less deep. */
function serverRoutes(): string[] {
  const above: { depth: number; path: string }[] = [];
  return fixture.app
    .printRoutes({ commonPrefix: false })
    .split("\n")
    .flatMap((line) => {
      const [, before, part, methods] = /^([│ ]*)[├└]── (\S+)(?: \((.*)\))?$/.exec(line) ?? [];
      if (before === undefined || part === undefined) return [];
      while ((above.at(-1)?.depth ?? -1) >= before.length) above.pop();
      const path = (above.at(-1)?.path ?? "") + part;
      above.push({ depth: before.length, path });
      return (methods ?? "").split(", ").flatMap((method) => (method === "" ? [] : [`${method} ${path}`]));
    })
    .filter((route) => route.includes("/api/") && !route.startsWith("HEAD "));
}

test("every route that the server has is described, or belongs to the page on which the description is read", () => {
  const described = new Set(routes.map(({ method, path }) => `${method} ${path.replaceAll(/\{(\w+)\}/g, ":$1")}`));
  const missing = serverRoutes().filter(
    (route) => !described.has(route) && !/^(GET|OPTIONS) \/api\/docs\//.test(route),
  );
  expect(serverRoutes().length).toBeGreaterThan(15);
  expect(missing).toEqual([]);
});

test("without a session, or with one that is forged, foreign, expired, ended or of a removed account, nobody is let in", async () => {
  const closed = routes.filter(({ open }) => !open);
  expect(closed.length).toBeGreaterThan(15);
  const { good, expired, ended, removed, foreign } = sessions;
  const bad = [
    undefined,
    "",
    "forged",
    `${good}x`,
    good.slice(0, -1),
    good.toUpperCase(),
    expired,
    ended,
    removed,
    foreign,
    "constructor",
    "__proto__",
    "' or 1=1 --",
  ];
  for (const session of bad)
    expect(await statuses(closed, session === undefined ? {} : { session })).toEqual(all(closed, 401));
});

test("with a good session no page of another origin is let in, to read or to change", async () => {
  for (const origin of ["http://evil.example", "null", "https://localhost", "http://localhost:81", "http://localhost."])
    expect(await statuses(routes, { session: sessions.good, headers: { origin } })).toEqual(all(routes, 403));
  const changes = routes.filter(({ method }) => method !== "GET");
  const noOrigin = { host: "localhost", origin: "" };
  expect(await statuses(changes, { session: sessions.good, headers: noOrigin })).toEqual(all(changes, 403));
});

test("with a good session no other host name is let in", async () => {
  for (const host of [
    "evil.example",
    "localhost.evil.example",
    "127.0.0.1.nip.io",
    "localhost@evil.example",
    "0.0.0.0",
  ])
    expect(await statuses(routes, { session: sessions.good, headers: { host, origin: `http://${host}` } })).toEqual(
      all(routes, 421),
    );
});

test("the good session itself opens every route", async () => {
  const reads = routes.filter(({ method, path }) => method === "GET" && path !== "/api/stream");
  const shut = (await statuses(reads, { session: sessions.good })).filter(([, status]) =>
    [401, 403, 421].includes(status),
  );
  expect(shut).toEqual([]);
});
