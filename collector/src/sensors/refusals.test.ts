import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openState, type StateStore } from "../store/state/open-state.ts";
import { makeSensorRow, makeVenueRow } from "../store/state/test-rows.ts";
import { describeStates, type TestStatePlace } from "../store/state/test-states.ts";
import { readSensors } from "./read-sensors.ts";
import { Refusals } from "./refusals.ts";

const START = Date.parse("2026-11-24T08:00:00.000Z");

describeStates("what is refused to sensors, in %s", (start) => {
  let place: TestStatePlace;
  let state: StateStore;
  let now: number;
  let changed: string[];
  let refusals: Refusals;

  beforeEach(async () => {
    place = await start();
    state = await openState(place.url, place.dir);
    await state.db
      .insertInto("venues")
      .values(makeVenueRow({ name: randomUUID() }))
      .execute();
    await state.db
      .insertInto("sensors")
      .values([makeSensorRow("north"), makeSensorRow("south")])
      .execute();
    now = START;
    changed = [];
    refusals = new Refusals({ state, now: () => now, changed: (sensorId) => changed.push(sensorId) });
  });
  afterEach(async () => {
    await state.close();
    await place.stop();
  });
  const rowOf = async (sensorId: string) => (await readSensors(state, { sensorId }, now))[0];

  test("stands in the sensor's row with reason and number, adds up over collectors, and goes a quarter of an hour later", async () => {
    const another = new Refusals({ state, now: () => now });
    for (let i = 0; i < 1000; i++) refusals.count("north", "other-identity");
    refusals.count("north", "over-rows", 7);
    another.count("north", "over-rows", 5);
    refusals.count("ghost", "json");
    await Promise.all([refusals.write(), another.write()]);
    expect(changed).toEqual(["north"]);
    const row = await rowOf("north");
    expect(row?.reasons).toEqual(["claims-another-identity", "over-limits"]);
    expect(row?.refused).toEqual([
      {
        reason: "other-identity",
        count: 1000,
        since: "2026-11-24T08:00:00.000Z",
        lastAt: "2026-11-24T08:00:00.000Z",
      },
      { reason: "over-rows", count: 12, since: "2026-11-24T08:00:00.000Z", lastAt: "2026-11-24T08:00:00.000Z" },
    ]);
    expect(await rowOf("south")).not.toHaveProperty("refused");
    now += 16 * 60_000;
    expect(await rowOf("north")).not.toHaveProperty("refused");
  });

  test("counting begins anew after a day without, and not before", async () => {
    refusals.count("north", "json", 10);
    await refusals.write();
    now += 3_600_000;
    refusals.count("north", "json", 5);
    await refusals.write();
    expect((await rowOf("north"))?.refused).toMatchObject([{ count: 15, since: "2026-11-24T08:00:00.000Z" }]);
    now += 25 * 3_600_000;
    refusals.count("north", "json", 2);
    await refusals.write();
    expect((await rowOf("north"))?.refused).toMatchObject([{ count: 2, since: new Date(now).toISOString() }]);
  });

  test("is a problem of the collector's own, which names the worst; a wrong password is the guesser's doing, not the sensor's", () => {
    refusals.count("south", "wrong-password", 500);
    expect(refusals.problem()).toBeUndefined();
    refusals.count("north", "too-large", 3);
    refusals.count("south", "json", 2);
    expect(refusals.problem()).toMatchObject({
      code: "sensors-refused",
      facts: { sensors: 2, sensor: "north", refused: 5 },
    });
    now += 16 * 60_000;
    expect(refusals.problem()).toBeUndefined();
  });
});

test("what could not be written is written later, and made-up names fill no memory", async () => {
  let away = true;
  const written: string[] = [];
  const failing = {
    db: {
      selectFrom: () => {
        if (away) throw new Error("away");
        return {
          select: () => ({
            where: (_: string, __: string, id: string) => (
              written.push(id),
              { where: () => ({ executeTakeFirst: () => Promise.resolve(undefined) }) }
            ),
          }),
        };
      },
    },
  } as unknown as StateStore;
  const refusals = new Refusals({ state: failing, now: () => START });
  for (let i = 0; i < 30_000; i++) refusals.count(`made-up-${i}`, "json");
  await refusals.write();
  expect(written).toEqual([]);
  away = false;
  await refusals.write();
  expect(written.length).toBeGreaterThan(19_000);
  expect(written.length).toBeLessThanOrEqual(20_000);
});
