import type { SignalRow } from "@probewarden/contract";
import { expect, test, vi } from "vitest";
import { makeApp, putSuspect } from "../api/app-fixture.ts";
import { SeriesStoreError } from "../store/series/series-error.ts";
import { retain } from "./retention.ts";
import { writeLevels } from "../store/series/test-series.ts";

const DAY_MS = 24 * 3_600_000;

test("a series store that is away keeps nothing else from being forgotten", async () => {
  const fixture = await makeApp();
  const { state, series, clock, config } = fixture;
  await state.db
    .insertInto("sessions")
    .values({ token_hash: "spent", user_id: "user", created_at: 0, expires_at: clock.now - 1 })
    .execute();
  vi.spyOn(series, "retain").mockRejectedValue(new SeriesStoreError("unavailable", "away"));
  const failures: unknown[] = [];
  const failed = (error: unknown): void => void failures.push(error);
  await retain({ state, series, keep: config.retention, now: () => clock.now, failed, mayForget: () => true });
  expect(await state.db.selectFrom("sessions").selectAll().execute()).toEqual([]);
  expect(failures).toMatchObject([{ message: "away" }]);
  await fixture.close();
});

test("nothing is forgotten while the clock cannot be believed", async () => {
  const fixture = await makeApp();
  const { state, series, clock, config } = fixture;
  await putSuspect(fixture, "old-ended", { state: "ended" });
  const in100Years = clock.now + 36_500 * DAY_MS;
  const round = { state, series, keep: config.retention, now: () => in100Years, failed: () => undefined };
  await retain({ ...round, mayForget: () => false });
  expect(await state.db.selectFrom("suspects").select("suspect_id").execute()).toEqual([{ suspect_id: "old-ended" }]);
  await retain({ ...round, mayForget: () => true });
  expect(await state.db.selectFrom("suspects").select("suspect_id").execute()).toEqual([]);
  await fixture.close();
});

test("a round forgets what is older than the configuration keeps, and nothing else", async () => {
  const fixture = await makeApp();
  const { state, series, clock, config } = fixture;
  const keep = config.retention;
  const set = (suspectId: string, lastHeardAt: number) =>
    state.db.updateTable("suspects").set({ last_heard_at: lastHeardAt }).where("suspect_id", "=", suspectId).execute();
  for (const [suspectId, change] of [
    ["old-ended", { state: "ended" }],
    ["old-decided", { state: "ended" }],
    ["old-unobserved", { state: "unobserved" }],
    ["old-active", {}],
    ["new-ended", { state: "ended" }],
  ] as const) {
    await putSuspect(fixture, suspectId, change);
  }
  const tooOld = clock.now - (keep.findingDays + 1) * DAY_MS;
  for (const suspectId of ["old-ended", "old-decided", "old-unobserved"]) await set(suspectId, tooOld);
  await state.db
    .insertInto("suspect_transmitters")
    .values(
      ["old-ended", "old-decided"].map((suspect_id, index) => ({
        venue_id: "mall",
        suspicion: "probe-box",
        transmitter: `02:00:00:00:00:0${index}`,
        suspect_id,
      })),
    )
    .execute();
  await set("old-active", tooOld);
  await set("new-ended", clock.now - DAY_MS);
  await state.db
    .insertInto("decisions")
    .values({
      suspect_id: "old-decided",
      decision: "dismissed",
      reason: "a test",
      by: "officer",
      at: tooOld,
      decided_on: null,
    })
    .execute();
  const level = (ageMs: number): SignalRow => ({
    minute: new Date(Math.floor((clock.now - ageMs) / 60_000) * 60_000).toISOString(),
    transmitter: "02:00:00:00:00:01",
    role: "resident",
    channelMhz: 2412,
    frames: 1,
    medianDbm: -60,
    p10Dbm: -60,
    p90Dbm: -60,
  });
  await writeLevels(series, "mall", "door", [level(0), level((keep.rawHours + 1) * 3_600_000)]);

  await retain({ state, series, keep, now: () => clock.now, failed: () => undefined, mayForget: () => true });

  const left = await state.db.selectFrom("suspects").select("suspect_id").orderBy("suspect_id").execute();
  expect(left.map(({ suspect_id }) => suspect_id)).toEqual(["new-ended", "old-active", "old-decided"]);
  // What a person decided is kept for good, with what it was about.
  expect(await state.db.selectFrom("decisions").select("suspect_id").execute()).toEqual([
    { suspect_id: "old-decided" },
  ]);
  expect(await state.db.selectFrom("suspect_transmitters").select("suspect_id").execute()).toEqual([
    { suspect_id: "old-decided" },
  ]);
  const raw = await series.residents("mall", "door", clock.now - 365 * DAY_MS, clock.now + DAY_MS, 10);
  expect(raw.map(({ minute }) => minute)).toEqual([level(0).minute]);
  // The roll-ups are kept longer than the minutes they were made of.
  const [rolled] = await series.levels("mall", ["02:00:00:00:00:01"], clock.now - 10 * DAY_MS, clock.now + DAY_MS, 500);
  expect(rolled?.points.length).toBe(2);
  await fixture.close();
});
