import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { startIssuer, type Lies, type TestIssuer } from "../people/provider/test-issuer.ts";
import { makeApp, type AppFixture } from "./app-fixture.ts";
import { ProviderBrowser } from "./test-provider-browser.ts";

const PASSWORD = "correct horse battery";

let issuer: TestIssuer;
let fixture: AppFixture;
let browser: ProviderBrowser;
beforeAll(async () => {
  issuer = await startIssuer();
  fixture = await makeApp({ provider: issuer.settings });
});
afterAll(async () => {
  await fixture.close();
  await issuer.close();
});
let made = 0;
beforeEach(() => {
  made += 1;
  browser = new ProviderBrowser(fixture, issuer, `192.0.2.${made}`);
});
afterEach(async () => {
  for (const table of ["users", "audit", "provider_returns"] as const)
    await fixture.state.db.deleteFrom(table).execute();
});

/** An account that this identity lets in with. */
async function bound(name: string, subject: string, { accounts } = fixture): Promise<string> {
  await accounts.create(name, PASSWORD, { roles: ["inspector"], scope: { all: true } });
  const owner = { userId: (await accounts.idOf(name)) ?? "", name };
  await accounts.links.link(owner, { issuer: issuer.settings.issuer.origin, subject });
  return owner.userId;
}
const audited = async (action: string, { state } = fixture): Promise<string[]> =>
  (await state.db.selectFrom("audit").select(["by", "subject"]).where("action", "=", action).execute()).map(
    ({ by, subject }) => `${by}: ${subject}`,
  );

test("whoever is bound is let in, with the roles and reach of the account, and the audit has it", async () => {
  await bound("li", "sub-li");
  const told = await browser.signIn("sub-li", {}, { returnTo: "/inbox?state=open" });
  expect([told.status, told.body]).toEqual([200, { returnTo: "/inbox?state=open" }]);
  const { body } = await browser.ask("GET", "/api/session");
  expect(body).toMatchObject({ signedIn: true, name: "li", roles: ["inspector"], provider: { label: "集团账号" } });
  expect((await browser.ask("GET", "/api/suspects")).status).toBe(200);
  expect((await browser.ask("GET", "/api/people")).code).toBe("not-your-role");
  expect(await audited("provider-sign-in")).toEqual(["li: li"]);
});

test("what the browser is sent with: code, PKCE by S256, state, nonce, the one address, openid alone, and no secret", async () => {
  const { origin, pathname, searchParams } = new URL(await browser.begin());
  expect(`${origin}${pathname}`).toBe(issuer.metadata["authorization_endpoint"]);
  const asked = Object.fromEntries(searchParams);
  expect(asked).toMatchObject({
    client_id: "probewarden",
    redirect_uri: "http://localhost/signed-in",
    response_type: "code",
    scope: "openid",
    code_challenge_method: "S256",
  });
  for (const name of ["state", "nonce", "code_challenge"]) expect(asked[name]?.length).toBeGreaterThanOrEqual(43);
  expect(searchParams.toString()).not.toContain(issuer.settings.clientSecret);
  const cookie = browser.cookies["pw_provider"] ?? "";
  expect(cookie).not.toContain(asked["state"]);
  await browser.finish(issuer.signIn(`${origin}${pathname}?${searchParams}`, "nobody"));
  const redeemed = issuer.redeemed.at(-1);
  expect(redeemed?.get("redirect_uri")).toBe("http://localhost/signed-in");
  expect(redeemed?.get("code_verifier")?.length).toBeGreaterThanOrEqual(43);
  expect(redeemed?.has("client_secret")).toBe(false);
});

test("nobody gets in by being known to the issuer, whatever name or mail address it writes", async () => {
  await bound("li", "sub-li");
  const lies = [
    { email: "li@mall.example", email_verified: true, preferred_username: "li", name: "li" },
    { email: "li@mall.example", email_verified: false },
    { preferred_username: "sub-li", email: "sub-li" },
  ];
  for (const claims of lies) {
    const told = await browser.signIn("sub-of-mallory", { claims });
    expect([told.status, told.code]).toEqual([403, "not-invited"]);
    expect(await browser.name()).toBeUndefined();
  }
  expect(await audited("provider-refused")).toEqual(Array(3).fill("sign-in: not-invited (unknown): sub-of-mallory"));
  expect((await fixture.accounts.list()).map(({ name }) => name)).toEqual(["li"]);
});

test.each<[string, Lies, string]>([
  ["another issuer", { claims: { iss: "https://evil.example" } }, "JWT_CLAIM_COMPARISON_FAILED"],
  ["another client", { claims: { aud: "another-client" } }, "JWT_CLAIM_COMPARISON_FAILED"],
  ["two clients, and azp of the other", { claims: { aud: ["probewarden", "other"], azp: "other" } }, "OAUTH_"],
  ["another nonce", { claims: { nonce: "of another sign-in" } }, "JWT_CLAIM_COMPARISON_FAILED"],
  ["no nonce", { claims: { nonce: undefined } }, "OAUTH_"],
  ["a token that is over", { claims: { exp: 1_000_000_000 } }, "JWT_TIMESTAMP_CHECK_FAILED"],
  ["no signature (alg none)", { signedBy: "none" }, "OAUTH_"],
  ["the client's own secret as key (HS256)", { signedBy: "HS256" }, "OAUTH_"],
  ["another key", { signedBy: "other" }, "OAUTH_"],
  ["no subject", { claims: { sub: undefined } }, "OAUTH_"],
  ["a subject that is no name", { claims: { sub: "x".repeat(256) } }, "sub"],
])("an ID token with %s vouches for nobody", async (_what, lies, detail) => {
  await bound("li", "sub-li");
  const told = await browser.signIn("sub-li", lies);
  expect([told.status, told.code]).toEqual([401, "provider-refused"]);
  expect(await browser.name()).toBeUndefined();
  const [line = "", ...more] = await audited("provider-refused");
  expect(more).toEqual([]);
  expect(line).toMatch(/^sign-in: token-refused \(/);
  expect(line).toContain(detail);
});

test("what came back lets in once: a state, a nonce and a code that were used are none", async () => {
  await bound("li", "sub-li");
  const back = issuer.signIn(await browser.begin(), "sub-li");
  const { pw_provider = "" } = browser.cookies;
  expect((await browser.finish(back)).status).toBe(200);
  // This issuer takes a code again, so only the collector keeps it from being used twice; and the cookie is brought back by hand.
  const again = new ProviderBrowser(fixture, issuer);
  again.cookies = { pw_provider };
  expect((await again.finish(back)).code).toBe("provider-refused");
  // The same sign-in with another code of the issuer.
  again.cookies = { pw_provider };
  const state = new URLSearchParams(back).get("state") ?? "";
  expect((await again.finish(`?code=another&state=${state}`)).code).toBe("provider-refused");
  expect(await again.name()).toBeUndefined();
  expect(await audited("provider-refused")).toEqual(Array(2).fill("sign-in: unknown-return (replayed)"));
  // A code of one sign-in in another one: its nonce is not the one of that.
  const code = new URLSearchParams(back).get("code") ?? "";
  const next = new URL(await again.begin()).searchParams.get("state") ?? "";
  expect((await again.finish(`?code=${code}&state=${next}`)).code).toBe("provider-refused");
});

test("a sign-in that another browser began, that took too long, or that nobody began, comes to nothing", async () => {
  await bound("li", "sub-li");
  const victim = new ProviderBrowser(fixture, issuer);
  const back = issuer.signIn(await browser.begin(), "sub-li");
  expect((await victim.finish(back)).code).toBe("provider-refused");
  await victim.begin();
  expect((await victim.finish(back)).code).toBe("provider-refused");
  victim.cookies = { pw_provider: "made up" };
  expect((await victim.finish(back)).code).toBe("provider-refused");
  expect(await victim.name()).toBeUndefined();
  fixture.clock.now += 10 * 60_000 + 1;
  expect((await browser.finish(back)).code).toBe("provider-refused");
  const two = issuer.signIn(await browser.begin(), "sub-li");
  expect((await browser.finish(`${two}&state=second`)).code).toBe("provider-refused");
});

test("who says no at the provider is told so, and the provider's words are not repeated", async () => {
  const state = new URL(await browser.begin()).searchParams.get("state") ?? "";
  const told = await browser.finish(`?error=access_denied&error_description=%3Cscript%3E&state=${state}`);
  expect([told.status, told.code]).toEqual([401, "provider-refused"]);
  expect(JSON.stringify(told.body)).not.toContain("script");
  expect(await audited("provider-refused")).toEqual(["sign-in: denied (access_denied)"]);
});

test.each([
  "//evil.example",
  "/\\evil.example",
  "https://evil.example/",
  "javascript:alert(1)",
  "/\t/evil.example",
  "/inbox\\..",
  "",
])("a page to come back to that is none of ours is refused: %j", async (returnTo) => {
  const told = await browser.ask("POST", "/api/provider/begin", { returnTo });
  expect([told.status, told.code]).toEqual([400, "bad-request"]);
});

test("under another name than the one that the provider knows, the right one is told", async () => {
  const other = await makeApp({
    provider: { ...issuer.settings, publicUrl: new URL("https://collector.example:8443") },
  });
  const told = await new ProviderBrowser(other, issuer).ask("POST", "/api/provider/begin", {});
  expect([told.status, told.code]).toEqual([409, "other-address"]);
  expect(String(told.body["detail"])).toContain("https://collector.example:8443");
  await other.close();
});

test("an account that was shut is not let in, and one that is shut meanwhile is out", async () => {
  const userId = await bound("li", "sub-li");
  await browser.signIn("sub-li");
  expect(await browser.name()).toBe("li");
  await fixture.state.db.updateTable("users").set({ deactivated_at: 1 }).where("user_id", "=", userId).execute();
  expect(await browser.name()).toBeUndefined();
  const told = await browser.signIn("sub-li");
  expect([told.status, told.code]).toEqual([403, "not-invited"]);
  expect(await audited("provider-refused")).toEqual(["sign-in: not-invited (shut): sub-li"]);
});

test("a sign-out ends our session, and says where the provider's is ended; after a password it does not", async () => {
  await bound("li", "sub-li");
  await browser.signIn("sub-li");
  const { body } = await browser.ask("DELETE", "/api/session");
  const url = new URL(String(body["signOutAt"]));
  expect(`${url.origin}${url.pathname}`).toBe(issuer.metadata["end_session_endpoint"]);
  expect(Object.fromEntries(url.searchParams)).toEqual({
    client_id: "probewarden",
    post_logout_redirect_uri: "http://localhost/",
  });
  expect(await browser.name()).toBeUndefined();
  await browser.ask("POST", "/api/session", { name: "li", password: PASSWORD });
  expect((await browser.ask("DELETE", "/api/session")).body["signOutAt"]).toBeUndefined();
});

test("who comes back in vain again and again waits, those elsewhere do not, and the audit is not filled", async () => {
  const crowd = await makeApp({ provider: issuer.settings });
  await bound("li", "sub-li", crowd);
  for (let at = 0; at < 100; at++) {
    const one = new ProviderBrowser(crowd, issuer, `198.51.100.${at % 2}`);
    expect((await one.finish("?code=x&state=y")).status, String(at)).toBe(at < 80 ? 401 : 429);
  }
  expect(await audited("provider-refused", crowd)).toHaveLength(60);
  const elsewhere = new ProviderBrowser(crowd, issuer);
  expect((await elsewhere.signIn("sub-li")).status).toBe(200);
  // Whoever was vouched for is written down all the same.
  await elsewhere.signIn("sub-of-mallory");
  expect(await audited("provider-refused", crowd)).toHaveLength(61);
  await crowd.close();
});

test("no secret, code, state or token stands in the audit or in the database", async () => {
  await bound("li", "sub-li");
  const back = issuer.signIn(await browser.begin(), "sub-li");
  await browser.finish(back);
  const kept = JSON.stringify([
    await fixture.state.db.selectFrom("audit").selectAll().execute(),
    await fixture.state.db.selectFrom("provider_returns").selectAll().execute(),
    await fixture.state.db.selectFrom("sessions").selectAll().execute(),
  ]);
  const { code = "", state = "" } = Object.fromEntries(new URLSearchParams(back));
  for (const secret of [code, state, issuer.settings.clientSecret, "access", browser.cookies["pw_session"] ?? ""])
    expect(kept.includes(secret), secret).toBe(false);
});
