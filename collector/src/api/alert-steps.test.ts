import type { Alert, AlertStepRow } from "@probewarden/contract";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readAlerts } from "../alerts/read-alerts.ts";
import { makeApp, OWN_PAGE, putSuspect, type AppFixture } from "./app-fixture.ts";

let fixture: AppFixture;
let seen: Alert;
beforeEach(async () => {
  fixture = await makeApp({ demo: true });
  await putSuspect(fixture, "box-one");
  await fixture.alerts.suspectChanged("box-one");
  const [alert] = await readAlerts(fixture.state, {});
  if (alert === undefined) throw new Error("no alert opened");
  seen = alert;
});
afterEach(() => fixture.close());

/** What is told besides the code: how the alert stands, and what happened since it was read. */
interface Refused {
  status: number;
  code: string;
  current: Alert;
  since?: AlertStepRow[];
}
const post = async (revision: number, what: object) => {
  const url = `/api/alerts/${seen.alertId}/steps`;
  return fixture.app.inject({ method: "POST", url, headers: OWN_PAGE, payload: { revision, what } });
};
const stepsOf = async (): Promise<number> =>
  (await fixture.app.inject({ url: `/api/alerts/${seen.alertId}/steps`, headers: { host: "localhost" } })).json<{
    items: unknown[];
  }>().items.length;

test("an alert that has moved on is left as it is, and the answer says how it is now and what happened since", async () => {
  expect((await post(seen.revision, { step: "take", assignee: "李强" })).statusCode).toBe(200);
  const before = await stepsOf();
  const late = await post(seen.revision, { step: "close", reason: "taken down" });
  expect(late.statusCode).toBe(409);
  expect(late.headers["content-type"]).toContain("application/problem+json");
  const { code, current, since } = late.json<Refused>();
  expect([code, current.alertId, current.stage, current.assignee]).toEqual([
    "moved-on",
    seen.alertId,
    "in-work",
    "李强",
  ]);
  expect(current.revision).toBe(seen.revision + 1);
  expect(since).toMatchObject([{ step: "take", by: "demo", revision: seen.revision + 1 }]);
  expect(await stepsOf()).toBe(before);
  // What the answer says is enough to go on.
  expect((await post(current.revision, { step: "close", reason: "taken down" })).json<Alert>().state).toBe("closed");
});

test("a step that is not possible now, and an undo of nothing, change nothing and say so with the alert as it is", async () => {
  const undo = await post(seen.revision, { step: "undo" });
  expect([undo.statusCode, undo.json<Refused>().code]).toEqual([409, "nothing-to-undo"]);
  const past = new Date(fixture.clock.now - 1_000).toISOString();
  const snooze = await post(seen.revision, { step: "snooze", until: past });
  expect([snooze.statusCode, snooze.json<Refused>().code]).toEqual([409, "not-possible"]);
  expect(snooze.json<Refused>().current).toMatchObject({
    alertId: seen.alertId,
    stage: "new",
    revision: seen.revision,
  });
  const closed = (await post(seen.revision, { step: "close", reason: "mistaken" })).json<Alert>();
  const again = await post(closed.revision, { step: "acknowledge" });
  expect([again.statusCode, again.json<Refused>().code]).toEqual([409, "not-possible"]);
  expect(again.json<Refused>().current).toMatchObject({ stage: "closed", revision: closed.revision });
  expect(await stepsOf()).toBe(2);
});
