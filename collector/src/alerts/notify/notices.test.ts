import { setTimeout as delay } from "node:timers/promises";
import { createHmac } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { makeApp, OWN_PAGE, putSuspect, type AppFixture } from "../../api/app-fixture.ts";
import { readAlerts } from "../read-alerts.ts";
import { noticeRetries } from "./queue/retry-schedule.ts";

interface Posted {
  body: string;
  signature: string;
}

/** A busy machine takes its time. */
const PATIENT = { timeout: 20_000 };

let fixture: AppFixture;
let receiver: Server;
let posted: Posted[];
/** What the receiver answers, in order; 200 after the last. */
let statuses: number[];
/** What failed in the background; where a test does not set it, it is thrown. */
let failures: unknown[] | undefined;

beforeEach(async () => {
  posted = [];
  statuses = [];
  receiver = createServer((request, response) => {
    void text(request).then((body) => {
      posted.push({ body, signature: String(request.headers["x-probewarden-signature"]) });
      response.writeHead(statuses.shift() ?? 200, { location: "http://127.0.0.1:1/" }).end();
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
  failures = undefined;
  const failed = (error: unknown): void => {
    if (failures === undefined) throw error;
    failures.push(error);
  };
  fixture = await makeApp({ demo: true, groupMs: 50, failed });
  fixture.notices.start();
});
afterEach(async () => {
  await fixture.close();
  receiver.close();
});

const address = () => `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
const put = (payload: object) => fixture.app.inject({ method: "PUT", url: "/api/webhook", headers: OWN_PAGE, payload });
const view = async () => (await fixture.app.inject({ url: "/api/webhook" })).json();
const deliveries = async () => [...new Set((await readAlerts(fixture.state, {})).map(({ delivery }) => delivery))];
const openAlerts = async (count: number) => {
  for (let box = 0; box < count; box += 1) {
    await putSuspect(fixture, `box-n${box}`);
    await fixture.alerts.suspectChanged(`box-n${box}`);
  }
};

test("hundreds of boxes at once are told in several messages, and none is left out", async () => {
  await put({ url: address(), secret: "s3cret" });
  // As many as open within hours, while the receiver is away.
  for (let box = 0; box < 230; box += 1) {
    await putSuspect(fixture, `box-n${box}`);
    await fixture.state.db
      .insertInto("alerts")
      .values({
        alert_id: `alert-${box}`,
        venue_id: "mall",
        suspect_id: `box-n${box}`,
        state: "open",
        opened_at: box,
        closed_at: null,
        closed_by: null,
        reason: null,
        delivery: "waiting",
        over_at: null,
      })
      .execute();
  }
  fixture.notices.alertOpened();
  await vi.waitFor(async () => expect(await deliveries()).toEqual(["sent"]), PATIENT);
  const told = posted.map(({ body }) => (JSON.parse(body) as { alerts: { suspectId: string }[] }).alerts);
  expect(Math.max(...told.map((alerts) => alerts.length))).toBeLessThanOrEqual(100);
  expect(new Set(told.flat().map(({ suspectId }) => suspectId)).size).toBe(230);
  expect(told.flat()).toHaveLength(230);
});

test("ten boxes at once are ten lines and one signed message", async () => {
  await put({ url: address(), secret: "s3cret" });
  await openAlerts(10);
  await vi.waitFor(async () => expect(await deliveries()).toEqual(["sent"]), PATIENT);
  expect(posted).toHaveLength(1);
  const [message] = posted;
  const body = JSON.parse(message?.body ?? "");
  expect(body.alerts).toHaveLength(10);
  expect(body.text.split("\n")).toHaveLength(10);
  const [, t, v1] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(message?.signature ?? "") ?? [];
  expect(v1).toBe(createHmac("sha256", "s3cret").update(`${t}.${message?.body}`).digest("hex"));
});

test("a message is tried again until the receiver takes it, and failures are shown", async () => {
  statuses = [500, 302];
  await put({ url: address(), secret: "s3cret" });
  await openAlerts(1);
  await vi.waitFor(async () => expect(await deliveries()).toEqual(["sent"]), PATIENT);
  expect(posted).toHaveLength(3);
  expect(await view()).toMatchObject({
    waiting: 0,
    lastSentAt: expect.any(String),
    failures: [
      { message: "redirects (302); give the final address", code: "redirects", facts: { status: 302 }, attempts: 2 },
      { message: "answered 500", code: "answered", facts: { status: 500 }, attempts: 1 },
    ],
  });
});

test("a message names the floor and the sensor and links to the suspect", async () => {
  await fixture.notices.stop();
  await fixture.close();
  fixture = await makeApp({ demo: true, groupMs: 50, hostNames: ["probewarden.example"] });
  await put({ url: address(), secret: "s3cret" });
  await putSuspect(fixture, "box-placed");
  const { db } = fixture.state;
  const floors = [{ floorId: "b1", name: "B1", widthMetres: 60, heightMetres: 40 }];
  await db
    .updateTable("venues")
    .set({ floors: JSON.stringify(floors) })
    .execute();
  const place = { floorId: "b1", position: { x: 1, y: 1 }, radiusMetres: 6, method: "grid", nearestSensorId: "door-3" };
  await db
    .updateTable("suspects")
    .set({ place: JSON.stringify(place) })
    .execute();
  await fixture.alerts.suspectChanged("box-placed");
  fixture.notices.start();
  await vi.waitFor(() => expect(posted).toHaveLength(1), PATIENT);
  const { text, alerts } = JSON.parse(posted[0]?.body ?? "") as { text: string; alerts: object[] };
  expect(text).toContain("证据较多 · B1 door-3附近");
  expect(text).toContain("2026-11-24 16:00 (Asia/Shanghai)");
  expect(alerts).toMatchObject([{ url: "https://probewarden.example/suspects/box-placed" }]);
});

test("what waits survives a restart", async () => {
  await put({ url: address(), secret: "s3cret" });
  await openAlerts(1);
  await fixture.notices.stop();
  expect(posted).toHaveLength(0);
  fixture.notices.start();
  await vi.waitFor(() => expect(posted).toHaveLength(1), PATIENT);
});

test("started twice it looks once, and no more after it was stopped", async () => {
  const { notices, state } = fixture;
  await notices.stop();
  notices.start();
  notices.start();
  const stopped = notices.stop();
  const read = vi.spyOn(state.db, "selectFrom");
  await stopped;
  await delay(50);
  expect(read).not.toHaveBeenCalled();
  read.mockRestore();
});

test("without a webhook nothing is queued", async () => {
  await openAlerts(1);
  expect(await deliveries()).toEqual(["none"]);
});

test("the secret never comes out, the first address needs one, and only http and https will do", async () => {
  expect((await put({ url: address() })).statusCode).toBe(400);
  for (const url of ["ftp://example.org/", "file:///etc/passwd", "not an address", "http://u:p@example.org/"]) {
    expect((await put({ url, secret: "s3cret" })).statusCode).toBe(400);
  }
  const set = await put({ url: address(), secret: "s3cret" });
  expect(set.json()).toEqual({ url: address(), hasSecret: true, waiting: 0, failures: [] });
  expect((await put({ url: null })).json()).toEqual({ hasSecret: true, waiting: 0, failures: [] });
});

test("the test button says what the receiver answered", async () => {
  const press = async () =>
    (await fixture.app.inject({ method: "POST", url: "/api/webhook/test", headers: OWN_PAGE })).json();
  expect(await press()).toEqual({ ok: false, message: "no address and secret are set", code: "not-set" });
  await put({ url: address(), secret: "s3cret" });
  statuses = [200, 403];
  expect(await press()).toEqual({ ok: true, message: "answered 200", code: "answered", facts: { status: 200 } });
  expect(await press()).toEqual({ ok: false, message: "answered 403", code: "answered", facts: { status: 403 } });
  receiver.close();
  receiver.closeAllConnections();
  expect(await press()).toEqual({
    ok: false,
    message: expect.stringContaining("could not be reached"),
    code: "unreachable",
    facts: { cause: expect.stringMatching(/^[A-Z_]+$/) },
  });
});

test("attempts grow apart to an hour and end after three days", () => {
  const waits = [...noticeRetries()];
  expect(waits.slice(0, 4)).toEqual([5, 15, 45, 135]);
  expect(Math.max(...waits)).toBe(3600);
  const days = waits.reduce((sum, seconds) => sum + seconds, 0) / 86_400;
  expect(days).toBeGreaterThan(2.9);
  expect(days).toBeLessThan(3.2);
});

test("a venue with a wrong time zone, and an alert of which no notice can be made, silence nobody else", async () => {
  failures = [];
  await put({ url: address(), secret: "s3cret" });
  const venue = { time_zone: "Asia/Shanghai", floors: "[]", networks: "[]" };
  const suspect = async (suspectId: string, venueId: string): Promise<void> => {
    await putSuspect(fixture, suspectId);
    await fixture.state.db
      .updateTable("suspects")
      .set({ venue_id: venueId })
      .where("suspect_id", "=", suspectId)
      .execute();
    await fixture.alerts.suspectChanged(suspectId);
  };
  await fixture.state.db
    .insertInto("venues")
    .values([
      { ...venue, venue_id: "bad-zone", name: "Bad zone", time_zone: "Beijing" },
      { ...venue, venue_id: "bad-floors", name: "Bad floors", floors: "{no JSON" },
    ])
    .execute();
  await suspect("box-good", "mall");
  await suspect("box-zone", "bad-zone");
  await suspect("box-floors", "bad-floors");
  await suspect("box-odd", "mall");
  // A kind that no words are known for, as a newer version could leave it behind.
  await fixture.state.db
    .updateTable("suspects")
    .set({ suspicion: "unheard-of" })
    .where("suspect_id", "=", "box-odd")
    .execute();

  const told = (): string[] =>
    posted.flatMap(({ body }) =>
      (JSON.parse(body) as { alerts: { suspectId: string }[] }).alerts.map(({ suspectId }) => suspectId),
    );
  await vi.waitFor(() => expect(told().toSorted()).toEqual(["box-floors", "box-good", "box-zone"]), PATIENT);
  expect(posted.map(({ body }) => body).join("")).toMatch(/Bad zone.*\(UTC\)/);
  const alerts = await readAlerts(fixture.state, {});
  const odd = alerts.find(({ suspectId }) => suspectId === "box-odd");
  expect(odd?.delivery).toBe("failing");
  expect(failures).toEqual([expect.any(TypeError)]);
  expect((await view()).failures).toEqual([
    expect.objectContaining({ code: "not-written", facts: { alert: odd?.alertId }, givenUp: true }),
  ]);
});
