import { sql } from "kysely";
import { beforeEach, expect, test, vi } from "vitest";
import { describeStates, keepOpen } from "../store/state/test-states.ts";
import type { StateStore } from "../store/state/open-state.ts";
import { makeSensorRow, makeVenueRow } from "../store/state/test-rows.ts";
import { readSensors } from "./read-sensors.ts";
import { OFFLINE_AFTER_MS } from "./sensor-state.ts";
import { settleTurns, turnOf } from "./sensor-turn.ts";

const NOW = Date.parse("2026-11-24T08:00:00.000Z");

test("who hears nothing comes before who is lost, was never seen, is in doubt, was stopped, and hears", () => {
  const states = [
    { state: "deaf", reasons: ["no-frames"] },
    { state: "offline", reasons: [] },
    { state: "never-seen", reasons: [] },
    { state: "hearing", reasons: ["clock-wrong"] },
    { state: "stopped", reasons: [] },
    { state: "hearing", reasons: [] },
  ] as const;
  const turns = states.map(({ state, reasons }) => turnOf({ state, reasons: [...reasons] }));
  expect(turns).toEqual([0, 1, 2, 3, 4, 5]);
});

describeStates("the turn of sensors in %s", (start) => {
  let state: StateStore;
  keepOpen(start, (store) => {
    state = store;
  });
  beforeEach(() => state.db.deleteFrom("sensors").execute());

  test("a sensor that falls silent stands before the others at the next look, and goes back when it is heard", async () => {
    const heard = { status: "online", last_message_at: NOW, contract_version: "1.0.0" };
    const health = JSON.stringify({ problems: [], captureMethod: "pcap", lastFrameSecondsAgo: 0 });
    const rows = ["a", "b", "c"].map((id) => makeSensorRow(id, { ...heard, health }));
    await state.db.insertInto("venues").values(makeVenueRow()).execute();
    await state.db.insertInto("sensors").values(rows).execute();
    const order = async (now: number): Promise<string[]> => {
      await settleTurns(state, await readSensors(state, {}, now), { at: now, isFirst: false });
      return (await readSensors(state, {}, now)).map(({ sensorId, state: how }) => `${sensorId} ${how}`);
    };
    expect(await order(NOW)).toEqual(["a hearing", "b hearing", "c hearing"]);
    const later = NOW + OFFLINE_AFTER_MS + 1;
    const hearAgain = (ids: string[]) =>
      state.db.updateTable("sensors").set({ last_message_at: later }).where("sensor_id", "in", ids).execute();
    await hearAgain(["a", "c"]);
    expect(await order(later)).toEqual(["b offline", "a hearing", "c hearing"]);
    await hearAgain(["b"]);
    expect(await order(later)).toEqual(["a hearing", "b hearing", "c hearing"]);
  });

  test("since when a sensor is well begins anew with each trouble, each connection, and whoever looks for the first time", async () => {
    await state.db.deleteFrom("venues").execute();
    await state.db.insertInto("venues").values(makeVenueRow()).execute();
    const health = JSON.stringify({ problems: [], captureMethod: "pcap", lastFrameSecondsAgo: 0 });
    const row = { status: "online", status_at: NOW - 1, last_message_at: NOW, contract_version: "1.0.0", health };
    await state.db.insertInto("sensors").values(makeSensorRow("a", row)).execute();
    const wellSince = async (at: number, isFirst = false): Promise<string | undefined> => {
      await settleTurns(state, await readSensors(state, {}, at), { at, isFirst });
      return (await readSensors(state, {}, at))[0]?.wellSince;
    };
    const set = (over: Partial<typeof row>) => state.db.updateTable("sensors").set(over).execute();
    const instant = (at: number): string => new Date(at).toISOString();
    expect((await readSensors(state, {}, NOW))[0]?.wellSince).toBeUndefined();
    expect(await wellSince(NOW)).toBe(instant(NOW));
    expect(await wellSince(NOW + 10_000)).toBe(instant(NOW));
    await set({ health: health.replace("[]", '[{"code":"disk-nearly-full","text":"x"}]') });
    expect(await wellSince(NOW + 20_000)).toBeUndefined();
    await set({ health });
    expect(await wellSince(NOW + 30_000)).toBe(instant(NOW + 30_000));
    // It was away between two looks: its turn is the same, and its connection is another.
    await set({ status_at: NOW + 35_000 });
    expect(await wellSince(NOW + 40_000)).toBe(instant(NOW + 35_000));
    expect(await wellSince(NOW + 50_000, true)).toBe(instant(NOW + 50_000));
    // Fallen silent since the last look.
    expect((await readSensors(state, {}, NOW + OFFLINE_AFTER_MS + 1))[0]?.wellSince).toBeUndefined();
  });

  test("turns are settled while a batch writes the same sensors in another order, and none is broken off for the other", async () => {
    await state.db.deleteFrom("venues").execute();
    await state.db.insertInto("venues").values(makeVenueRow()).execute();
    await state.db
      .insertInto("sensors")
      .values([makeSensorRow("a", { turn: 5 }), makeSensorRow("b", { turn: 5 })])
      .execute();
    const sensors = await readSensors(state, {}, NOW);
    let settled: Promise<void> | undefined;
    await state.inVenue("mall", async (trx) => {
      const touch = (id: string) =>
        trx.updateTable("sensors").set({ last_message_at: NOW }).where("sensor_id", "=", id).execute();
      await touch("b");
      settled = settleTurns(state, sensors, { at: NOW, isFirst: false });
      settled.catch(() => undefined);
      await isWaitedFor();
      await touch("a");
    });
    await settled;
    expect(state.conflicts).toEqual({ retried: 0, surfaced: 0 });
    const rows = await state.db.selectFrom("sensors").select("turn").execute();
    expect(rows.map((row) => row.turn)).toEqual([2, 2]);
  });

  /** Somebody stands and waits for a lock; SQLite has one writer, and waits before it begins. */
  async function isWaitedFor(): Promise<void> {
    if (state.dialect === "sqlite") return;
    const waiting = sql<{ n: number }>`select count(*)::int as n from pg_locks where not granted`;
    await vi.waitFor(async () => expect((await waiting.execute(state.db)).rows[0]?.n).toBeGreaterThan(0), {
      timeout: 20_000,
      interval: 20,
    });
  }
});
