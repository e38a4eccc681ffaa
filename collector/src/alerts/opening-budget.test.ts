import { beforeEach, expect, test } from "vitest";
import type { StateStore } from "../store/state/open-state.ts";
import { makeSuspectRow, makeVenueRow } from "../store/state/test-rows.ts";
import { describeStates, keepOpen } from "../store/state/test-states.ts";
import { forgetFindings } from "../suspects/test-judge.ts";
import { newAlert } from "./alert-rows.ts";
import { Alerts } from "./alerts.ts";
import { MOST_OPEN } from "./opening-budget.ts";
import { readAlerts } from "./read-alerts.ts";

const NOW = Date.parse("2026-11-24T08:00:00.000Z");
const LONG_AGO = NOW - 30 * 24 * 3_600_000;

describeStates("alerts that nobody looks at, in %s", (start) => {
  let state: StateStore;
  let alerts: Alerts;
  let notices = 0;

  keepOpen(start, (store) => {
    state = store;
  });
  beforeEach(async () => {
    notices = 0;
    await forgetFindings(state);
    await state.db
      .insertInto("venues")
      .values([makeVenueRow(), makeVenueRow({ venue_id: "station" })])
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    alerts = new Alerts({
      state,
      notifier: { wanted: () => Promise.resolve(true), alertOpened: () => void (notices += 1) },
      changed: () => undefined,
      failed: (error) => {
        throw error;
      },
      now: () => NOW,
    });
  });

  const put = async (suspectId: string, change: { band?: string; venue_id?: string } = {}): Promise<void> => {
    await state.db
      .insertInto("suspects")
      .values(makeSuspectRow(suspectId, { band: "suspected", state: "active", ...change }))
      .execute();
    await alerts.suspectChanged(suspectId);
  };
  const openOf = async (suspectId: string): Promise<number> =>
    (await readAlerts(state, {})).filter((alert) => alert.suspectId === suspectId && alert.state === "open").length;
  /** Alerts of before, of suspects that are gone: each waits to be seen. */
  const fill = async (count: number): Promise<void> => {
    await state.db
      .insertInto("suspects")
      .values(makeSuspectRow("gone", { band: "suspected", state: "ended" }))
      .execute();
    const row = {
      ...newAlert(LONG_AGO, "suspected", "probe-box"),
      venue_id: "mall",
      suspect_id: "gone",
      delivery: "none",
    };
    for (let at = 0; at < count; at += 50)
      await state.db
        .insertInto("alerts")
        .values(
          Array.from({ length: Math.min(50, count - at) }, (_, index) => ({ ...row, alert_id: `a-${at + index}` })),
        )
        .execute();
  };

  test("so many wait for people at once: what is beyond is held back and counted, hides no strong one, harms no other venue, and opens when somebody has looked", async () => {
    await fill(MOST_OPEN - 1);
    await put("last");
    expect(await openOf("last")).toBe(1);
    await put("one-too-many");
    await put("another-too-many");
    expect(await openOf("one-too-many")).toBe(0);
    await alerts.openHeldBack();
    expect(alerts.heldBack).toBe(2);
    expect(notices).toBe(1);

    await put("strong", { band: "strong" });
    await put("elsewhere", { venue_id: "station" });
    expect([await openOf("strong"), await openOf("elsewhere")]).toEqual([1, 1]);

    const { n } = await state.db
      .selectFrom("alerts")
      .select(({ fn }) => fn.countAll<number | string>().as("n"))
      .where("band", "=", "suspected")
      .where("venue_id", "=", "mall")
      .where("need", ">", 0)
      .executeTakeFirstOrThrow();
    expect(Number(n)).toBe(MOST_OPEN);
    const step = { revision: 1, what: { step: "close", reason: "gone" } } as const;
    expect((await alerts.take("a-0", step, "officer")).outcome).toBe("done");
    await alerts.openHeldBack();
    expect((await openOf("one-too-many")) + (await openOf("another-too-many"))).toBe(1);
    expect(alerts.heldBack).toBe(1);
  });
});
