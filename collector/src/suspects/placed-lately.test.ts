import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeFinding, makeLevel } from "../intake/test-messages.ts";
import { openSeries } from "../store/series/open-series.ts";
import type { SeriesStore } from "../store/series/series-store.ts";
import { writeLevels } from "../store/series/test-series.ts";
import { openState, type StateStore } from "../store/state/open-state.ts";
import { makeVenueRow } from "../store/state/test-rows.ts";
import { PlacedLately } from "./placed-lately.ts";
import { placeSuspects } from "./placement.ts";
import { PlacesHere } from "./places.ts";
import { judgeMessage } from "./test-judge.ts";

const NOW = Date.parse("2026-11-24T08:00:30.000Z");
const ADDRESS = "02:00:00:00:00:01";
const dir = mkdtempSync(join(tmpdir(), "probewarden-placed-"));
let state: StateStore;
let series: SeriesStore;

beforeAll(async () => {
  state = await openState("sqlite:", dir);
  series = await openSeries("sqlite:", dir);
  const floors = [{ floorId: "ground", name: "Ground", widthMetres: 60, heightMetres: 40 }];
  await state.db
    .insertInto("venues")
    .values(makeVenueRow({ venue_id: "mall", floors: JSON.stringify(floors) }))
    .execute();
});
afterAll(async () => {
  await series.stop();
  await state.close();
  rmSync(dir, { recursive: true });
});

const level = (sensorId: string, medianDbm: number): Promise<void> =>
  writeLevels(series, "mall", sensorId, [
    { ...makeLevel(medianDbm, "suspect"), transmitter: ADDRESS, minute: new Date(NOW - 90_000).toISOString() },
  ]);

test("a place is worked out when what is known is something else, and not each time a sensor speaks", async () => {
  const heard = new Date(NOW).toISOString();
  const finding = makeFinding("f", { transmitters: [ADDRESS], firstHeardAt: heard, lastHeardAt: heard });
  const judged = await judgeMessage(state, { sensorId: "north", finding, at: NOW, seq: 1 });
  const suspectId = judged?.suspectId ?? "";
  const atDoor = { floor_id: "ground", x: 10, y: 5 };
  await state.db.updateTable("sensors").set(atDoor).execute();
  await level("north", -50);

  let worked = 0;
  const here = new PlacesHere();
  const places = {
    of: (...asked: Parameters<PlacesHere["of"]>) => {
      worked += asked[1].length;
      return here.of(...asked);
    },
    stop: () => here.stop(),
  };
  const failed = (error: unknown): never => expect.fail(String(error));
  const parts = { state, series, places, lately: new PlacedLately(), failed };
  /** How many places are worked out now, and how many of them are others. */
  const place = async (now = NOW): Promise<[number, number]> => {
    worked = 0;
    const { length } = await placeSuspects(parts, [suspectId], now);
    return [worked, length];
  };
  const told = async (): Promise<string | null | undefined> =>
    (await state.db.selectFrom("suspects").select("place").where("suspect_id", "=", suspectId).executeTakeFirst())
      ?.place;

  expect(await place()).toEqual([1, 1]);
  expect(await place()).toEqual([0, 0]);
  const before = await told();
  expect(before).toMatch("ground");

  await level("north", -40);
  expect(await place()).toEqual([1, 1]);
  // What was heard a minute ago says less of where it is now.
  expect((await place(NOW + 60_000))[0]).toBe(1);
  expect(await place(NOW + 60_000)).toEqual([0, 0]);

  // Somebody hangs the sensor elsewhere.
  await state.db.updateTable("sensors").set({ x: 50 }).execute();
  expect(await place(NOW + 60_000)).toEqual([1, 1]);

  // A place that was taken back is worked out again, and so is one that another collector told.
  await state.db.updateTable("suspects").set({ place: null }).execute();
  expect(await place(NOW + 60_000)).toEqual([1, 1]);
  await state.db.updateTable("suspects").set({ place: before }).execute();
  expect(await place(NOW + 60_000)).toEqual([1, 1]);
});

test("so many suspects are remembered, and those that were placed last", () => {
  const lately = new PlacedLately(3);
  for (const suspectId of ["a", "b", "c", "a", "d"]) lately.keep({ suspectId, place: null, from: "levels" });
  expect(lately.size).toBe(3);
  const held = ["a", "b", "c", "d"].filter((suspectId) => lately.holds({ suspectId, place: null, from: "levels" }));
  expect(held).toEqual(["a", "c", "d"]);
  expect(lately.holds({ suspectId: "a", place: null, from: "others" })).toBe(false);
});
