import type { Health, Message } from "@probewarden/contract";
import { beforeEach, expect, test } from "vitest";
import { Remembered } from "../intake/remembered.ts";
import { partsOf, storeParts } from "../intake/store-parts.ts";
import { BOOT, envelope, makeHealth } from "../intake/test-messages.ts";
import { readSensors } from "../sensors/read-sensors.ts";
import type { StateStore } from "../store/state/open-state.ts";
import { makeSensorRow, makeVenueRow } from "../store/state/test-rows.ts";
import { describeStates, keepOpen } from "../store/state/test-states.ts";
import { readSetting } from "../store/state/settings.ts";
import { BREAK_MS, sensorLook } from "./sensor-watch.ts";

const NOW = Date.parse("2026-11-24T08:00:00.000Z");
const DEAF = makeHealth({ captureMethod: "none" });
const OTHER_BOOT = "zhijklmnopqrstuvw";

describeStates("since when a sensor is well, over a break in the looks, in %s", (start) => {
  let state: StateStore;
  let at: number;
  let seq: number;
  let remembered: Remembered;
  keepOpen(start, (store) => {
    state = store;
  });
  beforeEach(async () => {
    for (const table of ["settings", "boots", "received", "sensors", "venues"] as const)
      await state.db.deleteFrom(table).execute();
    await state.db.insertInto("venues").values(makeVenueRow()).execute();
    const row = { status: "online", status_at: NOW - 1, last_message_at: NOW, contract_version: "1.0.0" };
    await state.db.insertInto("sensors").values(makeSensorRow("a", row)).execute();
    [at, seq, remembered] = [NOW, 0, new Remembered()];
    // Well, and looked at a while ago.
    await report([makeHealth()]);
    await started()();
  });

  /** Reports that come in together, the latest last. */
  const report = async (reports: readonly Health[], bootId = BOOT): Promise<void> => {
    const accepted = reports.map((health) => ({
      type: "message" as const,
      sensor: { venueId: "mall", sensorId: "a" },
      message: { ...envelope("a", ++seq, "health", health), bootId, at: new Date(at).toISOString() } as Message,
      received: { topic: "", payload: Buffer.alloc(0), receivedAt: at },
      clockOffsetMs: 0,
    }));
    const stored = await storeParts(state, partsOf(accepted, []), remembered, () => at);
    expect(stored.every((part) => "changes" in part)).toBe(true);
  };
  /** A collector that has started now. */
  const started = (): (() => Promise<void>) =>
    sensorLook({ state, now: () => at, changed: () => undefined, failed: () => undefined });
  const wellSince = async (): Promise<number> =>
    Date.parse((await readSensors(state, {}, at))[0]?.wellSince ?? "") - NOW;

  test("it goes on where another collector has noted a look just before, and begins anew where the break is longer", async () => {
    at += BREAK_MS;
    await report([makeHealth()]);
    await started()();
    expect(await wellSince()).toBe(0);
    at += BREAK_MS + 1;
    await report([makeHealth()]);
    await started()();
    expect(await wellSince()).toBe(2 * BREAK_MS + 1);
  });

  test("a look is noted twice a minute at most, for each note is a write", async () => {
    const look = started();
    const noted = async (): Promise<number> => Number(await readSetting(state.db, "sensors.looked-at")) - NOW;
    const notes: number[] = [];
    for (; at < NOW + 70_000; at += 10_000) {
      await look();
      notes.push(await noted());
    }
    expect(notes).toEqual([0, 0, 0, 30_000, 30_000, 30_000, 60_000]);
  });

  test("it begins anew after a look that is still to come: the clock went back", async () => {
    at -= 1;
    await started()();
    expect(await wellSince()).toBe(-1);
  });

  test("what the sensor tells of the break counts: that it was unwell meanwhile, or was started anew", async () => {
    at += BREAK_MS / 2;
    await report([DEAF, makeHealth()]);
    await started()();
    expect(await wellSince()).toBe(BREAK_MS / 2);

    at += BREAK_MS;
    await report([DEAF]);
    await report([makeHealth()]);
    await started()();
    expect(await wellSince()).toBe(1.5 * BREAK_MS);

    at += BREAK_MS;
    seq = 0;
    await report([makeHealth()], OTHER_BOOT);
    await started()();
    expect(await wellSince()).toBe(2.5 * BREAK_MS);
    at += BREAK_MS;
    await report([makeHealth()], OTHER_BOOT);
    await started()();
    expect(await wellSince()).toBe(2.5 * BREAK_MS);
  });
});
