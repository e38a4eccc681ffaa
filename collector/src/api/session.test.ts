import { ROLES } from "@probewarden/contract";
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { makeLog } from "../main/make-log.ts";
import { hashPassword } from "../people/password.ts";
import { makeApp, OWN_PAGE, type AppFixture } from "./app-fixture.ts";

let fixture: AppFixture;
beforeEach(async () => {
  fixture = await makeApp({ hostNames: ["collector.example"] });
});
afterEach(() => fixture.close());

const signIn = (password: string) =>
  fixture.app.inject({ method: "POST", url: "/api/session", headers: OWN_PAGE, payload: { name: "li", password } });
const cookieOf = (response: { cookies: { name: string; value: string }[] }) => ({
  pw_session: response.cookies[0]?.value ?? "",
});

test("health answers without a session, everything else below /api/ does not, however its address is spelt", async () => {
  const { app } = fixture;
  expect((await app.inject({ url: "/api/health" })).json()).toMatchObject({ state: "ready", demo: false });
  for (const url of [
    "/api/venues",
    "/%61pi/venues",
    "/api/openapi.json",
    "/api/docs/",
    "/api/stream",
    "/api/suspects?limit=1",
  ]) {
    const response = await app.inject({ url, headers: { host: "localhost" } });
    expect([url, response.statusCode]).toEqual([url, 401]);
    expect(response.json()).toMatchObject({ code: "sign-in-needed", id: expect.stringMatching(/^error-[g-v]{12}$/) });
  }
});

test("the one-time link makes one account, and its cookie opens the API until sign-out", async () => {
  const { app, accounts } = fixture;
  expect((await app.inject({ url: "/api/session" })).json()).toEqual({
    signedIn: false,
    demo: false,
    needsFirstAccount: true,
  });
  const token = await accounts.makeLinkToken();
  const account = { token, name: "li", password: "correct horse battery" };
  const made = await app.inject({ method: "POST", url: "/api/first-account", headers: OWN_PAGE, payload: account });
  // Whoever comes first does everything: a small venue has one person.
  const everything = { roles: ROLES, scope: { all: true } };
  expect(made.json()).toEqual({ signedIn: true, demo: false, name: "li", ...everything, needsFirstAccount: false });
  expect(made.cookies[0]).toMatchObject({ name: "pw_session", httpOnly: true, sameSite: "Strict" });
  const cookies = cookieOf(made);
  expect((await app.inject({ url: "/api/venues", cookies })).json()).toEqual({ items: [] });

  const again = await app.inject({ method: "POST", url: "/api/first-account", headers: OWN_PAGE, payload: account });
  expect(again.statusCode).toBe(401);
  await app.inject({ method: "DELETE", url: "/api/session", headers: OWN_PAGE, cookies });
  expect((await app.inject({ url: "/api/venues", cookies })).statusCode).toBe(401);
});

test("a one-time link is void after a day", async () => {
  const token = await fixture.accounts.makeLinkToken();
  fixture.clock.now += 25 * 3_600_000;
  expect(await fixture.accounts.createByLink(token, "li", "correct horse battery")).toBe("wrong-link");
});

test("a one-time link changes nobody's password, and a name that is taken does not use it up", async () => {
  const { app, accounts } = fixture;
  await accounts.create("li", "correct horse battery");
  const token = await accounts.makeLinkToken();
  const open = (name: string) =>
    app.inject({
      method: "POST",
      url: "/api/first-account",
      headers: OWN_PAGE,
      payload: { token, name, password: "another password" },
    });
  const taken = await open("li");
  expect([taken.statusCode, taken.json().code]).toEqual([409, "name-taken"]);
  expect((await signIn("correct horse battery")).statusCode).toBe(200);
  expect((await open("wang")).statusCode).toBe(200);
});

test("signing in gives a session of its own, and ends the one that the browser came with", async () => {
  const { app, accounts } = fixture;
  await accounts.create("li", "correct horse battery");
  const first = cookieOf(await signIn("correct horse battery"));
  const planted = cookieOf(await signIn("correct horse battery"));
  const again = await app.inject({
    method: "POST",
    url: "/api/session",
    headers: OWN_PAGE,
    cookies: planted,
    payload: { name: "li", password: "correct horse battery" },
  });
  const status = async (cookies: { pw_session: string }) =>
    (await app.inject({ url: "/api/venues", cookies })).statusCode;
  expect(cookieOf(again)).not.toEqual(planted);
  expect([await status(first), await status(planted), await status(cookieOf(again))]).toEqual([200, 401, 200]);
});

test("guessing a password is made slow, and waiting helps", async () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  await fixture.accounts.create("li", "correct horse battery");
  for (let guess = 0; guess < 4; guess += 1) expect((await signIn("wrong")).statusCode).toBe(401);
  const refused = await signIn("correct horse battery");
  expect([refused.statusCode, refused.headers["retry-after"]]).toEqual([429, "60"]);
  vi.advanceTimersByTime(60_001);
  expect((await signIn("correct horse battery")).statusCode).toBe(200);
  vi.useRealTimers();
});

/** An account whose password costs next to nothing to try, so that a crowd of guesses does not take this machine's time. */
async function putCheapAccount(name: string): Promise<void> {
  await fixture.accounts.create(name, "correct horse battery");
  const password_hash = await hashPassword("correct horse battery", { N: 16, r: 1, p: 1 });
  await fixture.state.db.updateTable("users").set({ password_hash }).where("name", "=", name).execute();
}

/** A sign-in as li from an address, with the cookies of an earlier one or without. */
const signInFrom = (remoteAddress: string, password: string, cookies: Record<string, string> = {}, name = "li") =>
  fixture.app.inject({
    method: "POST",
    url: "/api/session",
    headers: OWN_PAGE,
    remoteAddress,
    cookies,
    payload: { name, password },
  });
const allCookies = (response: { cookies: { name: string; value: string }[] }): Record<string, string> =>
  Object.fromEntries(response.cookies.map(({ name, value }) => [name, value]));

test("a stranger's guesses lock out the stranger, and not the name", async () => {
  await putCheapAccount("li");
  const home = await signInFrom("192.0.2.1", "correct horse battery");
  const device = { pw_device: allCookies(home)["pw_device"] ?? "" };
  expect(home.cookies.find(({ name }) => name === "pw_device")).toMatchObject({ httpOnly: true, sameSite: "Strict" });
  for (let guess = 0; guess < 40; guess += 1) await signInFrom("198.51.100.1", `guess ${guess}`);
  expect((await signInFrom("198.51.100.1", "correct horse battery")).statusCode).toBe(429);
  // The person's address without the cookie, the cookie from the attacker's own network, and somewhere new.
  expect((await signInFrom("192.0.2.1", "correct horse battery")).statusCode).toBe(200);
  expect((await signInFrom("198.51.100.1", "correct horse battery", device)).statusCode).toBe(200);
  expect((await signInFrom("203.0.113.77", "correct horse battery")).statusCode).toBe(200);
});

test("a crowd of addresses locks out strangers, and lets in who is known", async () => {
  await putCheapAccount("li");
  const home = await signInFrom("192.0.2.1", "correct horse battery");
  for (let host = 0; host < 80; host += 1) await signInFrom(`10.0.0.${host}`, "guess");
  expect((await signInFrom("203.0.113.77", "correct horse battery")).statusCode).toBe(429);
  expect((await signInFrom("192.0.2.1", "correct horse battery")).statusCode).toBe(200);
  const { pw_device = "" } = allCookies(home);
  expect((await signInFrom("203.0.113.77", "correct horse battery", { pw_device })).statusCode).toBe(200);
});

test("a device's cookie helps with no other account, and none that is forged or old helps", async () => {
  const { clock } = fixture;
  for (const name of ["li", "wang"]) await putCheapAccount(name);
  const { pw_device = "" } = allCookies(await signInFrom("192.0.2.1", "correct horse battery", {}, "wang"));
  for (let host = 0; host < 80; host += 1) await signInFrom(`10.0.0.${host}`, "guess");
  const [device, until] = pw_device.split(".");
  const forged = [
    pw_device,
    `${device}.${until}.AAAA`,
    `${pw_device}x`,
    "",
    "a.b",
    "a.b.c.d",
    `${device}.9e99.${until}`,
  ];
  for (const cookie of forged) {
    const answer = await signInFrom("203.0.113.77", "correct horse battery", { pw_device: cookie });
    expect([cookie, answer.statusCode]).toEqual([cookie, 429]);
  }
  const own = allCookies(await signInFrom("192.0.2.9", "correct horse battery", {}, "wang"));
  clock.now += 181 * 24 * 3_600_000;
  for (let host = 0; host < 80; host += 1) await signInFrom(`10.0.1.${host}`, "guess", {}, "wang");
  const late = await signInFrom("203.0.113.78", "correct horse battery", { pw_device: own["pw_device"] ?? "" }, "wang");
  expect(late.statusCode).toBe(429);
});

test("a name that nobody has is answered in the same words as a wrong password, and its tries are counted alike", async () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  await fixture.accounts.create("li", "correct horse battery");
  const told = async (name: string) => {
    const answers = [];
    for (let guess = 0; guess < 5; guess += 1) {
      const { statusCode, headers, body } = await signInFrom(`192.0.2.${name.length}`, "guess", {}, name);
      const { id: _, ...problem } = JSON.parse(body) as Record<string, unknown>;
      answers.push([statusCode, headers["content-type"], problem]);
    }
    return answers;
  };
  expect(await told("nobody")).toEqual(await told("li"));
  vi.useRealTimers();
});

test("another password ends every session of the account, and the browser that changed it goes on with a new one", async () => {
  const { app, accounts } = fixture;
  await accounts.create("li", "correct horse battery");
  const other = allCookies(await signIn("correct horse battery"));
  const own = allCookies(await signIn("correct horse battery"));
  const change = (present: string) =>
    app.inject({
      method: "PUT",
      url: "/api/session/password",
      headers: OWN_PAGE,
      cookies: own,
      payload: { present, next: "another horse battery" },
    });
  expect((await change("guess")).statusCode).toBe(401);
  const changed = await change("correct horse battery");
  expect(changed.statusCode).toBe(200);
  const status = async (cookies: Record<string, string>) =>
    (await app.inject({ url: "/api/venues", cookies })).statusCode;
  expect([await status(other), await status(own), await status(allCookies(changed))]).toEqual([401, 401, 200]);
  expect((await signInFrom("192.0.2.1", "another horse battery")).statusCode).toBe(200);
});

test("a removed account's sessions end at once", async () => {
  const { app, accounts } = fixture;
  await accounts.create("li", "correct horse battery");
  const cookies = allCookies(await signIn("correct horse battery"));
  expect(await accounts.list()).toMatchObject([{ name: "li", sessions: 1 }]);
  expect(await accounts.remove("li", "officer")).toBe(true);
  expect(await accounts.remove("li", "officer")).toBe(false);
  expect((await app.inject({ url: "/api/venues", cookies })).statusCode).toBe(401);
});

test("neither passwords nor tokens are stored as they are", async () => {
  await fixture.accounts.create("li", "correct horse battery");
  const { pw_session } = cookieOf(await signIn("correct horse battery"));
  const { db } = fixture.state;
  const stored = JSON.stringify([
    await db.selectFrom("users").selectAll().execute(),
    await db.selectFrom("sessions").selectAll().execute(),
  ]);
  expect(stored).not.toContain("correct horse");
  expect(stored).not.toContain(pw_session);
});

test("a name that it was not given is answered with 421", async () => {
  expect((await fixture.app.inject({ url: "/api/health", headers: { host: "evil.example" } })).statusCode).toBe(421);
  expect(
    (await fixture.app.inject({ url: "/api/health", headers: { host: "collector.example:8443" } })).statusCode,
  ).toBe(200);
});

test("a change needs the page's own origin", async () => {
  const change = (headers: Record<string, string>) =>
    fixture.app.inject({
      method: "POST",
      url: "/api/session",
      headers: { host: "localhost", ...headers },
      payload: { name: "li", password: "x" },
    });
  for (const headers of [{}, { origin: "http://evil.example" }, { origin: "null" }, { origin: "https://localhost" }]) {
    expect((await change(headers as Record<string, string>)).statusCode).toBe(403);
  }
  expect((await change({ origin: "http://localhost" })).statusCode).toBe(401);
});

test("the demo signs in by itself", async () => {
  const demo = await makeApp({ demo: true });
  expect((await demo.app.inject({ url: "/api/session" })).json()).toMatchObject({
    signedIn: true,
    demo: true,
    name: "demo",
  });
  expect((await demo.app.inject({ url: "/api/venues" })).statusCode).toBe(200);
  await demo.close();
});

test("a body that is too large, broken or of the wrong shape is refused without a stack", async () => {
  const send = (payload: string) =>
    fixture.app.inject({
      method: "POST",
      url: "/api/session",
      headers: { ...OWN_PAGE, "content-type": "application/json" },
      payload,
    });
  const answers = [
    await send(JSON.stringify({ name: "x".repeat(70_000), password: "p" })),
    await send("{"),
    await send('{"name":1}'),
  ];
  expect(answers.map((answer) => answer.statusCode)).toEqual([413, 400, 400]);
  for (const answer of answers) {
    expect(answer.json()).toMatchObject({
      code: expect.any(String),
      detail: expect.any(String),
      id: expect.any(String),
    });
    expect(answer.body).not.toContain("node_modules");
  }
});

test("the log says which account was refused and from where, and holds neither a password nor a name that nobody has", async () => {
  const lines: string[] = [];
  const logged = await makeApp({ log: makeLog("debug", { write: (line) => void lines.push(line) }) });
  onTestFinished(() => logged.close());
  await logged.accounts.create("li", "correct horse battery");
  const enter = (url: string, payload: object) =>
    logged.app.inject({ method: "POST", url, headers: OWN_PAGE, remoteAddress: "192.0.2.7", payload });
  await enter("/api/session", { name: "li", password: "guessed-in-vain" });
  await enter("/api/session", { name: "typed into the wrong field", password: "x" });
  await enter("/api/first-account", { token: "used-up-token", name: "ana", password: "another long one" });
  for (let guess = 0; guess < 20; guess++) await enter("/api/session", { name: "li", password: "guessed-in-vain" });
  const right = await enter("/api/session", { name: "li", password: "correct horse battery" });
  expect(right.statusCode).toBe(429);
  const told = lines
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .filter(({ level }) => Number(level) >= 40);
  expect(told.map(({ code, from, account }) => [code, from, account])).toEqual([
    ["wrong-sign-in", "192.0.2.7", "li"],
    ["wrong-sign-in", "192.0.2.7", undefined],
    ["too-many-attempts", "192.0.2.7", "li"],
  ]);
  expect(lines.join("")).not.toMatch(/guessed-in-vain|wrong field|correct horse|used-up-token|another long/);
});
