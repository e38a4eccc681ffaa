import { ROLES, type Role } from "@probewarden/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { MOST_LOOKS, NoteReads } from "../people/note-reads.ts";
import { makeApp, OWN_PAGE, putSuspect, type AppFixture } from "./app-fixture.ts";

const PASSWORD = "correct horse battery";
let fixture: AppFixture;
const cookies = new Map<Role, { pw_session: string }>();
beforeAll(async () => {
  fixture = await makeApp();
  await putSuspect(fixture, "box-one");
  for (const role of ["inspector", "auditor", "administrator"] as const) {
    await fixture.accounts.create(role, PASSWORD, { roles: [role], scope: { all: true } });
    cookies.set(role, { pw_session: (await fixture.accounts.signIn(role, PASSWORD)) ?? "" });
  }
});
afterAll(() => fixture.close());

const read = async (role: Role, url: string) =>
  fixture.app.inject({ url, headers: OWN_PAGE, cookies: cookies.get(role) ?? {} });
const lines = async (query = ""): Promise<string[]> =>
  (await read("auditor", `/api/audit${query}`))
    .json<{ items: { by: string; action: string; subject: string }[] }>()
    .items.map(({ by, action, subject }) => `${by} ${action} ${subject}`);

test("the auditor finds the act, who looked at the evidence, and who took it away; the chain is whole", async () => {
  await read("inspector", "/api/suspects/box-one");
  await read("inspector", "/api/suspects/box-one");
  await fixture.app.inject({
    method: "POST",
    url: "/api/suspects/box-one/decision",
    headers: OWN_PAGE,
    cookies: cookies.get("inspector") ?? {},
    payload: { decision: "to-visit", reason: "go and look" },
  });
  await read("inspector", "/api/suspects.csv");
  await read("inspector", "/api/suspects.csv");
  expect((await lines()).slice(0, 5)).toEqual([
    "auditor audit-read audit",
    "inspector file-taken suspects.csv",
    "inspector file-taken suspects.csv",
    "inspector suspect-to-visit box-one",
    "inspector suspect-read box-one",
  ]);
  expect(await lines("?action=suspect-to-visit&by=inspector")).toEqual(["inspector suspect-to-visit box-one"]);
  const report = (await read("auditor", "/api/audit/check")).json();
  expect(report).toMatchObject({ from: 1, lines: report.to });
  expect(report.broken).toBeUndefined();
});

test("who looks again after a while has looked again", async () => {
  const before = (await lines("?action=suspect-read")).length;
  fixture.clock.now += 11 * 60_000;
  await read("inspector", "/api/suspects/box-one");
  expect(await lines("?action=suspect-read")).toHaveLength(before + 1);
});

test("what was changed behind its back is named", async () => {
  await fixture.state.db.updateTable("audit").set({ by: "nobody" }).where("seq", "=", 2).execute();
  expect((await read("auditor", "/api/audit/check")).json().broken).toEqual({ seq: 2, fault: "changed" });
});

test("only the auditor reads the record, no route changes it, and no other method is answered", async () => {
  for (const role of ["inspector", "administrator"] as const)
    for (const url of ["/api/audit", "/api/audit/check", "/api/audit.csv"])
      expect((await read(role, url)).json().code, url).toBe("not-your-role");
  await fixture.accounts.create("all", PASSWORD, { roles: ROLES, scope: { all: true } });
  const pw_session = (await fixture.accounts.signIn("all", PASSWORD)) ?? "";
  for (const method of ["POST", "PUT", "DELETE", "PATCH"] as const)
    expect(
      (await fixture.app.inject({ method, url: "/api/audit", headers: OWN_PAGE, cookies: { pw_session } })).statusCode,
    ).toBe(404);
});

test("looks that are remembered have a bound, and one that is forgotten is told again", async () => {
  let told = 0;
  const state = { transaction: () => Promise.resolve(void (told += 1)) };
  const reads = new NoteReads(state as never, () => 0);
  const look = (i: number): Promise<void> =>
    reads.note({ by: "li", action: "suspect-read", subject: `box-${i}` }, false);
  for (let i = 0; i <= MOST_LOOKS; i++) await look(i);
  expect([reads.remembered, told]).toEqual([MOST_LOOKS, MOST_LOOKS + 1]);
  await look(MOST_LOOKS);
  expect(told).toBe(MOST_LOOKS + 1);
  await look(0);
  expect(told).toBe(MOST_LOOKS + 2);
});
