import type { CameraRecord } from "@probewarden/contract";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readAlerts } from "../alerts/read-alerts.ts";
import { makeApp, OWN_PAGE, type AppFixture } from "../api/app-fixture.ts";
import { putSensors, visitCamera } from "./test-visits.ts";

let fixture: AppFixture;
beforeEach(async () => {
  fixture = await makeApp({ demo: true });
  await putSensors(fixture);
  await visitCamera(fixture, { "face-detection": "supported" });
});
afterEach(() => fixture.close());

const read = async () => {
  const answer = await fixture.app.inject({ url: "/api/cameras/cam/record" });
  return { record: answer.json<CameraRecord>(), etag: String(answer.headers["etag"]) };
};
const send = (method: "PUT" | "POST", what: string, payload: object, ifMatch = "*") =>
  fixture.app.inject({
    method,
    url: `/api/cameras/cam/${what}`,
    headers: { ...OWN_PAGE, "if-match": ifMatch },
    payload,
  });
const decide = (decision: string, ifMatch?: string) => send("POST", "decision", { decision, reason: "seen" }, ifMatch);
const row = async () => (await fixture.app.inject({ url: "/api/cameras" })).json<{ items: object[] }>().items[0];
const alerts = async () =>
  (await readAlerts(fixture.state, {}))
    .toSorted((a, b) => a.openedAt.localeCompare(b.openedAt))
    .map(({ state, camera, closedBy }) => [state, camera?.step, closedBy].filter(Boolean).join(" "));

test("what a technician saw stands beside the camera with who and when, takes the place of what was written, and all of it is kept", async () => {
  const first = await send("PUT", "on-site", {
    place: "public-area",
    filed: true,
    filingNumber: "沪备 12",
    sign: "photographed",
  });
  expect(first.json()).toMatchObject({
    onSite: { place: "public-area", filed: true, filingNumber: "沪备 12", by: "demo" },
  });
  fixture.clock.now += 60_000;
  await send("PUT", "on-site", { place: "private-zone" });
  const { record } = await read();
  expect(record.onSite).toEqual({ place: "private-zone", by: "demo", at: new Date(fixture.clock.now).toISOString() });
  expect(record.visits.map(({ place }) => place)).toEqual(["private-zone", "public-area"]);
  expect(await row()).toMatchObject({ onSite: { place: "private-zone" } });
  const csv = (await fixture.app.inject({ url: "/api/cameras.csv" })).body;
  expect(csv).toContain("private-zone");
  const written = fixture.state.db.selectFrom("audit").select(["by", "action", "subject"]);
  expect(await written.where("action", "=", "camera-on-site").execute()).toEqual([
    { by: "demo", action: "camera-on-site", subject: "cam" },
    { by: "demo", action: "camera-on-site", subject: "cam" },
  ]);
});

test("what somebody else has written since is not overwritten unread, nor is a decision made on what has changed", async () => {
  const seen = await read();
  expect((await send("PUT", "on-site", { filed: false }, seen.etag)).statusCode).toBe(200);
  const late = await send("PUT", "on-site", { filed: true }, seen.etag);
  expect([late.statusCode, late.json().code]).toEqual([412, "changed-meanwhile"]);
  const now = await read();
  expect(now.record.onSite?.filed).toBe(false);
  await visitCamera(fixture, { "face-detection": "enabled" });
  expect((await decide("dismissed", now.etag)).statusCode).toBe(412);
  expect((await decide("dismissed", (await read()).etag)).statusCode).toBe(200);
  // A visit that finds the same changes nothing that anybody has seen.
  const { etag } = await read();
  await visitCamera(fixture, { "face-detection": "enabled" });
  expect((await read()).etag).toBe(etag);
  expect(
    (await fixture.app.inject({ url: "/api/cameras/cam/record", headers: { "if-none-match": etag } })).statusCode,
  ).toBe(304);
});

test("a decision covers the steps that were proven then: it ends the alert, and a higher step opens both again", async () => {
  expect(await alerts()).toEqual(["open supported"]);
  expect((await decide("authorised")).json()).toMatchObject({
    decision: { decision: "authorised", by: "demo", reason: "seen" },
  });
  expect(await alerts()).toEqual(["closed supported demo"]);
  await visitCamera(fixture, { "face-detection": "supported", "motion-only": "enabled" });
  expect((await read()).record.reopened).toBeUndefined();
  await visitCamera(fixture, { "face-detection": "enabled", gait: "claimed" });
  const steps = [
    { category: "face-detection", from: "supported", step: "enabled" },
    { category: "gait", from: "unknown", step: "claimed" },
  ];
  expect(await row()).toMatchObject({ decision: { decision: "authorised" }, reopened: { steps } });
  expect(await alerts()).toEqual(["open enabled"]);
  // Decided anew, on what is there now.
  await decide("dismissed");
  const { record } = await read();
  expect(record.reopened).toBeUndefined();
  expect(record.decisions.map(({ decision }) => decision)).toEqual(["dismissed", "authorised"]);
  expect(await alerts()).toEqual(["closed enabled demo"]);
});

test("a visit to come keeps the alert open; a decision that is taken back tells people again", async () => {
  await decide("to-visit");
  expect(await alerts()).toEqual(["open supported"]);
  await decide("dismissed");
  fixture.clock.now += 60_000;
  await decide("none");
  expect(await alerts()).toEqual(["open supported"]);
  expect(await readAlerts(fixture.state, {})).toMatchObject([{ raised: { reasons: ["decision-taken-back"] } }]);
  expect(await row()).not.toHaveProperty("decision");
});

test("of a camera that nobody knows nothing is read or written, and what is no answer is refused", async () => {
  for (const [method, what, payload] of [
    ["PUT", "on-site", {}],
    ["POST", "decision", { decision: "dismissed", reason: "seen" }],
  ] as const) {
    const headers = { ...OWN_PAGE, "if-match": "*" };
    const answer = await fixture.app.inject({ method, url: `/api/cameras/nobody/${what}`, headers, payload });
    expect([answer.statusCode, answer.json().detail]).toEqual([404, "there is no such camera"]);
  }
  expect((await fixture.app.inject({ url: "/api/cameras/nobody/record" })).statusCode).toBe(404);
  expect((await send("PUT", "on-site", { place: "roof" })).statusCode).toBe(400);
  expect((await send("POST", "decision", { decision: "dismissed", reason: "" })).statusCode).toBe(400);
  // Who does not say what they have read changes nothing.
  const unread = await decide("dismissed", "seven");
  expect([unread.statusCode, unread.json().code]).toEqual([428, "version-needed"]);
});
