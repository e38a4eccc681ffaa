import { afterEach, beforeEach, expect, test } from "vitest";
import { makeApp, OWN_PAGE, putSuspect, type AppFixture } from "../api/app-fixture.ts";
import { readAlerts } from "./read-alerts.ts";

let fixture: AppFixture;
beforeEach(async () => {
  fixture = await makeApp({ demo: true });
});
afterEach(() => fixture.close());

const alertStates = async () => (await readAlerts(fixture.state, {})).map(({ state, reason }) => [state, reason]);
const change = async (suspect: { band?: string; state?: string }) => {
  fixture.clock.now += 1000;
  await putSuspect(fixture, "box-one", suspect);
  await fixture.alerts.suspectChanged("box-one");
};
/** A person's step with the only alert, at the revision at which it is. */
const take = async (what: object) => {
  const [alert] = await readAlerts(fixture.state, {});
  return fixture.app.inject({
    method: "POST",
    url: `/api/alerts/${alert?.alertId}/steps`,
    headers: OWN_PAGE,
    payload: { revision: alert?.revision, what },
  });
};
const decide = (decision: string) =>
  fixture.app.inject({
    method: "POST",
    url: "/api/suspects/box-one/decision",
    headers: OWN_PAGE,
    payload: { decision, reason: "seen the licence" },
  });

test("an alert opens when the suspect first reaches suspected, and keeps one id while it rises and falls", async () => {
  await change({ band: "watch" });
  expect(await alertStates()).toEqual([]);
  for (const band of ["suspected", "strong", "watch", "suspected"]) await change({ band });
  expect(await alertStates()).toEqual([["open", undefined]]);
});

test("two changes at once open one alert", async () => {
  await putSuspect(fixture, "box-one");
  await Promise.all([fixture.alerts.suspectChanged("box-one"), fixture.alerts.suspectChanged("box-one")]);
  expect(await alertStates()).toHaveLength(1);
});

test("an alert whose suspect has ended waits until a person has seen it, and is open again when the suspect is back", async () => {
  await change({});
  await change({ state: "ended" });
  const [ended] = await readAlerts(fixture.state, {});
  expect(ended).toMatchObject({ state: "open", stage: "new", endedAt: "2026-11-24T08:00:02.000Z" });
  expect((await take({ step: "acknowledge" })).json()).toMatchObject({ state: "closed", reason: "ended" });
  await change({});
  expect(await readAlerts(fixture.state, {})).toMatchObject([
    { alertId: ended?.alertId, state: "open", stage: "new", raised: { reasons: ["came-back"] } },
  ]);
});

test("a person's close holds until the suspect comes back or its evidence grows, and then says why", async () => {
  await change({});
  const close = () => take({ step: "close", reason: "on our way" });
  expect((await close()).json()).toMatchObject({ state: "closed", reason: "on our way" });
  expect((await close()).statusCode).toBe(409);
  await change({});
  expect(await alertStates()).toEqual([["closed", "on our way"]]);
  await change({ band: "strong" });
  const raised = async () => (await readAlerts(fixture.state, {})).map(({ raised: why }) => why?.reasons);
  expect([await alertStates(), await raised()]).toEqual([[["open", undefined]], [["higher-band"]]]);
  await close();
  for (const band of ["watch", "strong"]) await change({ band });
  expect(await alertStates()).toEqual([["closed", "on our way"]]);
  await change({ band: "strong", state: "ended" });
  await change({ band: "strong" });
  expect([await alertStates(), await raised()]).toEqual([[["open", undefined]], [["came-back"]]]);
});

test("what is authorised raises no alert, until the decision is taken back; who, when and why are kept", async () => {
  await change({});
  expect((await decide("authorised")).statusCode).toBe(200);
  expect(await alertStates()).toEqual([["closed", "seen the licence"]]);
  await change({ band: "strong" });
  expect(await alertStates()).toHaveLength(1);
  await decide("none");
  expect(await alertStates()).toEqual([["open", undefined]]);
  const { history, suspect } = (await fixture.app.inject({ url: "/api/suspects/box-one" })).json();
  expect(suspect.decision).toBeUndefined();
  expect(
    history.map((record: { decision: string; by: string; at: string }) => [record.decision, record.by, record.at]),
  ).toEqual([
    ["none", "demo", "2026-11-24T08:00:02.000Z"],
    ["authorised", "demo", "2026-11-24T08:00:01.000Z"],
  ]);
  const audit = await fixture.state.db.selectFrom("audit").select(["action", "by", "subject"]).execute();
  expect(audit.map(({ action }) => action)).toEqual([
    "suspect-authorised",
    "alert-decided",
    "suspect-none",
    "suspect-read",
  ]);
  expect(fixture.decidedVenues).toEqual(["mall", "mall"]);
});

test("an unknown suspect or alert is not found", async () => {
  for (const url of ["/api/suspects/nobody/decision", "/api/alerts/nothing/steps"]) {
    const payload = url.endsWith("steps")
      ? { revision: 1, what: { step: "acknowledge" } }
      : { decision: "dismissed", reason: "x" };
    expect((await fixture.app.inject({ method: "POST", url, headers: OWN_PAGE, payload })).statusCode).toBe(404);
  }
});

test("what happened while the collector was down is told at its start", async () => {
  await putSuspect(fixture, "box-one");
  await fixture.alerts.start();
  expect(await alertStates()).toEqual([["open", undefined]]);
});

test("a flood of suspects opens so many alerts and no more, and says how many it held back; a strong one has room", async () => {
  const { alerts, clock, state } = fixture;
  for (let index = 0; index < 300; index += 1) {
    await putSuspect(fixture, `flood-${index}`);
    await alerts.suspectChanged(`flood-${index}`);
  }
  expect(await alertStates()).toHaveLength(10);
  await alerts.openHeldBack();
  expect(alerts.heldBack).toBe(290);
  await putSuspect(fixture, "box-one", { band: "strong" });
  await alerts.suspectChanged("box-one");
  expect((await readAlerts(state, {})).filter(({ suspectId }) => suspectId === "box-one")).toHaveLength(1);

  // A minute later there is room for the strongest of those that wait, and within an hour for a stated number.
  await state.db.updateTable("suspects").set({ score_db: 19 }).where("suspect_id", "=", "flood-250").execute();
  for (let minute = 0; minute < 30; minute += 1) {
    clock.now += 61_000;
    await alerts.openHeldBack();
    const opened = (await readAlerts(state, {})).filter(({ band }) => band === "suspected");
    expect(opened).toHaveLength(Math.min(60, 10 * (minute + 2)));
    if (minute === 0) expect(opened.map(({ suspectId }) => suspectId)).toContain("flood-250");
  }
  expect(alerts.heldBack).toBe(240);
  await state.db.updateTable("suspects").set({ state: "ended" }).execute();
  await alerts.openHeldBack();
  expect(alerts.heldBack).toBe(0);
});

test("who closed an alert is told", async () => {
  await change({});
  await decide("dismissed");
  expect(await readAlerts(fixture.state, {})).toMatchObject([{ state: "closed", closedBy: "demo" }]);
});

test("an alert stays open while its suspect is silent or nobody can hear it", async () => {
  await change({});
  for (const state of ["silent", "unobserved"]) await change({ state });
  expect(await alertStates()).toEqual([["open", undefined]]);
});
