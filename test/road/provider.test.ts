import { afterAll, beforeAll, expect, test } from "vitest";
import { makeApp, type AppFixture } from "../../collector/src/api/app-fixture.ts";
import { ProviderBrowser } from "../../collector/src/api/test-provider-browser.ts";
import { CLIENT_SECRET, goThrough, startRealProvider, type RealProvider } from "./real-provider.ts";
import { freePort } from "./sandbox.ts";

let provider: RealProvider;
let fixture: AppFixture;
const nobody = { signIn: () => "" };
beforeAll(async () => {
  provider = await startRealProvider(await freePort(), "http://localhost");
  fixture = await makeApp({
    provider: {
      issuer: new URL(provider.issuer),
      clientId: "probewarden",
      clientSecret: CLIENT_SECRET,
      publicUrl: new URL("http://localhost"),
      label: "",
      signOutThere: true,
      allow: ["127.0.0.1"],
    },
  });
});
afterAll(async () => {
  await fixture.close();
  await provider.stop();
});

test("a certified provider: an invitation is taken up, its person comes in again, a stranger with her address does not", async () => {
  const link = await fixture.accounts.invitations.make({ roles: ["inspector"], scope: { all: true } }, "chief");
  const browser = new ProviderBrowser(fixture, nobody);
  const url = await browser.begin({ invitation: { token: link?.token ?? "", name: "Ana" } });
  const back = await goThrough(url, "person-of-ana");
  expect(`${back.origin}${back.pathname}`).toBe("http://localhost/signed-in");
  expect((await browser.finish(back.search)).body).toEqual({ returnTo: "/" });
  expect(await browser.name()).toBe("Ana");
  const signOut = await browser.ask("DELETE", "/api/session");
  expect(String(signOut.body["signOutAt"])).toMatch(`${provider.issuer}/session/end?`);
  const again = await goThrough(await browser.begin(), "person-of-ana");
  expect((await browser.finish(again.search)).status).toBe(200);
  expect(await browser.name()).toBe("Ana");
  // The provider writes the same mail address and name for whoever comes.
  const stranger = new ProviderBrowser(fixture, nobody);
  const theirs = await goThrough(await stranger.begin(), "person-of-mallory");
  expect((await stranger.finish(theirs.search)).code).toBe("not-invited");
  expect(await stranger.name()).toBeUndefined();
});

test("the code of one sign-in is none for another one, and an answer of another issuer is none", async () => {
  const browser = new ProviderBrowser(fixture, nobody);
  const back = await goThrough(await browser.begin(), "person-of-ana");
  const code = back.searchParams.get("code") ?? "";
  // The code of one sign-in is redeemed with the verifier of another: PKCE.
  const next = new URL(await browser.begin()).searchParams.get("state") ?? "";
  const iss = encodeURIComponent(provider.issuer);
  expect((await browser.finish(`?code=${code}&state=${next}&iss=${iss}`)).code).toBe("provider-refused");
  // RFC 9207: an answer of another issuer is none.
  const mixed = await goThrough(await browser.begin(), "person-of-ana");
  mixed.searchParams.set("iss", "https://evil.example");
  expect((await browser.finish(mixed.search)).code).toBe("provider-refused");
  const lines = await fixture.state.db
    .selectFrom("audit")
    .select("subject")
    .where("action", "=", "provider-refused")
    .where("subject", "not like", "not-invited%")
    .execute();
  expect(lines.map(({ subject }) => subject)).toEqual([
    "code-refused (invalid_grant)",
    expect.stringMatching(/^token-refused \(OAUTH_/),
  ]);
});
