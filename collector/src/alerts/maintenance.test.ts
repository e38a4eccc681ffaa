import type { Sensor } from "@probewarden/contract";
import { beforeEach, expect, test } from "vitest";
import { forgetFindings } from "../suspects/test-judge.ts";
import type { StateStore } from "../store/state/open-state.ts";
import { describeStates, keepOpen } from "../store/state/test-states.ts";
import { announceMaintenance, endMaintenance, LONGEST_MS, MOST_AHEAD, readMaintenance } from "./maintenance.ts";
import { Outages } from "./outages.ts";
import { readOutages } from "./read-outages.ts";

const T0 = Date.parse("2026-11-24T08:00:00.000Z");
const MINUTE = 60_000;

describeStates("maintenance in %s", (start) => {
  let state: StateStore;
  let now = T0;
  keepOpen(start, (store) => {
    state = store;
  });
  beforeEach(async () => {
    now = T0;
    await forgetFindings(state);
    for (const table of ["outages", "maintenance"] as const) await state.db.deleteFrom(table).execute();
  });

  const announce = (fromMinutes: number, untilMinutes: number, venueId = "mall") =>
    announceMaintenance(
      state,
      venueId,
      { from: T0 + fromMinutes * MINUTE, until: T0 + untilMinutes * MINUTE, reason: "new switch" },
      { by: "王敏", at: now },
    );
  const lost = { sensorId: "north", venueId: "mall", state: "offline", offlineSince: new Date(T0).toISOString() };
  const lookAt = async (minutes: number, sensor: object = lost) => {
    now = T0 + minutes * MINUTE;
    const notifier = { wanted: () => Promise.resolve(true), alertOpened: () => undefined };
    const outages = new Outages({ state, notifier, now: () => now, changed: () => undefined });
    await outages.look([sensor as Sensor], T0);
    return (await readOutages(state, {})).map(({ kind, state: is }) => `${kind} ${is}`);
  };

  test("in its time nobody is told of what is away, and what is still away at its end is told", async () => {
    await announce(0, 60);
    expect(await lookAt(30)).toEqual([]);
    expect(await lookAt(61)).toEqual(["venue-dark open"]);
  });

  test("before it, and of another venue, everything is told", async () => {
    await announce(60, 90);
    expect(await lookAt(30)).toEqual(["venue-dark open"]);
    // What was told before is not over because somebody works on it.
    expect(await lookAt(70)).toEqual(["venue-dark open"]);
    expect(await lookAt(80, { ...lost, sensorId: "south", venueId: "station" })).toHaveLength(2);
  });

  test("one that is ended tells from then on, and stays in the list with who ended it", async () => {
    const made = await announce(0, 600);
    if (typeof made === "string") throw new Error(made);
    now = T0 + 20 * MINUTE;
    await endMaintenance(state, made.windowId, { by: "李强", at: now });
    expect(await lookAt(21)).toEqual(["venue-dark open"]);
    expect(await readMaintenance(state, { venueId: "mall" })).toMatchObject([
      { by: "王敏", endedBy: "李强", reason: "new switch" },
    ]);
    expect(await endMaintenance(state, made.windowId, { by: "李强", at: now })).toBeUndefined();
    const audit = await state.db.selectFrom("audit").select("action").orderBy("id").execute();
    expect(audit.map(({ action }) => action)).toEqual(["maintenance-announced", "maintenance-ended"]);
  });

  test("what lies behind, is too long, of no venue or too many is refused", async () => {
    expect(await announce(-60, 0)).toBe("bad-range");
    expect(await announce(60, 30)).toBe("bad-range");
    expect(await announce(0, LONGEST_MS / MINUTE + 1)).toBe("bad-range");
    expect(await announce(0, 30, "nowhere")).toBe("no-venue");
    for (let at = 0; at < MOST_AHEAD; at++) expect(await announce(at, at + 1)).toMatchObject({ venueId: "mall" });
    expect(await announce(0, 30)).toBe("too-many");
  });
});
