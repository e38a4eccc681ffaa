import { beforeEach, expect, test } from "vitest";
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
      await settleTurns(state, await readSensors(state, {}, now));
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
});
