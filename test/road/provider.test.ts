import { afterAll, beforeAll, expect, test } from "vitest";
import { makeApp, type AppFixture } from "../../collector/src/api/app-fixture.ts";
import { ProviderBrowser } from "../../collector/src/api/test-provider-browser.ts";
import { CLIENT_SECRET, goThrough, startRealProvider, type RealProvider } from "./real-provider.ts";
import { answersWell, freePort, Sandbox, until } from "./sandbox.ts";

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

test(
  "while the provider is away the collector runs, says so everywhere, and passwords let in",
  { timeout: 180_000 },
  async () => {
    const MAIN = "collector/src/main/main.ts";
    const sandbox = new Sandbox();
    const [http, mqtt, nobodyThere] = [await freePort(), await freePort(), await freePort()];
    const address = `http://localhost:${http}`;
    const config = sandbox.write("collector.yaml", {
      dataDir: `${sandbox.folder}/data`,
      http: { port: http },
      mqtt: { port: mqtt },
      oidc: {
        issuer: `http://127.0.0.1:${nobodyThere}`,
        clientId: "probewarden",
        clientSecretFile: sandbox.write("secret", CLIENT_SECRET),
        publicUrl: address,
        allow: ["127.0.0.1"],
      },
    });
    const said = await sandbox.command(MAIN, "user", "link", "--config", config);
    const [, token = ""] = /first-account#([\w-]+)/.exec(said) ?? [];
    const collector = sandbox.startSource(MAIN, ["run", "--config", config]);
    // It is asked under the name that browsers have for it, at the address on which it listens.
    const ask = async (path: string, body?: object): Promise<Response> =>
      fetch(`${address}${path}`, {
        headers: { origin: address, "content-type": "application/json" },
        ...(body === undefined ? {} : { method: "POST", body: JSON.stringify(body) }),
      });
    await until("the collector", () => answersWell(`${address}/api/health`), 120, collector.log);
    const faults = await until("the fault", async () => {
      const health = (await (await ask("/api/health")).json()) as { state: string; faults: { code: string }[] };
      expect(health.state).toBe("ready");
      return health.faults.some(({ code }) => code === "provider-away") ? health.faults : undefined;
    });
    expect(faults).toMatchObject([{ code: "provider-away", facts: { cause: "ECONNREFUSED" } }]);
    expect(await (await ask("/metrics")).text()).toContain('probewarden_fault{code="provider-away"} 1');
    const begun = await ask("/api/provider/begin", {});
    expect([begun.status, ((await begun.json()) as { code: string }).code]).toEqual([503, "provider-away"]);
    const made = await ask("/api/first-account", { token, name: "Ana", password: "correct horse battery" });
    expect(made.status).toBe(200);
    const signedIn = await ask("/api/session", { name: "Ana", password: "correct horse battery" });
    expect(signedIn.status).toBe(200);
    expect(collector.log()).not.toContain(CLIENT_SECRET);
    await collector.end("SIGTERM");
    await sandbox.clear();
  },
);
