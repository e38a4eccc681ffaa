import { randomInt } from "node:crypto";
import { beforeEach, expect, test, vi } from "vitest";
import { hearBoot, type Boot } from "../sensors/message-order.ts";
import type { StateStore } from "../store/state/open-state.ts";
import { describeStates, keepOpen } from "../store/state/test-states.ts";
import { LatestReceived } from "./latest-received.ts";
import { readRanges, type Range } from "./received-ranges.ts";

const DOOR: Boot = { sensorId: "door", bootId: "b" };
const LATER: Boot = { sensorId: "door", bootId: "c" };

describeStates("where each sensor's messages ended, in %s", (start) => {
  let state: StateStore;
  keepOpen(start, (store) => {
    state = store;
  });
  beforeEach(async () => {
    for (const table of ["received", "boots"] as const) await state.db.deleteFrom(table).execute();
  });

  /** Which of the numbers are new, and the boot's ordinal. */
  const take = async (
    latest: LatestReceived,
    numbers: readonly number[],
    { boot = DOOR, at = 0 } = {},
  ): Promise<[number[], number]> => {
    const { news, ordinal } = await state.transaction((trx) => latest.mark(trx, boot, numbers, at));
    return [[...news], ordinal];
  };
  const ranges = (boot = DOOR): Promise<Range[]> =>
    state.transaction((trx) => readRanges(trx, boot, 1, Number.MAX_SAFE_INTEGER - 1));

  test("numbers that come in turn are each new once", async () => {
    const latest = new LatestReceived();
    for (const numbers of [[1], [2], [3, 4, 5], [6]]) expect(await take(latest, numbers)).toEqual([numbers, 1]);
    expect(await take(latest, [6])).toEqual([[], 1]);
    expect(await take(latest, [4, 5, 6, 7])).toEqual([[7], 1]);
    expect(await ranges()).toEqual([[1, 7]]);
  });

  test("what another collector stored meanwhile is not new, whichever of them remembers what", async () => {
    const collectors = [new LatestReceived(), new LatestReceived(), new LatestReceived()];
    const taken: number[] = [];
    let next = 1;
    for (let turn = 0; turn < 300; turn++) {
      const from = Math.max(1, next - randomInt(4));
      const numbers = Array.from({ length: 1 + randomInt(4) }, (_, at) => from + at + randomInt(2) * 3);
      next = Math.max(next, ...numbers) + 1;
      const [news] = await take(collectors[randomInt(3)] ?? new LatestReceived(), [...new Set(numbers)]);
      taken.push(...news);
    }
    expect(taken.toSorted((a, b) => a - b)).toEqual([...new Set(taken)].toSorted((a, b) => a - b));
    const stored = (await ranges()).flatMap(([first, last]) =>
      Array.from({ length: last - first + 1 }, (_, at) => first + at),
    );
    expect(stored).toEqual(taken.toSorted((a, b) => a - b));
  });

  test("what went ahead of the counts becomes one range with them, and is not new again", async () => {
    const [here, there] = [new LatestReceived(), new LatestReceived()];
    await take(here, [1]);
    await take(there, [4]);
    expect(await take(here, [2])).toEqual([[2], 1]);
    expect(await take(here, [3, 4])).toEqual([[3], 1]);
    expect(await take(here, [5])).toEqual([[5], 1]);
    expect(await ranges()).toEqual([[1, 5]]);
  });

  test("what was undone with its transaction is new when it comes again", async () => {
    const latest = new LatestReceived();
    await take(latest, [1]);
    const undone = state.transaction(async (trx) => {
      expect((await latest.mark(trx, DOOR, [2], 0)).news).toEqual(new Set([2]));
      throw new Error("no more room");
    });
    await expect(undone).rejects.toThrow("no more room");
    expect(await take(latest, [3])).toEqual([[3], 1]);
    expect(await take(latest, [2])).toEqual([[2], 1]);
    expect(await ranges()).toEqual([[1, 3]]);
  });

  test("a boot that is no longer the newest, or has become it again, has the ordinal that the state says", async () => {
    const [here, there] = [new LatestReceived(), new LatestReceived()];
    await take(here, [1]);
    expect(await take(there, [1], { boot: LATER })).toEqual([[1], 2]);
    expect(await take(here, [2])).toEqual([[2], 1]);
    expect(await take(here, [3])).toEqual([[3], 1]);
    // The later one is silent: the earlier one was the later one.
    const at = 6 * 60_000;
    expect(await take(there, [4], { at })).toEqual([[4], 3]);
    expect(await take(here, [5], { at })).toEqual([[5], 3]);
    expect(await take(there, [2], { boot: LATER, at })).toEqual([[2], 2]);
  });

  test("it is written once a minute that a boot was heard, and what retention forgot is not remembered", async () => {
    const latest = new LatestReceived();
    const heardAt = async (): Promise<number | undefined> =>
      (await state.db.selectFrom("boots").select("heard_at").executeTakeFirst())?.heard_at;
    for (const [seq, at, heard] of [
      [1, 0, 0],
      [2, 60_000, 0],
      [3, 60_001, 60_001],
      [4, 59_000, 60_001],
    ] as const) {
      await take(latest, [seq], { at });
      expect(Number(await heardAt())).toBe(heard);
    }
    for (const table of ["received", "boots"] as const) await state.db.deleteFrom(table).execute();
    expect(await take(latest, [5], { at: 60_002 })).toEqual([[5], 1]);
    expect(await ranges()).toEqual([[5, 5]]);
    await state.db.deleteFrom("boots").execute();
    await state.transaction((trx) => hearBoot(trx, LATER, 60_003, true));
    expect(await take(latest, [6], { at: 60_004 })).toEqual([[6], 2]);
  });

  test("after a start it knows where each newest boot had come, asks for none of them, and believes nothing of it", async () => {
    const before = new LatestReceived();
    for (const numbers of [[1, 2], [5]]) await take(before, numbers);
    await take(before, [1], { boot: LATER, at: 1 });
    await take(before, [1, 2, 3], { boot: { sensorId: "hall", bootId: "b" }, at: 2 });
    const latest = new LatestReceived();
    await latest.recall(state.db);
    expect(latest.size).toBe(2);
    await state.transaction(async (trx) => {
      const asked = vi.spyOn(trx, "selectFrom");
      const marked = await latest.mark(trx, { sensorId: "hall", bootId: "b" }, [4, 5], 3);
      expect([[...marked.news], marked.ordinal]).toEqual([[4, 5], 1]);
      expect((await latest.mark(trx, LATER, [2], 3)).ordinal).toBe(2);
      expect(asked).not.toHaveBeenCalled();
    });
    // Another collector was quicker.
    const late = new LatestReceived();
    await late.recall(state.db);
    await take(before, [3], { boot: LATER, at: 4 });
    expect(await take(late, [3, 4], { boot: LATER, at: 4 })).toEqual([[4], 2]);
    const few = new LatestReceived(1);
    await few.recall(state.db);
    expect(few.size).toBe(1);
  });

  test("of more sensors than it may remember, it forgets who was there first", async () => {
    const latest = new LatestReceived(2);
    for (const sensorId of ["a", "b", "c", "b"]) {
      await take(latest, [1], { boot: { sensorId, bootId: "b" } });
      expect(latest.size).toBeLessThanOrEqual(2);
    }
    for (const sensorId of ["a", "b", "c"])
      expect(await take(latest, [2], { boot: { sensorId, bootId: "b" } })).toEqual([[2], 1]);
  });
});
