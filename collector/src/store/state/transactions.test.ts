import { setTimeout as delay } from "node:timers/promises";
import { expect, test } from "vitest";
import { openState, type StateStore } from "./open-state.ts";
import { describeStates, keepOpen, type TestStatePlace } from "./test-states.ts";

const conflict = (code: string): Error => Object.assign(new Error("somebody else was in the way"), { code });

describeStates("transactions of several collectors in %s", (start, name) => {
  let place: TestStatePlace;
  let state: StateStore;
  keepOpen(start, (store, at) => {
    state = store;
    place = at;
  });

  test.each(["40P01", "40001"])(
    "one that is broken off with %s is run again, and nothing of the first attempt stays",
    async (code) => {
      const before = { ...state.conflicts };
      let attempts = 0;
      await state.transaction(async (trx) => {
        attempts++;
        await trx
          .insertInto("settings")
          .values({ name: `${code}-${attempts}`, value: "" })
          .execute();
        if (attempts < 3) throw conflict(code);
      });
      const rows = await state.db.selectFrom("settings").select("name").where("name", "like", `${code}%`).execute();
      expect(rows).toEqual([{ name: `${code}-3` }]);
      expect(state.conflicts).toEqual({ ...before, retried: before.retried + 2 });
    },
  );

  test("one that is always broken off is given up, and counted", async () => {
    const before = { ...state.conflicts };
    await expect(state.inVenue("mall", () => Promise.reject(conflict("40P01")))).rejects.toThrow("in the way");
    expect(state.conflicts).toEqual({ retried: before.retried + 7, surfaced: before.surfaced + 1 });
  });

  test("any other failure is told at once", async () => {
    let attempts = 0;
    const failing = state.transaction(() => Promise.reject(new Error(`no ${++attempts}`)));
    await expect(failing).rejects.toThrow("no 1");
  });

  if (name === "PostgreSQL")
    test("in one venue they come one after the other, whoever makes them; in two they do not wait for each other", async () => {
      const other = await openState(place.url, place.dir);
      const told: string[] = [];
      let release = (): void => undefined;
      const held = new Promise<void>((resolve) => (release = resolve));
      const first = state.inVenue("mall", async () => {
        told.push("first begins");
        await held;
        told.push("first ends");
      });
      await expect.poll(() => told).toEqual(["first begins"]);
      const second = other.inVenue("mall", () => Promise.resolve(told.push("second")));
      await other.inVenue("elsewhere", () => Promise.resolve(told.push("elsewhere")));
      await delay(100);
      expect(told).toEqual(["first begins", "elsewhere"]);
      release();
      await Promise.all([first, second]);
      expect(told).toEqual(["first begins", "elsewhere", "first ends", "second"]);
      await other.close();
    });
});
