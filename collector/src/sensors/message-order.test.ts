import { beforeEach, expect, test } from "vitest";
import type { StateStore } from "../store/state/open-state.ts";
import { describeStates, keepOpen } from "../store/state/test-states.ts";
import { hearBoot, isNewer } from "./message-order.ts";

const MINUTE = 60_000;

describeStates("the order of a sensor's messages in %s", (start) => {
  let state: StateStore;
  keepOpen(start, (store) => {
    state = store;
  });
  beforeEach(() => state.db.deleteFrom("boots").execute());

  const hear = (bootId: string, at: number, news = true, sensorId = "north"): Promise<number> =>
    state.transaction(async (trx) => (await hearBoot(trx, { sensorId, bootId }, at, news)).ordinal);
  /** Whether message `[boot, seq]` that comes at that minute is newer than the known one. */
  const newer = async (
    [bootId, seq]: [string, number],
    known: [string | null, number | null],
    at: number,
  ): Promise<boolean> => {
    const ordinal = await hear(bootId, at);
    return state.transaction((trx) =>
      isNewer(trx, { sensorId: "north", bootId, seq, ordinal }, { boot_id: known[0], seq: known[1] }),
    );
  };

  test("within a boot the higher number is newer, in whatever order they come", async () => {
    expect(await newer(["a", 7], ["a", 6], 0)).toBe(true);
    expect(await newer(["a", 6], ["a", 7], 0)).toBe(false);
    expect(await newer(["a", 7], ["a", 7], 0)).toBe(false);
  });

  test("a later boot is newer with its first message, and what is left of an earlier one is old", async () => {
    await hear("a", 0);
    expect(await newer(["b", 1], ["a", 900], MINUTE)).toBe(true);
    expect(await newer(["a", 901], ["b", 1], MINUTE)).toBe(false);
    expect(await newer(["b", 2], ["a", 901], 2 * MINUTE)).toBe(true);
  });

  test("of a boot that was forgotten, and of a row from before boots were known, everything is newer", async () => {
    expect(await newer(["a", 1], ["forgotten", 900], 0)).toBe(true);
    expect(await newer(["a", 1], [null, null], 0)).toBe(true);
    expect(await newer(["a", 1], ["", 0], 0)).toBe(true);
  });

  test("each sensor has boots of its own", async () => {
    expect([await hear("a", 0), await hear("b", 0), await hear("c", 0, true, "south")]).toEqual([1, 2, 1]);
  });

  test("boots that were heard of in the wrong order are put right when only one of them goes on", async () => {
    await hear("later", 0);
    await hear("earlier", 1_000);
    expect(await newer(["later", 9], ["earlier", 4], 2 * MINUTE)).toBe(false);
    // What came before, and comes once more, is no sign of life.
    await hear("later", 6 * MINUTE, false);
    expect(await newer(["later", 10], ["earlier", 4], 7 * MINUTE)).toBe(true);
    expect(await newer(["earlier", 5], ["later", 10], 7 * MINUTE)).toBe(false);
  });
});
