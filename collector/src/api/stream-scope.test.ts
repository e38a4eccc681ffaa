import type { AddressInfo } from "node:net";
import { ROLES, type Role, type Scope } from "@probewarden/contract";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { readAlerts } from "../alerts/read-alerts.ts";
import { changeRights } from "../people/manage-accounts.ts";
import { makeSuspectRow, makeVenueRow } from "../store/state/test-rows.ts";
import { makeApp, OWN_PAGE, type AppFixture } from "./app-fixture.ts";

/** A busy machine takes its time. */
const WAIT = { timeout: 20_000 };
const PASSWORD = "correct horse battery";
let fixture: AppFixture;
beforeAll(async () => {
  fixture = await makeApp();
  for (const venue_id of ["mall", "pier"])
    await fixture.state.db
      .insertInto("venues")
      .values({ ...makeVenueRow(), venue_id })
      .execute();
  for (const [suspectId, venue_id] of [
    ["at-mall", "mall"],
    ["at-pier", "pier"],
  ] as const)
    await fixture.state.db
      .insertInto("suspects")
      .values({ ...makeSuspectRow(suspectId, { state: "active", band: "suspected" }), venue_id })
      .execute();
  for (const suspectId of ["at-mall", "at-pier"]) await fixture.alerts.suspectChanged(suspectId);
  for (const { alertId, suspectId } of await readAlerts(fixture.state, {})) alertOf.set(suspectId ?? "", alertId);
  await fixture.app.listen({ host: "127.0.0.1", port: 0 });
});
afterAll(() => fixture.close());

const alertOf = new Map<string, string>();
const only = (venueId: string): Scope => ({ districts: [], venues: [venueId] });

/** A page of an account that listens; `heard` is all that came, `over` becomes true when the stream ends. */
async function listen(name: string, roles: readonly Role[], scope: Scope) {
  await fixture.accounts.create(name, PASSWORD, { roles, scope });
  const token = (await fixture.accounts.signIn(name, PASSWORD)) ?? "";
  const { port } = fixture.app.server.address() as AddressInfo;
  const answer = await fetch(`http://127.0.0.1:${port}/api/stream`, { headers: { cookie: `pw_session=${token}` } });
  const page = { heard: "", over: false, token };
  void (async () => {
    for await (const text of answer.body?.pipeThrough(new TextDecoderStream()) ?? []) page.heard += text;
    page.over = true;
  })().catch(() => (page.over = true));
  return page;
}
/** Tells of the alerts of these suspects. */
async function tell(...suspectIds: string[]): Promise<void> {
  for (const suspectId of suspectIds) fixture.stream.changed("alert", alertOf.get(suspectId) ?? "");
  await fixture.stream.flush();
}
const until = (isThere: () => boolean): Promise<void> => vi.waitFor(() => expect(isThere()).toBe(true), WAIT);
const idOf = async (name: string): Promise<string> => (await fixture.accounts.idOf(name)) ?? "";

test("of two accounts each hears of its own venue and never of the other's, nor of evidence without a role for it", async () => {
  const mall = await listen("mall officer", ["inspector"], only("mall"));
  const pier = await listen("pier officer", ["inspector"], only("pier"));
  const chief = await listen("chief", ["administrator"], { all: true });
  const everything = await listen("everything", ROLES, { all: true });
  await tell("at-pier");
  await tell("at-mall");
  await until(() => everything.heard.includes("at-mall") && mall.heard.includes("at-mall"));
  await until(() => pier.heard.includes("at-pier"));
  // A second round: what came late of the first would be there by its end.
  await tell("at-pier", "at-mall");
  await until(() => everything.heard.split("at-mall").length > 2 && everything.heard.split("at-pier").length > 2);
  expect(mall.heard).not.toContain("at-pier");
  expect(pier.heard).not.toContain("at-mall");
  expect(chief.heard).not.toContain("event: alert");
});

test("whoever comes back is told only of the own venues what was missed", async () => {
  const { port } = fixture.app.server.address() as AddressInfo;
  await fixture.accounts.create("returned", PASSWORD, { roles: ["inspector"], scope: only("mall") });
  const token = (await fixture.accounts.signIn("returned", PASSWORD)) ?? "";
  const aborted = new AbortController();
  const answer = await fetch(`http://127.0.0.1:${port}/api/stream`, {
    headers: { cookie: `pw_session=${token}`, "last-event-id": String(fixture.clock.now * 1_000) },
    signal: aborted.signal,
  });
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  await tell("at-pier");
  await tell("at-mall");
  while (!text.includes("at-mall")) text += (await reader?.read())?.value ?? "";
  expect(text).not.toContain("at-pier");
  aborted.abort();
});

test("another scope, or a role taken away, ends the streams that are open, and the old session opens none", async () => {
  await fixture.accounts.create("admin", PASSWORD, { roles: ["administrator"], scope: { all: true } });
  const pw_session = (await fixture.accounts.signIn("admin", PASSWORD)) ?? "";
  const change = async (name: string, payload: object): Promise<number> =>
    (
      await fixture.app.inject({
        method: "PUT",
        url: `/api/people/${await idOf(name)}/rights`,
        headers: OWN_PAGE,
        cookies: { pw_session },
        payload,
      })
    ).statusCode;
  for (const [name, rights] of [
    ["moved", { roles: ["inspector"], scope: only("pier") }],
    ["demoted", { roles: ["administrator"], scope: { all: true } }],
  ] as const) {
    const page = await listen(name, ["inspector"], only("mall"));
    await tell("at-mall");
    await until(() => page.heard.includes("at-mall"));
    expect(await change(name, rights)).toBe(200);
    await until(() => page.over);
    const before = page.heard;
    await tell("at-mall", "at-pier");
    expect(page.heard).toBe(before);
    const again = await fixture.app.inject({ url: "/api/suspects", cookies: { pw_session: page.token } });
    expect(again.statusCode).toBe(401);
  }
});

test("rights that were changed at another collector end the stream at the next look", async () => {
  const page = await listen("elsewhere", ["inspector"], only("mall"));
  const rights = { roles: ["inspector"] as const, scope: only("pier") };
  await changeRights(fixture.state, { accountId: await idOf("elsewhere"), by: "admin", at: fixture.clock.now }, rights);
  await until(() => page.over);
  await tell("at-pier");
  expect(page.heard).not.toContain("at-pier");
});
