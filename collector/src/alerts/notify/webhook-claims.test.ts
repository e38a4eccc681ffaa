import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { openState, type StateStore } from "../../store/state/open-state.ts";
import { makeSuspectRow } from "../../store/state/test-rows.ts";
import { startPostgres, whyNoPostgres, type TestPostgres } from "../../store/state/test-postgres.ts";
import { Webhook } from "./webhook.ts";
import { WebhookQueue, type Attempt } from "./webhook-queue.ts";
import { describeWith } from "../../test-needs.ts";

const why = whyNoPostgres();
const PATIENT = { timeout: 30_000, interval: 50 };
const taken = (): Promise<Attempt> => Promise.resolve({ taken: true });

describeWith(why, "notices of several collectors", () => {
  let postgres: TestPostgres;
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
  const webhookOf = (state: StateStore): Webhook =>
    new Webhook({
      state,
      now: Date.now,
      changed: () => undefined,
      failed: (error) => {
        throw error;
      },
      allow: ["127.0.0.1"],
      groupMs: 40,
      lookMs: 20,
    });

  beforeAll(async () => {
    postgres = await startPostgres();
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
    for (const table of ["alerts", "webhook_queue"] as const) await stateOf(0).db.deleteFrom(table).execute();
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

  test("are told once each, whichever of two collectors that look at the same time tells them", async () => {
    const webhooks = states.map(webhookOf);
    const address = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`;
    await webhooks[0]?.settings.set(address, "s3cret");
    for (const webhook of webhooks) webhook.start();
    for (let index = 0; index < 60; index++) {
      await openAlert(`alert-${index}`, Date.now());
      for (const webhook of webhooks) webhook.alertOpened();
    }
    await vi.waitFor(async () => expect(await deliveries()).toEqual(["sent"]), PATIENT);
    for (const webhook of webhooks) await webhook.stop();
    expect(told).toHaveLength(60);
    expect(new Set(told).size).toBe(60);
    expect(new Set(keys).size).toBe(keys.length);
  });

  test("that a dead collector had opened, and not yet put into a message, are told by the other", async () => {
    const survivor = webhookOf(stateOf(1));
    await survivor.settings.set(`http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`, "s3cret");
    survivor.start();
    // Nobody tells it: who opened this alert is dead.
    await openAlert("alert-left", Date.now());
    await vi.waitFor(async () => expect(await deliveries()).toEqual(["sent"]), PATIENT);
    await survivor.stop();
    expect(told).toEqual(["alert-left"]);
  });

  test("that one collector has taken are left alone by the other, and are its when the first dies before it has sent them", async () => {
    const [first, second] = states.map((state) => new WebhookQueue(state));
    if (first === undefined || second === undefined) throw new Error("two collectors");
    await openAlert("alert-1", 1);
    expect(await first.add("{}", ["alert-1"], 5)).toBe(true);
    let die: (attempt: Attempt) => void = () => undefined;
    const dying = first
      .sendDue(10, () => new Promise<Attempt>((resolve) => (die = resolve)))
      .catch((error: unknown) => String(error));
    const isTaken = async (): Promise<boolean> =>
      (await sql<object>`select 1 from pg_stat_activity where state = 'idle in transaction'`.execute(stateOf(1).db))
        .rows.length > 0;
    await vi.waitFor(async () => expect(await isTaken()).toBe(true), PATIENT);
    expect(await second.sendDue(10, taken)).toBeUndefined();
    // What the server sees of a process that is killed: its connection ends.
    await sql`select pg_terminate_backend(pid) from pg_stat_activity where state = 'idle in transaction'`.execute(
      stateOf(1).db,
    );
    await vi.waitFor(
      async () => expect(await second.sendDue(10, taken)).toMatchObject({ message: { alertIds: ["alert-1"] } }),
      PATIENT,
    );
    expect(await deliveries()).toEqual(["sent"]);
    die({ taken: true });
    expect(await dying).toMatch(/Error/);
  });

  test("of which another collector has told meanwhile are put into no second message", async () => {
    const [first, second] = states.map((state) => new WebhookQueue(state));
    await openAlert("alert-1", 1);
    await openAlert("alert-2", 2);
    const both = await Promise.all([
      first?.add("one", ["alert-1", "alert-2"], 5),
      second?.add("two", ["alert-2", "alert-1"], 5),
    ]);
    expect(new Set(both)).toEqual(new Set([true, false]));
    expect(await first?.waiting()).toBe(1);
    await first?.sendDue(10, taken);
    expect(await second?.add("two", ["alert-1"], 11)).toBe(false);
  });
});
