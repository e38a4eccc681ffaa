import { afterEach, beforeEach, expect, test } from "vitest";
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
    expect(response.json()).toMatchObject({ error: "sign-in-needed", id: expect.stringMatching(/^error-[g-v]{12}$/) });
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
  expect(made.json()).toEqual({ signedIn: true, demo: false, name: "li", needsFirstAccount: false });
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
  expect([taken.statusCode, taken.json().error]).toEqual([409, "name-taken"]);
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
  await fixture.accounts.create("li", "correct horse battery");
  for (let guess = 0; guess < 4; guess += 1) expect((await signIn("wrong")).statusCode).toBe(401);
  expect((await signIn("correct horse battery")).statusCode).toBe(429);
  fixture.clock.now += 60_000;
  expect((await signIn("correct horse battery")).statusCode).toBe(200);
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
      error: expect.any(String),
      message: expect.any(String),
      id: expect.any(String),
    });
    expect(answer.body).not.toContain("node_modules");
  }
});
