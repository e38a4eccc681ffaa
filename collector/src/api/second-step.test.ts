import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { ROLES, type Role } from "@probewarden/contract";
import { TOTP } from "otpauth";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeApp, OWN_PAGE, type AppFixture } from "./app-fixture.ts";
import { describedRoutes, fillPath } from "./test-described-routes.ts";

const PASSWORD = "correct horse battery";
const STEP_MS = 30_000;
let fixture: AppFixture;
beforeAll(async () => {
  fixture = await makeApp({ secondStepFor: ["approver"] });
});
afterAll(() => fixture.close());

type Cookies = Record<string, string>;
const post = (url: string, payload: object, cookies: Cookies = {}) =>
  fixture.app.inject({ method: "POST", url: `/api/${url}`, headers: OWN_PAGE, cookies, payload });
const enter = (name: string, code?: string, password = PASSWORD) =>
  post("session", { name, password, ...(code === undefined ? {} : { code }) });
const cookieOf = ({ cookies }: { cookies: { name: string; value: string }[] }): Cookies => ({
  pw_session: cookies.find(({ name }) => name === "pw_session")?.value ?? "",
});
const told = (answer: { statusCode: number; json: () => { code?: string } }) => [answer.statusCode, answer.json().code];
const codeOf = (secret: string, stepsFromNow = 0): string =>
  new TOTP({ secret }).generate({ timestamp: fixture.clock.now + stepsFromNow * STEP_MS });
const sessionsOf = async (name: string): Promise<number> =>
  (await fixture.accounts.list()).find((one) => one.name === name)?.sessions ?? 0;
const idOf = async (name: string): Promise<string> => (await fixture.accounts.idOf(name)) ?? "";
const audited = async (action: string): Promise<string[]> =>
  (await fixture.state.db.selectFrom("audit").select(["by", "subject"]).where("action", "=", action).execute()).map(
    ({ by, subject }) => `${by}: ${subject}`,
  );

/** An account with a second step, signed in; time goes on, so that its next code is another one. */
async function withSecondStep(
  name: string,
  roles: readonly Role[] = ["inspector"],
): Promise<{ secret: string; recoveryCodes: string[]; cookies: Cookies }> {
  await fixture.accounts.create(name, PASSWORD, { roles, scope: { all: true } });
  const cookies = cookieOf(await enter(name));
  const { secret } = (await post("own/second-step/begin", { password: PASSWORD }, cookies)).json<{ secret: string }>();
  const confirmed = await post("own/second-step/confirm", { code: codeOf(secret) }, cookies);
  fixture.clock.now += STEP_MS;
  return { secret, recoveryCodes: confirmed.json<{ recoveryCodes: string[] }>().recoveryCodes, cookies };
}

test("it is set up by password and first code, ends other sessions, and from then on signing in takes a code", async () => {
  await fixture.accounts.create("ana", PASSWORD, { roles: ["inspector"], scope: { all: true } });
  const [cookies, elsewhere] = [cookieOf(await enter("ana")), cookieOf(await enter("ana"))];
  expect(told(await post("own/second-step/begin", { password: "a wrong password" }, cookies))).toEqual([
    401,
    "wrong-sign-in",
  ]);
  const begun = (await post("own/second-step/begin", { password: PASSWORD }, cookies)).json();
  expect(begun.uri).toContain(`secret=${begun.secret}`);
  expect(begun.uri).toMatch(/^otpauth:\/\/totp\/Probewarden:ana\?/);
  // It does not count before its first code: whoever goes away in the middle is not shut out.
  expect((await enter("ana")).statusCode).toBe(200);
  expect(told(await post("own/second-step/confirm", { code: "000000" }, cookies))).toEqual([401, "wrong-code"]);
  const confirmed = await post("own/second-step/confirm", { code: codeOf(begun.secret) }, cookies);
  expect(new Set(confirmed.json().recoveryCodes).size).toBe(10);
  const own = await fixture.app.inject({ url: "/api/own/second-step", cookies });
  expect(own.json()).toEqual({ state: "on", recoveryCodesLeft: 10 });
  expect((await fixture.app.inject({ url: "/api/suspects", cookies: elsewhere })).statusCode).toBe(401);
  expect(told(await post("own/second-step/begin", { password: PASSWORD }, cookies))).toEqual([409, "not-possible"]);

  fixture.clock.now += STEP_MS;
  const entered = await enter("ana", codeOf(begun.secret));
  expect(entered.json()).toMatchObject({ signedIn: true, name: "ana" });
  expect(await audited("second-step-on")).toEqual(["ana: ana"]);
});

test("a secret that nobody confirmed within a quarter of an hour is void", async () => {
  await fixture.accounts.create("late", PASSWORD);
  const cookies = cookieOf(await enter("late"));
  const { secret } = (await post("own/second-step/begin", { password: PASSWORD }, cookies)).json();
  fixture.clock.now += 16 * 60_000;
  expect(told(await post("own/second-step/confirm", { code: codeOf(secret) }, cookies))).toEqual([401, "wrong-code"]);
  expect((await enter("late")).statusCode).toBe(200);
});

test("who has the password alone gets no session, no cookie and no right, and is told only what is missing", async () => {
  await withSecondStep("ben");
  const before = await sessionsOf("ben");
  const answer = await enter("ben");
  expect(told(answer)).toEqual([401, "code-needed"]);
  expect(answer.cookies).toEqual([]);
  expect(await sessionsOf("ben")).toBe(before);
  // A wrong password is answered as that of an account without a second step is.
  expect(told(await enter("ben", undefined, "a wrong password"))).toEqual([401, "wrong-sign-in"]);
  expect(told(await enter("ben", "123456", "a wrong password"))).toEqual([401, "wrong-sign-in"]);
});

test("a code lets in once, none that is older than one that was taken, and only near its time", async () => {
  const { secret } = await withSecondStep("cara");
  const code = codeOf(secret);
  expect((await enter("cara", code)).statusCode).toBe(200);
  expect(told(await enter("cara", code))).toEqual([401, "wrong-sign-in"]);
  expect(told(await enter("cara", codeOf(secret, -1)))).toEqual([401, "wrong-sign-in"]);
  // A phone whose clock is half a minute ahead, typed with a blank.
  expect((await enter("cara", codeOf(secret, 1).replace(/^.../, "$& "))).statusCode).toBe(200);
  fixture.clock.now += 10 * STEP_MS;
  expect(told(await enter("cara", codeOf(secret, -2)))).toEqual([401, "wrong-sign-in"]);
  expect((await enter("cara", codeOf(secret, -1))).statusCode).toBe(200);
});

test("of many that come at once with one code one gets in", async () => {
  const { secret } = await withSecondStep("cleo");
  const code = codeOf(secret);
  const owner = { userId: await idOf("cleo"), name: "cleo" };
  const { secondSteps } = fixture.accounts;
  const entered = await Promise.all(Array.from({ length: 8 }, () => secondSteps.check(owner, code)));
  expect(entered.filter(Boolean)).toHaveLength(1);
});

test("guessing codes is slowed down as guessing passwords is, also for who has the password", async () => {
  const { secret } = await withSecondStep("dora");
  for (let guess = 0; guess < 4; guess += 1)
    expect(told(await enter("dora", `00000${guess}`))).toEqual([401, "wrong-sign-in"]);
  expect(told(await enter("dora", codeOf(secret)))).toEqual([429, "too-many-attempts"]);
});

test("a recovery code lets in once, and others take the place of those that are left", async () => {
  const { secret, recoveryCodes, cookies } = await withSecondStep("eve");
  const [first = "", second = ""] = recoveryCodes;
  expect(first).toMatch(/^([a-z2-7]{4}-){3}[a-z2-7]{4}$/);
  expect((await enter("eve", first.toUpperCase().replaceAll("-", " "))).statusCode).toBe(200);
  expect(told(await enter("eve", first))).toEqual([401, "wrong-sign-in"]);
  expect(await audited("recovery-code-used")).toEqual(["eve: eve"]);
  const renewed = await post("own/second-step/codes", { code: codeOf(secret) }, cookies);
  expect(renewed.json().recoveryCodes).toHaveLength(10);
  expect(told(await enter("eve", second))).toEqual([401, "wrong-sign-in"]);
});

test("neither secret nor recovery codes can be read in the database", async () => {
  const { secret, recoveryCodes } = await withSecondStep("fay");
  await fixture.state.db.selectFrom("users").select("name").execute();
  const { dataDir } = fixture.config;
  const octets = readdirSync(dataDir)
    .filter((name) => name.startsWith("state.db"))
    .map((name) => readFileSync(join(dataDir, name), "latin1"))
    .join("");
  // What stands there, is found: the search can fail.
  expect(octets).toContain("fay");
  for (const text of [secret, ...recoveryCodes, ...recoveryCodes.map((code) => code.replaceAll("-", ""))])
    expect(octets).not.toContain(text);
});

test("a link that resets the password is no way around it, and the link is not used up by asking", async () => {
  const { secret } = await withSecondStep("gil");
  const made = await fixture.accounts.invitations.make(
    { roles: ["inspector"], scope: { all: true }, userId: await idOf("gil"), name: "gil" },
    "chief",
  );
  const use = (code?: string) =>
    post("first-account", {
      token: made?.token ?? "",
      name: "gil",
      password: "another long password",
      ...(code === undefined ? {} : { code }),
    });
  expect(told(await use())).toEqual([401, "code-needed"]);
  expect(told(await use("000000"))).toEqual([401, "wrong-sign-in"]);
  expect((await use(codeOf(secret))).json()).toMatchObject({ signedIn: true, name: "gil" });
});

test("a role that takes a second step opens nothing but one's own account until it is set up, and keeps it", async () => {
  await fixture.accounts.create("hal", PASSWORD, { roles: ["approver"], scope: { all: true } });
  const entered = await enter("hal");
  expect(entered.json()).toMatchObject({ signedIn: true, needsSecondStep: true });
  const cookies = cookieOf(entered);
  await fixture.accounts.create("all", PASSWORD, {
    roles: ROLES.filter((role) => role !== "approver"),
    scope: { all: true },
  });
  for (const { method, path, operation, open } of await describedRoutes(fixture.app, cookieOf(await enter("all")))) {
    if (open || path === "/api/own/sessions/end") continue;
    const answer = await fixture.app.inject({
      method: path === "/api/stream" ? "HEAD" : method,
      url: fillPath(path),
      headers: OWN_PAGE,
      cookies,
      ...(method === "GET" || method === "DELETE" ? {} : { payload: {} }),
    });
    const isRefused =
      answer.body.includes("second-step-needed") || (path === "/api/stream" && answer.statusCode === 403);
    expect([`${method} ${path}`, isRefused]).toEqual([`${method} ${path}`, operation["x-scope"] !== "own"]);
  }
  const { secret } = (await post("own/second-step/begin", { password: PASSWORD }, cookies)).json();
  await post("own/second-step/confirm", { code: codeOf(secret) }, cookies);
  expect((await fixture.app.inject({ url: "/api/suspects", cookies })).statusCode).toBe(200);
  fixture.clock.now += STEP_MS;
  const off = await post("own/second-step/off", { password: PASSWORD, code: codeOf(secret) }, cookies);
  expect(told(off)).toEqual([409, "not-possible"]);
});

test("one takes one's own off by password and code; an administrator another one's, which ends the sessions", async () => {
  const { secret, cookies } = await withSecondStep("ida");
  const off = (code: string) => post("own/second-step/off", { password: PASSWORD, code }, cookies);
  expect(told(await off("000000"))).toEqual([401, "wrong-code"]);
  expect((await off(codeOf(secret))).json()).toEqual({ state: "off", recoveryCodesLeft: 0 });
  expect((await enter("ida")).statusCode).toBe(200);

  const jon = await withSecondStep("jon");
  const chief = await withSecondStep("chief", ["administrator"]);
  const takeOff = async (name: string) => post(`people/${await idOf(name)}/second-step/off`, {}, chief.cookies);
  expect(told(await takeOff("chief"))).toEqual([409, "own-account"]);
  expect((await takeOff("jon")).statusCode).toBe(200);
  expect((await fixture.app.inject({ url: "/api/suspects", cookies: jon.cookies })).statusCode).toBe(401);
  expect((await enter("jon")).statusCode).toBe(200);
  expect(await audited("second-step-off")).toEqual(["ida: ida", "chief: jon"]);
});

test("the command line's reset takes it off", async () => {
  await withSecondStep("kim");
  expect(await fixture.accounts.reset("kim", "another long password", "command line")).toBe(true);
  expect((await enter("kim", undefined, "another long password")).statusCode).toBe(200);
  expect(await audited("second-step-off")).toContain("command line: kim");
});
