import { afterEach, beforeEach, expect, test } from "vitest";
import { makeApp, OWN_PAGE, type AppFixture } from "../api/app-fixture.ts";
import { findingOf, putSensors, storeVisit, visitCamera, type Ladder, type Said } from "../cameras/test-visits.ts";
import { readAlerts } from "./read-alerts.ts";

let fixture: AppFixture;
beforeEach(async () => {
  fixture = await makeApp({ demo: true });
  await putSensors(fixture);
});
afterEach(() => fixture.close());

const visit = (ladder: Ladder, said: Said = {}): Promise<void> => visitCamera(fixture, ladder, said);
const told = async () =>
  (await readAlerts(fixture.state, {}))
    .toSorted((a, b) => a.openedAt.localeCompare(b.openedAt))
    .map(({ state, camera, reason }) =>
      [state, camera?.category, camera?.from, camera?.step, reason].filter(Boolean).join(" "),
    );

test("a new step opens an alert, a higher one of the same function raises it, and the same visit again opens none", async () => {
  await visit({ "motion-only": "supported", "licence-plate": "enabled" });
  expect(await told()).toEqual([]);
  await visit({ "face-detection": "supported" });
  await visit({ "face-detection": "supported" });
  expect(await told()).toEqual(["open face-detection unknown supported"]);
  await visit({ "face-detection": "enabled" });
  expect(await told()).toEqual(["open face-detection unknown enabled"]);
});

test("several functions at once are one alert, about the one that needs a person most", async () => {
  await visit({ "face-detection": "enabled", "face-recognition": "supported", "body-attributes": "supported" });
  expect(await told()).toEqual(["open face-detection unknown enabled"]);
});

test("a person's close holds until the next step; what was switched off and is on again is a step", async () => {
  await visit({ "face-detection": "enabled" });
  const [alert] = await readAlerts(fixture.state, {});
  const closed = await fixture.app.inject({
    method: "POST",
    url: `/api/alerts/${alert?.alertId}/steps`,
    headers: OWN_PAGE,
    payload: { revision: alert?.revision, what: { step: "close", reason: "rectification ordered" } },
  });
  expect(closed.json()).toMatchObject({ state: "closed", camera: { cameraId: "cam" } });
  await visit({ "face-detection": "enabled" });
  expect(await told()).toHaveLength(1);
  // A visit that could not ask, and one of another sensor, switch nothing off.
  await visit({}, { analytics: "unknown" });
  await visit({}, { sensorId: "south" });
  await visit({ "face-detection": "enabled" }, { sensorId: "south" });
  await visit({ "face-detection": "configured" }, { sensorId: "south" });
  await visit({ "face-detection": "enabled" }, { sensorId: "south" });
  expect(await told()).toHaveLength(1);
  for (const sensorId of ["north", "south"]) await visit({ "face-detection": "configured" }, { sensorId });
  await visit({ "face-detection": "enabled" }, { sensorId: "south" });
  expect((await told()).at(-1)).toBe("open face-detection configured enabled");
  expect(await readAlerts(fixture.state, {})).toMatchObject([
    { alertId: alert?.alertId, raised: { reasons: ["higher-step"] } },
  ]);
});

test("an authorisation of a camera holds until its instant: then the decision is gone, the alert is open again and says why, and the record keeps it", async () => {
  await visit({ "face-detection": "enabled" });
  const [alert] = await readAlerts(fixture.state, {});
  const until = new Date(fixture.clock.now + 3_600_000).toISOString();
  const authorised = await fixture.app.inject({
    method: "POST",
    url: `/api/alerts/${alert?.alertId}/steps`,
    headers: OWN_PAGE,
    payload: {
      revision: alert?.revision,
      what: { step: "authorise", document: "备案 2026-7", until, reason: "filed" },
    },
  });
  expect(authorised.json()).toMatchObject({ stage: "authorised", state: "closed", authorisedUntil: until });
  const camera = async () =>
    (await fixture.app.inject({ url: "/api/cameras" })).json<{ items: { decision?: object }[] }>().items[0];
  expect((await camera())?.decision).toMatchObject({ decision: "authorised", document: "备案 2026-7", until });
  // What is there again and again while it holds opens nothing, and a moment before its end nothing happens.
  await visit({ "face-detection": "enabled" });
  fixture.clock.now = Date.parse(until) - 1;
  await fixture.alerts.lookAtDue();
  expect(await readAlerts(fixture.state, {})).toMatchObject([{ stage: "authorised" }]);
  fixture.clock.now += 1;
  await fixture.alerts.lookAtDue();
  await fixture.alerts.lookAtDue();
  expect(await readAlerts(fixture.state, {})).toMatchObject([
    { alertId: alert?.alertId, state: "open", stage: "new", raised: { reasons: ["expired"] } },
  ]);
  expect((await camera())?.decision).toBeUndefined();
  const record = await fixture.app.inject({ url: "/api/cameras/cam/record" });
  expect(record.json<{ decisions: object[] }>().decisions).toMatchObject([{ decision: "authorised", until }]);
});

test("a decision that was made anew outlives the authorisation before it", async () => {
  await visit({ "face-detection": "enabled" });
  const [alert] = await readAlerts(fixture.state, {});
  const until = new Date(fixture.clock.now + 3_600_000).toISOString();
  await fixture.app.inject({
    method: "POST",
    url: `/api/alerts/${alert?.alertId}/steps`,
    headers: OWN_PAGE,
    payload: { revision: alert?.revision, what: { step: "authorise", document: "7", until, reason: "filed" } },
  });
  const anew = await fixture.app.inject({
    method: "POST",
    url: "/api/cameras/cam/decision",
    headers: { ...OWN_PAGE, "if-match": "*" },
    payload: { decision: "dismissed", reason: "taken down" },
  });
  expect(anew.statusCode).toBe(200);
  fixture.clock.now = Date.parse(until);
  await fixture.alerts.lookAtDue();
  const { items } = (await fixture.app.inject({ url: "/api/cameras" })).json<{ items: object[] }>();
  expect(items).toMatchObject([{ decision: { decision: "dismissed" } }]);
});

test("a sensor that finds a thousand cameras opens so many; the others are counted, open when there is room, and another's camera has its alert", async () => {
  for (let n = 0; n < 30; n++)
    for (const id of await storeVisit(fixture, findingOf({ "face-detection": "supported" }, { cameraId: `cam-${n}` })))
      await fixture.alerts.cameraChanged(id);
  await fixture.alerts.openHeldBack();
  expect(await told()).toHaveLength(5);
  expect(fixture.alerts.heldBack).toBe(25);
  await visit({ gait: "claimed" }, { cameraId: "other", sensorId: "south" });
  expect((await told()).at(-1)).toBe("open gait unknown claimed");
  fixture.clock.now += 60_000;
  await fixture.alerts.openHeldBack();
  expect(fixture.alerts.heldBack).toBe(20);
});

test("what nobody told of because the collector died over it is told at the next start", async () => {
  expect(await storeVisit(fixture, findingOf({ gait: "supported" }))).toEqual(new Set(["cam"]));
  expect(await told()).toEqual([]);
  await fixture.alerts.start();
  expect(await told()).toEqual(["open gait unknown supported"]);
});

test("two visits at once open one alert", async () => {
  await visit({});
  await fixture.state.db
    .updateTable("cameras")
    .set({ untold: 1, body: JSON.stringify(findingOf({ gait: "enabled" })) })
    .execute();
  await Promise.all([fixture.alerts.cameraChanged("cam"), fixture.alerts.cameraChanged("cam")]);
  expect(await told()).toHaveLength(1);
});
