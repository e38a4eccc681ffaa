import { ROLES, type ApiToken, type Role, type Scope } from "@probewarden/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { MOST_TOKENS } from "../people/api-tokens.ts";
import { setActive } from "../people/manage-accounts.ts";
import { makeApp, OWN_PAGE, putSuspect, type AppFixture } from "./app-fixture.ts";

const PASSWORD = "correct horse battery";
const DAY_MS = 24 * 3_600_000;
const EVERYWHERE: Scope = { all: true };
let fixture: AppFixture;
beforeAll(async () => {
  fixture = await makeApp();
  await putSuspect(fixture, "box-one");
  await fixture.state.db
    .insertInto("venues")
    .values({ venue_id: "pier", name: "Pier", time_zone: "UTC", floors: "[]", networks: "[]", district: "Harbour" })
    .execute();
});
afterAll(() => fixture.close());

type Cookies = Record<string, string>;
async function signedIn(name: string, roles: readonly Role[], scope: Scope = EVERYWHERE): Promise<Cookies> {
  await fixture.accounts.create(name, PASSWORD, { roles, scope });
  return { pw_session: (await fixture.accounts.signIn(name, PASSWORD)) ?? "" };
}
const USUAL = { name: "report", scope: EVERYWHERE, mayChange: false, days: 30, password: PASSWORD };
const post = (url: string, payload: object, cookies: Cookies) =>
  fixture.app.inject({ method: "POST", url: `/api/${url}`, headers: OWN_PAGE, cookies, payload });
const make = async (cookies: Cookies, roles: readonly Role[], change: object = {}): Promise<string> =>
  (await post("own/tokens", { ...USUAL, roles, ...change }, cookies)).json<{ token: string }>().token;
/** As a program asks: no cookie, no origin. */
const ask = async (token: string, url = "/api/suspects", method: "GET" | "POST" = "GET", more: object = {}) => {
  const answer = await fixture.app.inject({
    method,
    url,
    headers: { authorization: `Bearer ${token}` },
    ...(method === "POST" ? { payload: {} } : {}),
    ...more,
  });
  return { status: answer.statusCode, body: answer.json<{ code?: string; items?: { venueId: string }[] }>() };
};
const code = async (...asked: Parameters<typeof ask>): Promise<string | undefined> => (await ask(...asked)).body.code;
const idOf = async (name: string): Promise<string> => (await fixture.accounts.idOf(name)) ?? "";
const subjects = async (action: string, by: string): Promise<string[]> =>
  (
    await fixture.state.db
      .selectFrom("audit")
      .select("subject")
      .where("action", "=", action)
      .where("by", "=", by)
      .execute()
  ).map(({ subject }) => subject);

test("a token is told once, stored as its hash, shows its last use, and opens what it was made for", async () => {
  const cookies = await signedIn("ana", ["inspector"]);
  const token = await make(cookies, ["inspector"]);
  expect(token).toMatch(/^pw_[\w-]{43}$/);
  const list = async (): Promise<ApiToken[]> =>
    (await fixture.app.inject({ url: "/api/own/tokens", cookies })).json<{ items: ApiToken[] }>().items;
  expect((await list())[0]?.lastUsedAt).toBeUndefined();
  expect((await ask(token)).body.items).toHaveLength(1);
  const [row] = await list();
  expect(row).toMatchObject({ name: "report", roles: ["inspector"], mayChange: false });
  expect(row?.lastUsedAt).toBe(new Date(fixture.clock.now).toISOString());
  const kept = JSON.stringify(await fixture.state.db.selectFrom("api_tokens").selectAll().execute());
  expect(kept).toContain("report");
  for (const text of [kept, JSON.stringify(await list())]) expect(text).not.toContain(token);
  expect(await subjects("token-made", "ana")).toEqual(["report: inspector, everywhere, reads, 30 days"]);
  // One line for a look of ten minutes, as for a person's.
  await ask(token);
  expect(await subjects("token-used", "ana")).toEqual([`${row?.tokenId} report`]);
});

test("it takes the password, and no role that the account does not hold", async () => {
  const cookies = await signedIn("ben", ["technician"]);
  const refused = async (change: object): Promise<unknown[]> => {
    const answer = await post("own/tokens", { ...USUAL, roles: ["technician"], ...change }, cookies);
    return [answer.statusCode, answer.json().code];
  };
  expect(await refused({ password: "a wrong password" })).toEqual([401, "wrong-sign-in"]);
  expect(await refused({ roles: ["technician", "auditor"] })).toEqual([403, "not-your-role"]);
  for (const days of [0, 367, 1.5]) expect(await refused({ days })).toEqual([400, "bad-request"]);
});

test("a token reads unless it may change, and what it changes stands in the record with its name", async () => {
  const cookies = await signedIn("cara", ["duty-officer"]);
  const reads = await make(cookies, ["duty-officer"]);
  const changes = await make(cookies, ["duty-officer"], { name: "shift", mayChange: true });
  const url = "/api/venues/mall/maintenance";
  expect(await code(reads, url, "POST")).toBe("token-reads");
  const until = new Date(fixture.clock.now + 3_600_000).toISOString();
  expect((await ask(changes, url, "POST", { payload: { until, reason: "new switch" } })).status).toBe(200);
  expect(await subjects("maintenance-announced", "cara")).toHaveLength(1);
  expect((await subjects("token-used", "cara")).join()).toMatch(/ shift POST \/api\/venues\/mall\/maintenance$/);
});

test("no token reaches accounts, its own among them, the live stream, or where notices go", async () => {
  const cookies = await signedIn("dora", ROLES);
  const token = await make(cookies, ROLES, { mayChange: true });
  for (const [url, method] of [
    ["/api/own/tokens", "GET"],
    ["/api/own/tokens", "POST"],
    ["/api/own/sessions", "GET"],
    ["/api/session", "POST"],
    ["/api/first-account", "POST"],
    ["/api/people/invitations", "POST"],
    ["/api/channels", "POST"],
    ["/api/stream", "GET"],
  ] as const)
    expect([url, await code(token, url, method)]).toEqual([url, "not-for-tokens"]);
  expect((await ask(token, "/api/people")).status).toBe(200);
});

test("it never does more than its account may at that moment", async () => {
  const cookies = await signedIn("eve", ["inspector", "auditor"]);
  const token = await make(cookies, ["inspector", "auditor"]);
  expect((await ask(token, "/api/audit")).status).toBe(200);
  const give = (roles: Role[], scope: Scope) =>
    fixture.state.db
      .updateTable("users")
      .set({ roles: JSON.stringify(roles), scope: JSON.stringify(scope) })
      .where("name", "=", "eve")
      .execute();
  await give(["inspector"], EVERYWHERE);
  expect(await code(token, "/api/audit")).toBe("not-your-role");
  await give(["inspector"], { districts: ["Harbour"], venues: [] });
  expect((await ask(token)).body.items).toEqual([]);
  expect(await code(token, "/api/suspects/box-one")).toBe("outside-scope");
  // A token of this venue, of an account of that one, reaches neither.
  const narrow = await make(cookies, ["inspector"], { scope: { districts: [], venues: ["mall"] } });
  expect((await ask(narrow)).body.items).toEqual([]);
  await give(["technician"], EVERYWHERE);
  expect(await code(narrow)).toBe("not-your-role");
});

test("a token dies when it is revoked, over, or its account is shut, removed, or given a password by somebody else", async () => {
  const cookies = await signedIn("fay", ["inspector"]);
  const [revoked, short, long] = [
    await make(cookies, ["inspector"]),
    await make(cookies, ["inspector"], { days: 1 }),
    await make(cookies, ["inspector"], { days: 366 }),
  ];
  for (const token of [revoked, short, long]) expect((await ask(token)).status).toBe(200);
  const items = await fixture.accounts.tokens.list(await idOf("fay"));
  expect(items.map(({ expiresAt, createdAt }) => (expiresAt - createdAt) / DAY_MS).toSorted((a, b) => a - b)).toEqual([
    1, 30, 366,
  ]);
  const tokenId = items.find(({ expiresAt, createdAt }) => expiresAt - createdAt === 30 * DAY_MS)?.tokenId ?? "";
  // Another account's hand does not reach it, an administrator's does.
  const other = await signedIn("gil", ["inspector"]);
  expect((await post(`own/tokens/${tokenId}/revoke`, {}, other)).statusCode).toBe(404);
  const chief = await signedIn("chief", ["administrator"]);
  expect((await post(`people/${await idOf("fay")}/tokens/${tokenId}/revoke`, {}, chief)).statusCode).toBe(200);
  expect(await code(revoked)).toBe("wrong-token");
  expect(await subjects("token-revoked", "chief")).toEqual(["report"]);

  fixture.clock.now += DAY_MS;
  expect(await code(short)).toBe("wrong-token");
  expect((await ask(long)).status).toBe(200);

  const shut = (isActive: boolean) =>
    idOf("fay").then((accountId) =>
      setActive(fixture.state, { accountId, by: "chief", at: fixture.clock.now }, isActive),
    );
  await shut(false);
  expect(await code(long)).toBe("wrong-token");
  await shut(true);
  expect((await ask(long)).status).toBe(200);
  // Who knows the password until now keeps the tokens; a reset does not.
  await fixture.accounts.changePassword("fay", PASSWORD, "another long password");
  expect((await ask(long)).status).toBe(200);
  await fixture.accounts.reset("fay", PASSWORD, "command line");
  expect(await code(long)).toBe("wrong-token");
});

test("what is no token is refused, also beside a session that holds, and a page of another origin stays outside", async () => {
  const cookies = await signedIn("hal", ROLES);
  const token = await make(cookies, ROLES, { mayChange: true });
  for (const authorization of ["Bearer wrong", "Bearer ", "Basic aGFsOng=", `bearer ${token}x`, "Bearer \u0000"]) {
    const answer = await fixture.app.inject({ url: "/api/suspects", cookies, headers: { authorization } });
    expect([authorization, answer.statusCode, answer.json().code]).toEqual([authorization, 401, "wrong-token"]);
  }
  const foreign = { authorization: `Bearer ${token}`, origin: "http://evil.example" };
  const answer = await fixture.app.inject({ url: "/api/suspects", headers: foreign });
  expect(answer.json().code).toBe("foreign-origin");
  // Without the header a change still needs its origin.
  const bare = await fixture.app.inject({ method: "POST", url: "/api/own/tokens", cookies, payload: {} });
  expect(bare.json().code).toBe("foreign-origin");
  // The cookie of a session adds nothing to a token that reads.
  const reads = await make(cookies, ["technician"]);
  expect(await code(reads, "/api/audit", "GET", { cookies })).toBe("not-your-role");
});

test("tokens of an account have a bound", async () => {
  const cookies = await signedIn("ida", ["inspector"]);
  const owner = { userId: await idOf("ida"), name: "ida" };
  const wanted = { name: "many", roles: ["inspector"] as const, scope: EVERYWHERE, mayChange: false };
  for (let made = 0; made < MOST_TOKENS; made += 1)
    expect(await fixture.accounts.tokens.make(owner, wanted, 1)).toBeDefined();
  const full = await post("own/tokens", { ...USUAL, roles: ["inspector"] }, cookies);
  expect([full.statusCode, full.json().code]).toEqual([409, "too-many-tokens"]);
  fixture.clock.now += DAY_MS;
  expect(await fixture.accounts.tokens.make(owner, wanted, 1)).toBeDefined();
});
