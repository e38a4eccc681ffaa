import { ROLES, type PersonSession } from "@probewarden/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeApp, OWN_PAGE, type AppFixture } from "./app-fixture.ts";

const PASSWORD = "correct horse battery";
let fixture: AppFixture;
beforeAll(async () => {
  fixture = await makeApp();
  for (const name of ["ana", "ben"])
    await fixture.accounts.create(name, PASSWORD, { roles: ROLES, scope: { all: true } });
});
afterAll(() => fixture.close());

/** Signs in as a browser does, from an address. */
async function enter(name: string, client: string, remoteAddress: string): Promise<string> {
  const answer = await fixture.app.inject({
    method: "POST",
    url: "/api/session",
    headers: { ...OWN_PAGE, "user-agent": client },
    remoteAddress,
    payload: { name, password: PASSWORD },
  });
  return answer.cookies.find((cookie) => cookie.name === "pw_session")?.value ?? "";
}
const sessions = async (pw_session: string): Promise<PersonSession[]> =>
  (await fixture.app.inject({ url: "/api/own/sessions", cookies: { pw_session } })).json<{ items: PersonSession[] }>()
    .items ?? [];
const end = (pw_session: string, payload: object) =>
  fixture.app.inject({
    method: "POST",
    url: "/api/own/sessions/end",
    headers: OWN_PAGE,
    cookies: { pw_session },
    payload,
  });

test("one sees where one is signed in, roughly from where, and ends what is not oneself any more", async () => {
  const office = await enter("ana", "Firefox", "192.0.2.7");
  const phone = await enter("ana", "Safari", "2001:db8:5:1::7");
  const stranger = await enter("ana", "curl", "203.0.113.9");
  const other = await enter("ben", "Firefox", "192.0.2.8");

  const all = await sessions(office);
  expect(all.map(({ client, network, isThis = false }) => `${client} ${network} ${isThis}`).toSorted()).toEqual([
    "Firefox 192.0.2.0/24 true",
    "Safari 2001:db8:5::/48 false",
    "curl 203.0.113.0/24 false",
  ]);
  for (const token of [office, phone, stranger]) expect(JSON.stringify(all)).not.toContain(token);

  const idOf = (client: string): string | undefined => all.find((one) => one.client === client)?.sessionId;
  await end(office, { sessionId: idOf("curl") });
  expect((await sessions(office)).length).toBe(2);
  expect(await sessions(stranger)).toEqual([]);

  // Another one's session is none of one's own, whoever knows its name.
  const [foreign] = await sessions(other);
  await end(office, { sessionId: foreign?.sessionId });
  expect((await sessions(other)).length).toBe(1);

  const left = await end(office, {});
  expect(left.json()).toMatchObject({ items: [{ client: "Firefox", isThis: true }] });
  expect(await sessions(phone)).toEqual([]);
  const lines = await fixture.state.db
    .selectFrom("audit")
    .select(["by", "subject"])
    .where("action", "=", "sessions-ended")
    .execute();
  expect(lines).toEqual([
    { by: "ana", subject: "ana (1)" },
    { by: "ana", subject: "ana (0)" },
    { by: "ana", subject: "ana (1)" },
  ]);
});
