import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { openState, type StateStore } from "../../../store/state/open-state.ts";
import { makeSuspectRow } from "../../../store/state/test-rows.ts";
import { startDatabase, whyNoPostgres, type TestDatabase } from "../../../store/state/test-postgres.ts";
import { describeWith } from "../../../test-needs.ts";
import { Notices } from "../notices.ts";
import { putWebhook } from "../test-channels.ts";
import { claim, dueChannels, LEASE_MS, settle } from "./send-due.ts";
import { spread } from "./spread.ts";

const why = whyNoPostgres();
const PATIENT = { timeout: 30_000, interval: 50 };
const taken = { ok: true, message: "answered 200", code: "answered" };

describeWith(why, "notices of several collectors", () => {
  let postgres: TestDatabase;
  let states: StateStore[];
  let receiver: Server;
  let keys: string[];
  let told: string[];

  const stateOf = (index: number): StateStore => {
    const state = states[index];
    if (state === undefined) throw new RangeError("no such collector");
    return state;
  };
  const openAlert = async (alertId: string, openedAt: number): Promise<void> => {
    await stateOf(0)
      .db.insertInto("alerts")
      .values({
        alert_id: alertId,
        venue_id: "mall",
        suspect_id: "box",
        state: "open",
        opened_at: openedAt,
        raised_at: openedAt,
        closed_at: null,
        closed_by: null,
        reason: null,
        delivery: "waiting",
        over_at: null,
      })
      .execute();
  };
  const deliveries = async (): Promise<string[]> =>
    (await stateOf(1).db.selectFrom("alerts").select("delivery").distinct().execute()).map(({ delivery }) => delivery);
  const parts = (state: StateStore) => ({
    state,
    now: Date.now,
    changed: () => undefined,
    failed: (error: unknown) => {
      throw error;
    },
  });
  const noticesOf = (state: StateStore): Notices =>
    new Notices({ ...parts(state), allow: ["127.0.0.1"], groupMs: 40, lookMs: 20 });
  const address = () => `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`;

  beforeAll(async () => {
    postgres = await startDatabase();
    states = [];
    for (let index = 0; index < 2; index++) states.push(await openState(postgres.url, "/nowhere"));
    await stateOf(0)
      .db.insertInto("venues")
      .values({ venue_id: "mall", name: "Mall", time_zone: "UTC", floors: "[]", networks: "[]" })
      .execute();
    await stateOf(0)
      .db.insertInto("suspects")
      .values(makeSuspectRow("box", { band: "strong", score_db: 22, highest_db: 22 }))
      .execute();
  });
  afterAll(async () => {
    await Promise.all(states.map((state) => state.close()));
    await postgres.stop();
  });
  beforeEach(async () => {
    for (const table of ["alerts", "notices", "channels"] as const) await stateOf(0).db.deleteFrom(table).execute();
    keys = [];
    told = [];
    receiver = createServer((request, response) => {
      void text(request).then((body) => {
        keys.push(String(request.headers["idempotency-key"]));
        told.push(...(JSON.parse(body) as { alerts: { alertId: string }[] }).alerts.map(({ alertId }) => alertId));
        response.end();
      });
    });
    await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
  });
  afterEach(() => void receiver.close());

  test("are told once each to each channel, whichever of two collectors that look at the same time tells them", async () => {
    const both = states.map(noticesOf);
    await putWebhook(noticesOf(stateOf(0)).channels, address());
    await putWebhook(noticesOf(stateOf(0)).channels, `${address()}second`);
    for (const one of both) one.start();
    for (let index = 0; index < 60; index++) {
      await openAlert(`alert-${index}`, Date.now());
      for (const one of both) one.alertOpened();
    }
    await vi.waitFor(() => expect(told.length).toBeGreaterThanOrEqual(120), PATIENT);
    await vi.waitFor(async () => expect(await deliveries()).toEqual(["sent"]), PATIENT);
    for (const one of both) await one.stop();
    expect(told).toHaveLength(120);
    expect(new Set(told).size).toBe(60);
    expect(new Set(keys).size).toBe(keys.length);
  });

  test("that a dead collector had opened, and not yet put into a notice, are told by the other", async () => {
    const survivor = noticesOf(stateOf(1));
    await putWebhook(survivor.channels, address());
    survivor.start();
    // Nobody tells it: who opened this alert is dead.
    await openAlert("alert-left", Date.now());
    await vi.waitFor(async () => expect(await deliveries()).toEqual(["sent"]), PATIENT);
    await survivor.stop();
    expect(told).toEqual(["alert-left"]);
  });

  test("that one collector is sending are left alone by the other, and are its when the first has died over them", async () => {
    const { channelId } = await putWebhook(noticesOf(stateOf(0)).channels, address());
    await openAlert("alert-1", 1);
    await spread(parts(stateOf(0)));
    const now = Date.now();
    const claims = await Promise.all(states.map((state) => claim(state, channelId, now)));
    expect(claims.filter((one) => one !== undefined)).toHaveLength(1);
    expect(await dueChannels(stateOf(1), now + LEASE_MS - 1)).toEqual([]);
    expect(await claim(stateOf(1), channelId, now + LEASE_MS - 1)).toBeUndefined();
    const later = await claim(stateOf(1), channelId, now + LEASE_MS);
    expect(later).toMatchObject({ key: claims.find((one) => one !== undefined)?.key });
    if (later !== undefined) await settle(stateOf(1), later, taken, { now: now + LEASE_MS, nextAt: undefined });
    expect(await deliveries()).toEqual(["sent"]);
  });

  test("of which another collector has made notices meanwhile are put into no second one", async () => {
    await putWebhook(noticesOf(stateOf(0)).channels, address());
    for (let n = 0; n < 30; n += 1) await openAlert(`alert-${n}`, n);
    await Promise.all([0, 1, 0, 1].map((index) => spread(parts(stateOf(index)))));
    const subjects = await stateOf(0).db.selectFrom("notice_subjects").select("subject_id").execute();
    expect(subjects).toHaveLength(30);
    await spread(parts(stateOf(0)));
    expect(await stateOf(0).db.selectFrom("notice_subjects").select("subject_id").execute()).toHaveLength(30);
  });
});
