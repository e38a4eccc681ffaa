import { randomInt } from "node:crypto";
import { beforeEach, expect, test } from "vitest";
import type { StateStore } from "../store/state/open-state.ts";
import { describeStates, keepOpen } from "../store/state/test-states.ts";
import { hearBoot, type Boot } from "../sensors/message-order.ts";
import { forgetRanges } from "./forget-ranges.ts";
import { includes, readRanges, withNumbers, writeRanges, type Range } from "./received-ranges.ts";

const HOUR = 3_600_000;
const boot = (sensorId: string, bootId: string): Boot => ({ sensorId, bootId });

describeStates("what came in, in %s", (start) => {
  let state: StateStore;
  keepOpen(start, (store) => {
    state = store;
  });
  beforeEach(async () => {
    for (const table of ["received", "boots"] as const) await state.db.deleteFrom(table).execute();
  });

  /** Takes numbers of a boot as ingest does; which of them are new. */
  const take = (which: Boot, numbers: readonly number[], at = 0): Promise<number[]> =>
    state.transaction(async (trx) => {
      await hearBoot(trx, which, at, true);
      const before = await readRanges(trx, which, Math.min(...numbers), Math.max(...numbers));
      const fresh = [...new Set(numbers)].filter((seq) => !includes(before, seq));
      await writeRanges(trx, which, before, withNumbers(before, fresh));
      return fresh;
    });
  const rangesOf = async (which: Boot): Promise<Range[]> =>
    state.transaction((trx) => readRanges(trx, which, 1, Number.MAX_SAFE_INTEGER - 1));
  const bootsLeft = async (): Promise<string[]> =>
    (await state.db.selectFrom("boots").select("boot_id").orderBy("boot_id").execute()).map((row) => row.boot_id);

  test("numbers in any order are each new once, and become one range", async () => {
    const which = boot("door", "b");
    const left = Array.from({ length: 300 }, (_, index) => index + 1);
    const order = left.map((seq) => ({ seq, key: randomInt(1_000_000) })).toSorted((a, b) => a.key - b.key);
    const taken: number[] = [];
    for (let at = 0; at < order.length; at += 7) {
      const batch = order.slice(at, at + 7).map(({ seq }) => seq);
      taken.push(...(await take(which, [...batch, ...batch.slice(0, 2)])));
      expect(await take(which, batch)).toEqual([]);
    }
    expect(taken.toSorted((a, b) => a - b)).toEqual(left);
    expect(await rangesOf(which)).toEqual([[1, 300]]);
  });

  test("only the ranges that bear on a number are read", async () => {
    const which = boot("door", "b");
    for (const seq of [1, 3, 5, 7, 9, 11]) await take(which, [seq]);
    const near = await state.transaction((trx) => readRanges(trx, which, 6, 6));
    expect(near).toEqual([
      [5, 5],
      [7, 7],
    ]);
    expect(await take(which, [6])).toEqual([6]);
    expect(await rangesOf(which)).toEqual([
      [1, 1],
      [3, 3],
      [5, 7],
      [9, 9],
      [11, 11],
    ]);
  });

  test("a boot that was not heard for longer than anything is kept is forgotten; one that is heard stays", async () => {
    await take(boot("door", "old"), [1, 2, 3], 0);
    await take(boot("door", "new"), [1, 2, 3], 0);
    await take(boot("door", "new"), [2], 100 * HOUR);
    await state.transaction((trx) => forgetRanges(trx, 50 * HOUR));
    expect(await bootsLeft()).toEqual(["new"]);
    expect(await rangesOf(boot("door", "old"))).toEqual([]);
    expect(await take(boot("door", "new"), [3])).toEqual([]);
  });

  test("a sensor that starts anew for ever fills no more than its share, and the boots heard last are known", async () => {
    for (let turn = 0; turn < 40; turn += 1)
      await take(boot("loop", `b-${String(turn).padStart(2, "0")}`), [1], turn * HOUR);
    await take(boot("calm", "z"), [1], 0);
    await state.transaction((trx) => forgetRanges(trx, -1, 10));
    expect(await bootsLeft()).toEqual([...Array.from({ length: 10 }, (_, index) => `b-${30 + index}`), "z"]);
  });

  test("a boot full of gaps loses its lowest ranges, and no gap is ever taken as received", async () => {
    const which = boot("door", "gaps");
    for (let seq = 1; seq <= 59; seq += 2) await take(which, [seq]);
    await state.transaction((trx) => forgetRanges(trx, -1, 10));
    expect((await rangesOf(which)).map(([first]) => first)).toEqual([41, 43, 45, 47, 49, 51, 53, 55, 57, 59]);
    expect(await take(which, [2, 50])).toEqual([2, 50]);
    expect(await take(which, [1, 59])).toEqual([1]);
  });
});
