import type { Role } from "@probewarden/contract";
import { Secret, TOTP } from "otpauth";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { startIssuer, type TestIssuer } from "../people/provider/test-issuer.ts";
import { makeApp, type AppFixture } from "./app-fixture.ts";
import { ProviderBrowser, type Told } from "./test-provider-browser.ts";

const PASSWORD = "correct horse battery";

let issuer: TestIssuer;
let fixture: AppFixture;
let browser: ProviderBrowser;
beforeAll(async () => {
  issuer = await startIssuer();
  fixture = await makeApp({ provider: issuer.settings, secondStepFor: ["auditor"] });
});
afterAll(async () => {
  await fixture.close();
  await issuer.close();
});
let made = 0;
const another = (): ProviderBrowser => new ProviderBrowser(fixture, issuer, `192.0.2.${(made += 1)}`);
beforeEach(() => {
  browser = another();
});
afterEach(async () => {
  for (const table of ["users", "audit", "invitations"] as const) await fixture.state.db.deleteFrom(table).execute();
});

/** A browser that is signed in by password. */
async function signedIn(name: string, role: Role): Promise<ProviderBrowser> {
  await fixture.accounts.create(name, PASSWORD, { roles: [role], scope: { all: true } });
  const one = another();
  await one.ask("POST", "/api/session", { name, password: PASSWORD });
  return one;
}
async function invite(role: Role = "inspector"): Promise<string> {
  const link = await fixture.accounts.invitations.make({ roles: [role], scope: { all: true } }, "chief");
  return link?.token ?? "";
}
const taken = (token: string, name: string, subject: string, one = browser): Promise<Told> =>
  one.signIn(subject, {}, { invitation: { token, name } });
const link = async (one: ProviderBrowser, subject: string): Promise<Told> => {
  const { body } = await one.ask("POST", "/api/own/provider/link", { password: PASSWORD });
  return one.finish(issuer.signIn(String(body["url"]), subject));
};
const audited = async (action: string): Promise<string[]> =>
  (await fixture.state.db.selectFrom("audit").select(["by", "subject"]).where("action", "=", action).execute()).map(
    ({ by, subject }) => `${by}: ${subject}`,
  );
const codeOf = (secret: string): string =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: fixture.clock.now });

test("an invitation is taken up by the provider: the account has the inviter's roles and no password, and comes in again", async () => {
  const token = await invite();
  expect((await taken(token, "Ana", "sub-ana")).body).toEqual({ returnTo: "/" });
  expect((await browser.ask("GET", "/api/session")).body).toMatchObject({ name: "Ana", roles: ["inspector"] });
  expect((await browser.ask("GET", "/api/own/provider")).body).toMatchObject({
    hasPassword: false,
    provider: { label: "集团账号" },
    linked: { issuer: issuer.settings.issuer.origin, subject: "sub-ana" },
  });
  expect(await audited("account-made")).toHaveLength(1);
  expect(await audited("provider-linked")).toEqual(["Ana: Ana: sub-ana"]);
  for (const password of [" ", "none", "AA=="])
    expect((await another().ask("POST", "/api/session", { name: "Ana", password })).code).toBe("wrong-sign-in");
  const again = another();
  expect((await again.signIn("sub-ana")).status).toBe(200);
  expect(await again.name()).toBe("Ana");
});

test("an invitation is good once, for a name that nobody has, and an identity that lets in nowhere else", async () => {
  const token = await invite();
  await fixture.accounts.create("li", PASSWORD);
  expect((await taken(token, "li", "sub-bo")).code).toBe("name-taken");
  expect((await taken(token, "Bo", "sub-bo")).status).toBe(200);
  expect((await taken(token, "Bo two", "sub-other", another())).code).toBe("wrong-link");
  expect((await taken("made-up", "Bo two", "sub-other", another())).code).toBe("wrong-link");
  const second = await invite();
  expect((await taken(second, "Bo two", "sub-bo", another())).code).toBe("identity-taken");
  // What was refused used nothing up.
  expect((await taken(second, "Bo two", "sub-other", another())).status).toBe(200);
  expect((await fixture.accounts.list()).map(({ name }) => name)).toEqual(["Bo", "Bo two", "li"]);
});

test("a link that resets a password is no way to bind an identity to that account", async () => {
  await signedIn("li", "inspector");
  const userId = (await fixture.accounts.idOf("li")) ?? "";
  const reset = await fixture.accounts.invitations.make(
    { roles: ["inspector"], scope: { all: true }, userId, name: "li" },
    "chief",
  );
  expect((await taken(reset?.token ?? "", "li", "sub-of-mallory")).code).toBe("wrong-link");
  expect(await fixture.accounts.links.of(userId)).toBeUndefined();
});

test("an identity is bound from the account's page with the password, and taken off with it", async () => {
  const li = await signedIn("li", "inspector");
  expect((await li.ask("POST", "/api/own/provider/link", { password: "guess" })).code).toBe("wrong-sign-in");
  expect((await li.ask("POST", "/api/own/provider/link", {})).code).toBe("wrong-sign-in");
  expect((await link(li, "sub-li")).body).toEqual({ returnTo: "/settings/account" });
  expect((await li.ask("POST", "/api/own/provider/link", { password: PASSWORD })).code).toBe("identity-taken");
  await browser.signIn("sub-li");
  expect(await browser.name()).toBe("li");
  expect((await li.ask("POST", "/api/own/provider/unlink", { password: "guess" })).code).toBe("wrong-sign-in");
  const { body } = await li.ask("POST", "/api/own/provider/unlink", { password: PASSWORD });
  expect(body).toEqual({ hasPassword: true, provider: { label: "集团账号" } });
  // The sessions that it began are over, that of the password is not.
  expect([await browser.name(), await li.name()]).toEqual([undefined, "li"]);
  expect((await browser.signIn("sub-li")).code).toBe("not-invited");
  expect(await audited("provider-unlinked")).toEqual(["li: li"]);
});

test("what one session began to bind is bound to no other account, and an identity to no second one", async () => {
  const li = await signedIn("li", "inspector");
  const { body } = await li.ask("POST", "/api/own/provider/link", { password: PASSWORD });
  const { pw_provider = "" } = li.cookies;
  const mallory = await signedIn("mallory", "inspector");
  mallory.cookies["pw_provider"] = pw_provider;
  const back = issuer.signIn(String(body["url"]), "sub-x");
  expect((await mallory.finish(back)).code).toBe("provider-refused");
  expect((await another().ask("POST", "/api/provider/finish", { answer: back })).code).toBe("provider-refused");
  expect((await link(li, "sub-li")).status).toBe(200);
  expect((await link(mallory, "sub-li")).code).toBe("identity-taken");
  expect(await audited("provider-linked")).toEqual(["li: li: sub-li"]);
});

test("whoever has no other way in keeps it; an administrator takes it off, and everything ends", async () => {
  await taken(await invite(), "Ana", "sub-ana");
  expect((await browser.ask("POST", "/api/own/provider/unlink", {})).code).toBe("only-way-in");
  const chief = await signedIn("chief", "administrator");
  const people = (await chief.ask("GET", "/api/people")).body["items"] as { name: string; accountId: string }[];
  expect(people).toMatchObject([{ name: "Ana", provider: true }, { name: "chief" }]);
  const accountId = people[0]?.accountId ?? "";
  expect((await browser.ask("POST", `/api/people/${accountId}/provider/unlink`)).code).toBe("not-your-role");
  const told = await chief.ask("POST", `/api/people/${accountId}/provider/unlink`);
  expect((told.body["items"] as object[])[0]).not.toHaveProperty("provider");
  expect(await browser.name()).toBeUndefined();
  expect((await browser.signIn("sub-ana")).code).toBe("not-invited");
  expect(await audited("provider-unlinked")).toEqual(["chief: Ana"]);
  // By a link of reset it gets a password, and by that it comes in.
  const { token } = (await chief.ask("POST", `/api/people/${accountId}/reset`)).body;
  const back = await browser.ask("POST", "/api/first-account", { token, name: "Ana", password: "a new long password" });
  expect(back.body).toMatchObject({ signedIn: true, name: "Ana" });
});

test("a role that takes a second step takes it of who comes in by the provider too, and its code at each sign-in", async () => {
  await taken(await invite("auditor"), "Una", "sub-una");
  expect((await browser.ask("GET", "/api/session")).body).toMatchObject({ needsSecondStep: true });
  expect((await browser.ask("GET", "/api/audit")).code).toBe("second-step-needed");
  // There is no password that would prove who sits there: the provider has just vouched.
  const begun = await browser.ask("POST", "/api/own/second-step/begin", {});
  const secret = String(begun.body["secret"]);
  expect((await browser.ask("POST", "/api/own/second-step/confirm", { code: codeOf(secret) })).status).toBe(200);
  expect((await browser.ask("GET", "/api/audit")).status).toBe(200);

  const again = another();
  expect((await again.signIn("sub-una", {}, { returnTo: "/audit" })).code).toBe("code-needed");
  expect(await again.name()).toBeUndefined();
  expect((await again.ask("POST", "/api/provider/code", { code: "000000" })).code).toBe("wrong-code");
  fixture.clock.now += 60_000;
  const { pw_provider = "" } = again.cookies;
  const told = await again.ask("POST", "/api/provider/code", { code: codeOf(secret) });
  expect(told.body).toEqual({ returnTo: "/audit" });
  expect(await again.name()).toBe("Una");
  // What the provider said is good for five minutes, in that browser, and not for who was unbound meanwhile.
  const thief = another();
  expect((await thief.ask("POST", "/api/provider/code", { code: codeOf(secret) })).code).toBe("provider-refused");
  thief.cookies = { pw_provider };
  expect((await thief.ask("POST", "/api/provider/code", { code: codeOf(secret) })).code).toBe("wrong-code");
  fixture.clock.now += 5 * 60_000;
  expect((await thief.ask("POST", "/api/provider/code", { code: codeOf(secret) })).code).toBe("provider-refused");
});

test("codes after the provider are counted as passwords are", async () => {
  await taken(await invite("auditor"), "Una", "sub-una");
  const { body } = await browser.ask("POST", "/api/own/second-step/begin", {});
  await browser.ask("POST", "/api/own/second-step/confirm", { code: codeOf(String(body["secret"])) });
  const guesser = another();
  await guesser.signIn("sub-una");
  const codes: (string | undefined)[] = [];
  for (let guess = 0; guess < 5; guess++)
    codes.push((await guesser.ask("POST", "/api/provider/code", { code: `00000${guess}` })).code);
  expect(codes).toEqual([...Array<string>(4).fill("wrong-code"), "too-many-attempts"]);
});

test("without a password a token is made by who came in by the provider within ten minutes, and by nobody later", async () => {
  await taken(await invite(), "Ana", "sub-ana");
  const wanted = { name: "report", roles: ["inspector"], scope: { all: true }, mayChange: false, days: 1 };
  expect((await browser.ask("POST", "/api/own/tokens", wanted)).status).toBe(200);
  fixture.clock.now += 10 * 60_000;
  expect((await browser.ask("POST", "/api/own/tokens", wanted)).code).toBe("sign-in-again");
  // Whose account has a password proves it by that alone.
  const li = await signedIn("li", "inspector");
  await link(li, "sub-li");
  await browser.signIn("sub-li");
  expect((await browser.ask("POST", "/api/own/tokens", wanted)).code).toBe("wrong-sign-in");
});

test("where no provider is configured its routes say so, and the session names none", async () => {
  const plain = await makeApp();
  const one = new ProviderBrowser(plain, issuer);
  for (const [url, payload] of [
    ["/api/provider/begin", {}],
    ["/api/provider/finish", { answer: "?code=x" }],
    ["/api/provider/code", { code: "123456" }],
  ] as const)
    expect((await one.ask("POST", url, payload)).code, url).toBe("no-provider");
  expect((await one.ask("GET", "/api/session")).body).not.toHaveProperty("provider");
  await plain.close();
});
