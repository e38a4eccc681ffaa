import { ROLES, type People, type Role } from "@probewarden/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { MOST_INVITATIONS } from "../people/invitations.ts";
import { makeApp, OWN_PAGE, type AppFixture } from "./app-fixture.ts";

const PASSWORD = "correct horse battery";
const EVERYWHERE = { all: true } as const;
let fixture: AppFixture;
let chief: { pw_session: string };
beforeAll(async () => {
  fixture = await makeApp();
  chief = await signedIn("chief", ["administrator"]);
});
afterAll(() => fixture.close());

async function signedIn(name: string, roles: readonly Role[]): Promise<{ pw_session: string }> {
  await fixture.accounts.create(name, PASSWORD, { roles, scope: EVERYWHERE });
  return {
    pw_session:
      (await fixture.accounts.signIn(name, PASSWORD, { from: { client: "Firefox", network: "192.0.2.0/24" } })) ?? "",
  };
}
const ask = (method: "GET" | "POST" | "PUT", path: string, payload?: object, cookies: Record<string, string> = chief) =>
  fixture.app.inject({
    method,
    url: `/api/${path}`,
    headers: OWN_PAGE,
    cookies,
    ...(payload === undefined ? {} : { payload }),
  });
const people = async (): Promise<People> => (await ask("GET", "people")).json();
const idOf = async (name: string): Promise<string> =>
  (await people()).items.find((one) => one.name === name)?.accountId ?? "nobody";
const useLink = (token: string, name: string, password = PASSWORD) =>
  ask("POST", "first-account", { token, name, password }, {});
const audited = async (action: string): Promise<string[]> =>
  (await fixture.state.db.selectFrom("audit").select(["by", "subject"]).where("action", "=", action).execute()).map(
    ({ by, subject }) => `${by}: ${subject}`,
  );

test("a one-time link makes an account with what its maker gave it, once", async () => {
  const scope = { districts: ["Harbour"], venues: [] };
  const { token } = (await ask("POST", "people/invitations", { name: "Ana", roles: ["duty-officer"], scope })).json();
  expect((await people()).invitations).toMatchObject([{ name: "Ana", roles: ["duty-officer"], madeBy: "chief" }]);
  expect(JSON.stringify(await people())).not.toContain(token);
  const made = await useLink(token, "ana");
  expect(made.json()).toMatchObject({ signedIn: true, name: "ana", roles: ["duty-officer"], scope });
  expect((await useLink(token, "ben")).statusCode).toBe(401);
  expect((await people()).invitations).toEqual([]);
  expect((await people()).items).toMatchObject([
    { name: "ana", roles: ["duty-officer"], scope, active: true, sessions: 1 },
    { name: "chief", roles: ["administrator"] },
  ]);
  expect(await audited("account-invited")).toEqual(["chief: Ana: duty-officer, Harbour"]);
});

test("a link is good for a day, and can be withdrawn before", async () => {
  const invite = async (): Promise<string> =>
    (await ask("POST", "people/invitations", { roles: ["inspector"], scope: EVERYWHERE })).json().token;
  const [withdrawn, late] = [await invite(), await invite()];
  const [{ invitationId } = { invitationId: "" }] = (await people()).invitations;
  const left = (await ask("POST", `people/invitations/${invitationId}/withdraw`)).json<People>();
  expect(left.invitations).toHaveLength(1);
  expect((await ask("POST", `people/invitations/${invitationId}/withdraw`)).statusCode).toBe(404);
  fixture.clock.now += 25 * 3_600_000;
  chief = { pw_session: (await fixture.accounts.signIn("chief", PASSWORD)) ?? "" };
  for (const token of [withdrawn, late]) expect((await useLink(token, "cara")).statusCode).toBe(401);
});

test("an account that is shut lets nobody in from that moment, and lets in again when it is opened", async () => {
  const cookies = await signedIn("dora", ["inspector"]);
  const accountId = await idOf("dora");
  expect((await ask("GET", "suspects", undefined, cookies)).statusCode).toBe(200);
  const shut = (await ask("PUT", `people/${accountId}/active`, { active: false })).json<People>();
  expect(shut.items.find(({ name }) => name === "dora")).toMatchObject({ active: false, sessions: 0 });
  expect((await ask("GET", "suspects", undefined, cookies)).statusCode).toBe(401);
  const entry = { name: "dora", password: PASSWORD };
  expect((await ask("POST", "session", entry, {})).statusCode).toBe(401);
  await ask("PUT", `people/${accountId}/active`, { active: true });
  expect((await ask("POST", "session", entry, {})).statusCode).toBe(200);
  expect(await audited("account-deactivated")).toEqual(["chief: dora"]);
});

test("other rights hold from that moment, end the sessions, and are told when the officers are not apart", async () => {
  const cookies = await signedIn("eve", ["inspector"]);
  const rights = { roles: ["auditor", "administrator"], scope: EVERYWHERE };
  expect((await ask("PUT", `people/${await idOf("eve")}/rights`, rights)).statusCode).toBe(200);
  expect((await ask("GET", "suspects", undefined, cookies)).statusCode).toBe(401);
  const again = { pw_session: (await fixture.accounts.signIn("eve", PASSWORD)) ?? "" };
  expect((await ask("GET", "audit", undefined, again)).statusCode).toBe(200);
  expect((await ask("GET", "webhook", undefined, again)).statusCode).toBe(200);
  expect(await audited("rights-changed")).toEqual(["chief: eve: auditor+administrator, not apart, everywhere"]);
});

test("nobody changes what they may do themselves, shuts themselves out, or resets their own password by a link", async () => {
  const own = await idOf("chief");
  for (const [method, path, body] of [
    ["PUT", "rights", { roles: ROLES, scope: EVERYWHERE }],
    ["PUT", "active", { active: false }],
    ["POST", "reset", undefined],
  ] as const)
    expect((await ask(method, `people/${own}/${path}`, body)).json().code, path).toBe("own-account");
  expect((await people()).items.find(({ name }) => name === "chief")?.roles).toEqual(["administrator"]);
  expect((await ask("PUT", "people/nobody/active", { active: false })).statusCode).toBe(404);
});

test("a link resets one account's password and no other's; its sessions end, and an earlier link is void", async () => {
  const cookies = await signedIn("fay", ["technician"]);
  const reset = async (): Promise<string> => (await ask("POST", `people/${await idOf("fay")}/reset`)).json().token;
  const [void_, token] = [await reset(), await reset()];
  const other = "another long password";
  expect((await useLink(void_, "fay", other)).statusCode).toBe(401);
  expect((await useLink(token, "ana", other)).statusCode).toBe(401);
  expect((await ask("GET", "sensors", undefined, cookies)).statusCode).toBe(200);
  expect((await useLink(token, "fay", other)).json()).toMatchObject({ name: "fay", roles: ["technician"] });
  expect((await ask("GET", "sensors", undefined, cookies)).statusCode).toBe(401);
  expect((await ask("POST", "session", { name: "fay", password: PASSWORD }, {})).statusCode).toBe(401);
});

test("sessions are listed with their browser, and one of them can be ended", async () => {
  const first = await signedIn("gil", ["technician"]);
  const second = {
    pw_session:
      (await fixture.accounts.signIn("gil", PASSWORD, { from: { client: "Safari", network: "192.0.2.0/24" } })) ?? "",
  };
  const path = `people/${await idOf("gil")}/sessions`;
  const { items } = (await ask("GET", path)).json<{ items: { sessionId: string; client: string }[] }>();
  expect(items.map(({ client }) => client).toSorted()).toEqual(["Firefox", "Safari"]);
  expect(JSON.stringify(items)).not.toContain(first.pw_session);
  await ask("POST", `${path}/end`, { sessionId: items.find(({ client }) => client === "Safari")?.sessionId });
  expect((await ask("GET", "sensors", undefined, second)).statusCode).toBe(401);
  expect((await ask("GET", "sensors", undefined, first)).statusCode).toBe(200);
  await ask("POST", `${path}/end`, {});
  expect((await ask("GET", "sensors", undefined, first)).statusCode).toBe(401);
});

test("links that are open have a bound", async () => {
  const { invitations } = fixture.accounts;
  const open = (await invitations.list()).length;
  const rights = { roles: ["inspector"] as const, scope: EVERYWHERE };
  for (let i = open; i < MOST_INVITATIONS; i++) expect(await invitations.make(rights, "chief")).toBeDefined();
  const refused = await ask("POST", "people/invitations", { roles: ["inspector"], scope: EVERYWHERE });
  expect([refused.statusCode, refused.json().code]).toEqual([409, "too-many-invitations"]);
});

test("a password that everybody guesses is refused, and uses no link up", async () => {
  const invited = await fixture.accounts.makeLinkToken();
  for (const password of ["password1234", "aaaaaaaaaaaa", "hilda-2026-hilda"]) {
    const answer = await useLink(invited, "hilda", password);
    expect([password, answer.statusCode, answer.json().code]).toEqual([password, 400, "weak-password"]);
  }
  expect((await useLink(invited, "hilda")).statusCode).toBe(200);
});

test("roles that there are not, none, and twice the same are refused", async () => {
  for (const roles of [["chief"], [], ["inspector", "inspector"]]) {
    const answer = await ask("POST", "people/invitations", { roles, scope: EVERYWHERE });
    expect([roles, answer.statusCode]).toEqual([roles, 400]);
  }
});
