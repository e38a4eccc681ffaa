import { readFileSync } from "node:fs";
import { ROLES, type Role, type Scope } from "@probewarden/contract";
import Fastify from "fastify";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeSensorRow } from "../store/state/test-rows.ts";
import { guardAccess } from "./access.ts";
import { makeApp, OWN_PAGE, putSuspect, type AppFixture } from "./app-fixture.ts";
import { roleRows } from "./test-role-rows.ts";
import { describedRoutes, fillPath, type DescribedRoute } from "./test-described-routes.ts";

const PASSWORD = "correct horse battery";
/** Where `putSuspect` puts what it makes, and a venue that is somewhere else. */
const HERE = "mall";
const THERE: Scope = { districts: ["Far away"], venues: ["airport"] };

let fixture: AppFixture;
let routes: DescribedRoute[];
beforeAll(async () => {
  fixture = await makeApp();
  await putSuspect(fixture, "box-one");
  await fixture.state.db
    .insertInto("venues")
    .values([
      { venue_id: "airport", name: "Airport", time_zone: "UTC", floors: "[]", networks: "[]" },
      { venue_id: "pier", name: "Pier", time_zone: "UTC", floors: "[]", networks: "[]", district: "Harbour" },
    ])
    .execute();
  await fixture.state.db.insertInto("sensors").values(makeSensorRow("box-one")).execute();
  routes = (await describedRoutes(fixture.app, await signedIn(ROLES))).filter(({ path }) => path !== "/api/session");
});
afterAll(() => fixture.close());

let made = 0;
async function signedIn(roles: readonly Role[], scope: Scope = { all: true }): Promise<{ pw_session: string }> {
  const name = `person ${made++}`;
  await fixture.accounts.create(name, PASSWORD, { roles, scope });
  return { pw_session: (await fixture.accounts.signIn(name, PASSWORD)) ?? "" };
}

/** Status and, of a refusal, its code. */
async function ask(
  { method, path }: DescribedRoute,
  cookies: { pw_session: string },
  { headers = {}, values = {} }: { headers?: Record<string, string>; values?: Record<string, string> } = {},
): Promise<{ status: number; code: string | undefined; items: { venueId?: string }[] | undefined }> {
  const answer = await fixture.app.inject({
    // A stream has no end; who may hear it is told by its head as well.
    method: path === "/api/stream" ? "HEAD" : method,
    url: fillPath(path, values),
    headers: { ...OWN_PAGE, ...headers },
    cookies,
    ...(method === "GET" || method === "DELETE" ? {} : { payload: {} }),
  });
  const body = String(answer.headers["content-type"]).includes("json") && answer.body !== "" ? answer.json() : {};
  return { status: answer.statusCode, code: body.code, items: body.items };
}

const REFUSED = new Set([
  "not-your-role",
  "outside-scope",
  "sign-in-needed",
  "foreign-origin",
  "not-for-tokens",
  "token-reads",
  "wrong-token",
]);
const closed = (): DescribedRoute[] => routes.filter(({ open }) => !open);

test("every route says in the description which roles it answers, and how far it reaches", () => {
  for (const { operation, open, path } of routes) {
    expect(["open", "own", "none", "all", "list", "path"], path).toContain(operation["x-scope"]);
    expect(operation["x-scope"] === "open", path).toBe(open);
    expect(operation["x-roles"].length > 0, path).toBe(!open);
    expect(ROLES, path).toEqual(expect.arrayContaining([...operation["x-roles"]]));
  }
});

test("every role gets through exactly where the description names it", async () => {
  for (const role of ROLES) {
    const cookies = await signedIn([role]);
    for (const route of closed()) {
      const { status, code } = await ask(route, cookies);
      const named = route.operation["x-roles"].includes(role);
      const got = { role, route: `${route.method} ${route.path}`, refused: code !== undefined && REFUSED.has(code) };
      expect(got, `${status} ${code}`).toEqual({ ...got, refused: !named });
      if (!named) expect([status, code], got.route).toEqual([403, "not-your-role"]);
    }
  }
});

test("a token gets through where its role is named, and never to accounts, the stream, or a change that it was not made for", async () => {
  const kinds = [
    ["auditor", false],
    ["administrator", true],
    ["technician", true],
    ["duty-officer", true],
  ] as const;
  for (const [role, mayChange] of kinds) {
    const name = `maker ${made++}`;
    await fixture.accounts.create(name, PASSWORD, { roles: ROLES, scope: { all: true } });
    const owner = { userId: (await fixture.accounts.idOf(name)) ?? "", name };
    const wanted = { name: "token", roles: [role], scope: { all: true } as const, mayChange };
    const authorization = `Bearer ${await fixture.accounts.tokens.make(owner, wanted, 1)}`;
    for (const route of closed()) {
      const { status, code } = await ask(route, { pw_session: "" }, { headers: { authorization } });
      const isChange = route.method !== "GET";
      const roles = route.operation["x-roles"];
      const isForPeople =
        route.operation["x-scope"] === "own" ||
        route.path === "/api/stream" ||
        (isChange && roles.every((one) => one === "administrator"));
      const named = roles.includes(role) ? undefined : "not-your-role";
      const expected = isForPeople ? "not-for-tokens" : isChange && !mayChange ? "token-reads" : named;
      const got = `${role} ${route.method} ${route.path} ${status}`;
      if (route.path === "/api/stream") expect(status, got).toBe(403);
      else if (expected !== undefined) expect([got, code]).toEqual([got, expected]);
      else expect(code === undefined || !REFUSED.has(code), `${got} ${code}`).toBe(true);
    }
  }
});

test("without a session, and from a page of another origin, no role helps", async () => {
  const cookies = await signedIn(ROLES);
  for (const route of closed()) {
    expect((await ask(route, { pw_session: "" })).status, route.path).toBe(401);
    expect((await ask(route, cookies, { headers: { origin: "http://evil.example" } })).status, route.path).toBe(403);
  }
});

test("an account of another venue sees nothing of this one, and is told the same of what is not there", async () => {
  const cookies = await signedIn(ROLES, THERE);
  const pathNames = [
    "venueId",
    "suspectId",
    "cameraId",
    "alertId",
    "sensorId",
    "newcomerId",
    "windowId",
    "packageId",
    "approvalId",
  ];
  for (const route of closed()) {
    const reach = route.operation["x-scope"];
    const values = { venueId: HERE };
    const { status, code, items } = await ask(route, cookies, { values });
    const name = `${route.method} ${route.path} ${status}`;
    if (reach === "all" || reach === "path") expect([status, code], name).toEqual([403, "outside-scope"]);
    else expect(REFUSED.has(code ?? ""), name).toBe(false);
    if (reach === "list") expect(items?.filter(({ venueId }) => venueId !== "airport") ?? [], name).toEqual([]);
    if (reach !== "path") continue;
    const nowhere = Object.fromEntries(pathNames.map((one) => [one, "nowhere"]));
    expect((await ask(route, cookies, { values: nowhere })).code, name).toBe("outside-scope");
  }
});

test("a file of a list is cut to the venues as the list is", async () => {
  for (const [scope, holds] of [
    [THERE, false],
    [{ districts: [], venues: [HERE] }, true],
  ] as const) {
    const cookies = await signedIn(ROLES, scope as Scope);
    for (const url of ["/api/suspects.csv", "/api/sensors.csv"])
      expect((await fixture.app.inject({ url, cookies })).body.includes("box-one"), url).toBe(holds);
  }
});

test("an account of this venue, or of its district, gets at what is there, and the district is that of now", async () => {
  const byVenue = await signedIn(["inspector"], { districts: [], venues: [HERE] });
  const byDistrict = await signedIn(["inspector"], { districts: ["Harbour"], venues: [] });
  const status = async (cookies: { pw_session: string }, url: string) =>
    (await fixture.app.inject({ url, cookies })).statusCode;
  expect(await status(byVenue, "/api/suspects/box-one")).toBe(200);
  expect(await status(byDistrict, "/api/suspects/box-one")).toBe(403);
  const venues = async (): Promise<string[]> =>
    (await fixture.app.inject({ url: "/api/venues", cookies: byDistrict }))
      .json<{ items: { venueId: string }[] }>()
      .items.map(({ venueId }) => venueId);
  expect(await venues()).toEqual(["pier"]);
  await fixture.state.db.updateTable("venues").set({ district: "Harbour" }).where("venue_id", "=", HERE).execute();
  expect(await status(byDistrict, "/api/suspects/box-one")).toBe(200);
  expect((await venues()).toSorted()).toEqual([HERE, "pier"]);
  await fixture.state.db.updateTable("venues").set({ district: null }).where("venue_id", "=", HERE).execute();
});

test("to authorise is to decide: whoever only handles alerts is refused, alone and among many", async () => {
  const duty = await signedIn(["duty-officer"]);
  const what = { step: "authorise", until: "2027-01-01T00:00:00.000Z", document: "No 7", reason: "licensed" };
  for (const [url, payload] of [
    ["/api/alerts/alert-one/steps", { revision: 1, what }],
    ["/api/alerts/steps", { alerts: [{ alertId: "alert-one", revision: 1 }], what }],
  ] as const) {
    const answer = await fixture.app.inject({ method: "POST", url, payload, cookies: duty, headers: OWN_PAGE });
    expect([answer.statusCode, answer.json().code], answer.body).toEqual([403, "not-your-role"]);
  }
});

test("a route that does not say who may ask it is refused at the start", () => {
  const app = Fastify();
  guardAccess(app, fixture);
  expect(() => app.get("/api/secret", () => ({}))).toThrow("/api/secret: its schema must say who may ask it");
  const schema: object = { "x-roles": ["auditor"], "x-scope": "path" };
  expect(() => app.get("/api/secret/:thingId", { schema }, () => ({}))).toThrow("must name one of");
});

test("docs/people.md shows the table of routes and roles as the description has it", async () => {
  const page = readFileSync(new URL("../../../docs/people.md", import.meta.url), "utf8").split("\n");
  expect(page.filter((line) => /^\| (GET|POST|PUT|DELETE) /.test(line))).toEqual(
    roleRows(await describedRoutes(fixture.app, await signedIn(ROLES))),
  );
});
