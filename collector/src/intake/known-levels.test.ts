import type { Finding, Message, SignalRow } from "@probewarden/contract";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { openSeries } from "../store/series/open-series.ts";
import { SeriesStoreError } from "../store/series/series-error.ts";
import type { SeriesStore } from "../store/series/series-store.ts";
import { writeLevels } from "../store/series/test-series.ts";
import { keepWalk, removeWalks } from "../store/walks.ts";
import { openState, type StateStore } from "../store/state/open-state.ts";
import { describeStates, keepOpen, type TestStatePlace } from "../store/state/test-states.ts";
import { eraseLevels } from "../suspects/erase-levels.ts";
import { forgetFindings, judgeMessage } from "../suspects/test-judge.ts";
import { onlyKnownLevels } from "./known-levels.ts";
import type { Accepted } from "./accepted.ts";
import { BOX, envelope, makeFinding, makeLevel } from "./test-messages.ts";

const PHONE = "02:00:00:aa:bb:0f";
const NOW = Date.now();

describeStates("levels of suspects in %s", (start) => {
  let place: TestStatePlace;
  let state: StateStore;
  let series: SeriesStore;
  let seq = 0;

  keepOpen(start, (store, at) => {
    state = store;
    place = at;
  });
  beforeAll(async () => {
    series = await openSeries("sqlite:", place.dir);
  });
  afterAll(() => series.stop());
  beforeEach(() => forgetFindings(state));
  afterEach(() => void vi.restoreAllMocks());

  const accepted = (message: object): Accepted => ({
    type: "message",
    sensor: { venueId: "mall", sensorId: "north" },
    message: message as Message,
    received: { topic: "", payload: Buffer.alloc(0), receivedAt: NOW },
    clockOffsetMs: 0,
  });
  const levels = (rows: [string, SignalRow["role"]][]): Accepted =>
    accepted(
      envelope("north", ++seq, "signal", {
        rows: rows.map(([transmitter, role]) => ({ ...makeLevel(-60, role), transmitter })),
      }),
    );
  const finding = (over: Partial<Finding>): Accepted =>
    accepted(envelope("north", ++seq, "finding", makeFinding("f1", over)));
  const kept = async (batch: Accepted[]): Promise<{ transmitters: string[]; leftOut: number }> => {
    const { accepted: left, leftOut } = await onlyKnownLevels(state, batch, NOW);
    expect(left).toHaveLength(batch.length);
    const rows = left.flatMap(({ message }) => (message.kind === "signal" ? message.body.rows : []));
    return { transmitters: rows.map(({ transmitter }) => transmitter), leftOut };
  };
  const judge = (over: Partial<Finding>) =>
    judgeMessage(state, { sensorId: "north", finding: makeFinding("f1", over), at: NOW, seq: ++seq });

  test("are kept of addresses that a suspect has; residents and the venue's own are kept anyway", async () => {
    await judge({ transmitters: [BOX] });
    const batch = levels([
      [BOX, "suspect"],
      [BOX, "watched"],
      [PHONE, "suspect"],
      [PHONE, "watched"],
      ["02:00:00:00:00:01", "resident"],
      ["02:00:00:00:00:02", "venue"],
    ]);
    expect(await kept([batch])).toEqual({
      transmitters: [BOX, BOX, "02:00:00:00:00:01", "02:00:00:00:00:02"],
      leftOut: 2,
    });
  });

  test("are kept of what somebody carries on a calibration walk, until it ends", async () => {
    const floor = { venueId: "mall", floorId: "ground" };
    await keepWalk(state.db, floor, { carried: PHONE, startedAt: NOW, endsAt: NOW + 1, by: "wang", points: [] });
    expect(await kept([levels([[PHONE, "watched"]])])).toEqual({ transmitters: [PHONE], leftOut: 0 });
    await keepWalk(state.db, floor, { carried: PHONE, startedAt: NOW, endsAt: NOW, by: "wang", points: [] });
    expect(await kept([levels([[PHONE, "watched"]])])).toEqual({ transmitters: [], leftOut: 1 });
    await removeWalks(state.db, "mall");
  });

  test("are kept of an address that their own batch is the first to name", async () => {
    expect(await kept([levels([[BOX, "suspect"]]), finding({})])).toEqual({ transmitters: [BOX], leftOut: 0 });
  });

  test("of an address that was taken back are left out, also beside the message that named it, come late", async () => {
    const late = finding({ transmitters: [PHONE] });
    await judge({ transmitters: [PHONE] });
    await judge({ transmitters: [], takenBack: true });
    expect(await kept([late, levels([[PHONE, "suspect"]])])).toEqual({ transmitters: [], leftOut: 1 });
  });

  test("that were taken back are erased when the series store can, over its absence and a restart", async () => {
    await judge({ transmitters: [PHONE] });
    await writeLevels(series, "mall", "north", [{ ...makeLevel(-60, "suspect"), transmitter: PHONE }]);
    await writeLevels(series, "mall", "south", [{ ...makeLevel(-70, "watched"), transmitter: PHONE }]);
    const left = async () => (await series.latestLevels("mall", [PHONE], NOW - 600_000, NOW + 600_000)).length;
    await judge({ transmitters: [], takenBack: true });
    expect(await left()).toBe(2);
    vi.spyOn(series, "erase").mockRejectedValueOnce(new SeriesStoreError("unavailable", "away"));
    await expect(eraseLevels(state, series, NOW)).rejects.toThrow("away");
    const again = await openState(place.url, place.dir);
    expect(await eraseLevels(again, series, NOW)).toBe(1);
    expect(await eraseLevels(again, series, NOW)).toBe(0);
    await again.close();
    expect(await left()).toBe(0);
    const audited = await state.db.selectFrom("audit").select(["action", "subject"]).orderBy("id").execute();
    expect(audited.map(({ action }) => action)).toEqual(["addresses-taken-back", "levels-erased"]);
    expect(JSON.stringify(audited)).not.toContain(PHONE);
  });
});
