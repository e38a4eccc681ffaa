import { audit } from "../people/audit.ts";
import { beforeEach, expect, test } from "vitest";
import { readDeletions } from "../health/deletions.ts";
import { readConfig } from "../main/load-config.ts";
import type { SeriesStore } from "../store/series/series-store.ts";
import type { StateStore } from "../store/state/open-state.ts";
import { makeSensorRow, makeSuspectRow, makeVenueRow } from "../store/state/test-rows.ts";
import { describeStates, keepOpen } from "../store/state/test-states.ts";
import { MOST_ROWS } from "./most-rows.ts";
import { retain } from "./retention.ts";

const NOW = Date.parse("2026-11-24T08:00:00.000Z");
const DAY = 24 * 3_600_000;
const ago = (days: number): number => NOW - days * DAY;
const KEEP = readConfig("", "test", {}).retention;

describeStates("what retention deletes in %s", (start) => {
  let state: StateStore;
  keepOpen(start, (opened) => void (state = opened));

  beforeEach(async () => {
    for (const table of ["audit", "cameras", "outages", "alerts", "sessions", "dead_letters", "findings"] as const)
      await state.db.deleteFrom(table).execute();
    for (const table of ["suspect_changes", "decisions", "suspects", "deletions", "received", "boots"] as const)
      await state.db.deleteFrom(table).execute();
    await state.db.deleteFrom("sensors").execute();
    await state.db.deleteFrom("venues").execute();
    await state.db.insertInto("venues").values(makeVenueRow()).execute();
    await state.db.insertInto("sensors").values(makeSensorRow("north")).execute();
  });

  const run = async (most: Partial<Record<keyof typeof MOST_ROWS, number>> = {}, levels = 0): Promise<unknown[]> => {
    const failures: unknown[] = [];
    const series = { retain: () => Promise.resolve(levels) } as unknown as SeriesStore;
    await retain({
      state,
      series,
      keep: KEEP,
      now: () => NOW,
      failed: (error) => void failures.push(error),
      mayForget: () => true,
      most: { ...MOST_ROWS, ...most },
    });
    expect(failures).toEqual([]);
    return (await readDeletions(state, 50)).items.toReversed();
  };
  const line = (kind: string, rows: number, until: number, rule = "age") => ({
    at: new Date(NOW).toISOString(),
    kind,
    rows,
    until: new Date(until).toISOString(),
    rule,
  });
  const suspect = async (suspect_id: string, heardDays: number, over: object = {}): Promise<void> => {
    await state.db
      .insertInto("suspects")
      .values(
        makeSuspectRow(suspect_id, {
          state: "ended",
          band: "strong",
          score_db: 20,
          highest_db: 20,
          last_heard_at: ago(heardDays),
          ...over,
        }),
      )
      .execute();
  };
  const alert = (alert_id: string, suspect_id: string, overDays?: number, need = 0): Promise<unknown> =>
    state.db
      .insertInto("alerts")
      .values({
        alert_id,
        venue_id: "mall",
        suspect_id,
        state: need > 0 ? "open" : "closed",
        need,
        opened_at: 1,
        closed_at: null,
        closed_by: null,
        reason: null,
        delivery: "sent",
        over_at: overDays === undefined ? null : ago(overDays),
      })
      .execute();
  const outage = (outage_id: string, overDays?: number): Promise<unknown> =>
    state.db
      .insertInto("outages")
      .values({
        outage_id,
        kind: "notices-fail",
        venue_id: null,
        sensors: "[]",
        state: "closed",
        opened_at: 1,
        closed_at: null,
        closed_by: null,
        reason: null,
        delivery: "none",
        over_at: overDays === undefined ? null : ago(overDays),
      })
      .execute();
  const camera = (camera_id: string, seenDays: number): Promise<unknown> =>
    state.db
      .insertInto("cameras")
      .values({
        camera_id,
        venue_id: "mall",
        sensor_id: "north",
        first_seen_at: 1,
        last_seen_at: ago(seenDays),
        body: "{}",
      })
      .execute();
  const audited = (days: number): Promise<unknown> =>
    state.transaction((trx) => audit(trx, { at: ago(days), by: "officer", action: "a", subject: "s" }));

  test("nothing that is young is deleted, and nothing is written down then", async () => {
    await suspect("a", 364);
    await alert("a", "a", 364);
    await outage("a", 364);
    await camera("a", 364);
    await audited(1_094);
    expect(await run()).toEqual([]);
  });

  test("what is too old goes, each kind with how many rows, until when and by which rule; what is open stays", async () => {
    await suspect("old", 366);
    await suspect("decided", 366);
    await state.db
      .insertInto("decisions")
      .values({ suspect_id: "decided", decision: "dismissed", reason: "r", by: "officer", at: 1, decided_on: null })
      .execute();
    for (const [id, of] of [
      ["1", "old"],
      ["2", "decided"],
    ] as const)
      await state.db
        .insertInto("suspect_changes")
        .values({
          suspect_id: of,
          at: ago(1),
          sensor_id: null,
          finding_id: id,
          state: "active",
          band: "strong",
          score_db: 1,
          codes: "[]",
          place: null,
        })
        .execute();
    await suspect("here", 0, { state: "active" });
    await alert("old", "old");
    await alert("over", "here", 366);
    await alert("open", "here");
    await outage("over", 366);
    await outage("open");
    await camera("old", 366);
    await camera("new", 1);
    await audited(1_096);
    await audited(1);
    const notice = { channel_id: "c", channel_name: "c", sent_to: "t", kind: "alerts", body: "{}", state: "sent" };
    await state.db
      .insertInto("notices")
      .values([366, 1].map((days) => ({ ...notice, created_at: ago(days), done_at: ago(days) })))
      .execute();
    await state.db
      .insertInto("dead_letters")
      .values({ received_at: ago(366), topic: "t", reason: "json", detail: "d", bytes: 1, sha256: "x" })
      .execute();
    await state.db
      .insertInto("boots")
      .values({ sensor_id: "north", boot_id: "b", heard_at: ago(400), ordinal: 1 })
      .execute();
    await state.db
      .insertInto("received")
      .values({ sensor_id: "north", boot_id: "b", first_seq: 1, last_seq: 9 })
      .execute();

    expect(await run({}, 1_200)).toEqual([
      line("levels", 1_200, ago(2)),
      line("suspect-changes", 2, ago(365)),
      line("alerts", 1, ago(365)),
      line("suspects", 1, ago(365)),
      line("alerts", 1, ago(365)),
      line("outages", 1, ago(365)),
      line("cameras", 1, ago(365)),
      line("notices", 1, ago(365)),
      line("dead-letters", 1, ago(365)),
      line("audit", 1, ago(1_095)),
      line("received", 1, ago(365)),
    ]);
    const left = await state.db.selectFrom("suspects").select("suspect_id").orderBy("suspect_id").execute();
    expect(left.map((row) => row.suspect_id)).toEqual(["decided", "here"]);
    expect(await state.db.selectFrom("alerts").select("alert_id").execute()).toEqual([{ alert_id: "open" }]);
    expect(await state.db.selectFrom("outages").select("outage_id").execute()).toEqual([{ outage_id: "open" }]);
    // A second round finds nothing more.
    expect(await run()).toHaveLength(11);
  });

  test("an alert that nobody has settled stays, however old, and what it is about with it", async () => {
    await suspect("unseen", 400);
    await suspect("settled", 400);
    await alert("unseen", "unseen", undefined, 6);
    await alert("settled", "settled");
    await run();
    const left = await state.db.selectFrom("suspects").select("suspect_id").execute();
    expect(left).toEqual([{ suspect_id: "unseen" }]);
    expect(await state.db.selectFrom("alerts").select("alert_id").execute()).toEqual([{ alert_id: "unseen" }]);
    await run({ suspects: 0 });
    expect(await state.db.selectFrom("alerts").select("alert_id").execute()).toEqual([{ alert_id: "unseen" }]);
  });

  test("of what is too much the oldest goes, by the rule of the limit, and what is open or decided stays", async () => {
    for (let day = 1; day <= 5; day++) {
      await suspect(`s${day}`, day);
      await alert(`a${day}`, `s${day}`, day);
      await outage(`o${day}`, day);
      await camera(`c${day}`, day);
      await audited(day);
    }
    await alert("open", "s5");
    await state.db
      .insertInto("decisions")
      .values({ suspect_id: "s4", decision: "dismissed", reason: "r", by: "officer", at: 1, decided_on: null })
      .execute();
    const log = await run({ suspects: 3, alerts: 2, outages: 2, cameras: 2, audit: 2 });
    expect(log).toEqual([
      // The one that is decided has no alert any more, and stays.
      line("alerts", 2, ago(5) + 1, "limit"),
      line("suspects", 1, ago(5) + 1, "limit"),
      line("alerts", 2, ago(3) + 1, "limit"),
      line("outages", 3, ago(3) + 1, "limit"),
      line("cameras", 3, ago(3) + 1, "limit"),
      line("audit", 3, ago(3) + 1, "limit"),
    ]);
    const left = await state.db.selectFrom("suspects").select("suspect_id").orderBy("suspect_id").execute();
    expect(left.map((row) => row.suspect_id)).toEqual(["s1", "s2", "s3", "s4"]);
  });

  test("thousands of rows go in pieces, and are one line", async () => {
    for (let page = 0; page < 5; page++)
      await state.db
        .insertInto("dead_letters")
        .values(
          Array.from({ length: 500 }, (_, i) => ({
            received_at: ago(2_000) + page * 500 + i,
            topic: "t",
            reason: "json",
            detail: "d",
            bytes: 1,
            sha256: "x",
          })),
        )
        .execute();
    for (let i = 0; i < 250; i++) await suspect(`s${i}`, 400);
    expect(await run()).toEqual([line("suspects", 250, ago(365)), line("dead-letters", 2_500, ago(365))]);
  });

  test("the log forgets itself by its own rule, and says so", async () => {
    await state.db
      .insertInto("deletions")
      .values({ at: ago(1_096), kind: "audit", rows: 3, until: 1, rule: "age" })
      .execute();
    expect(await run()).toEqual([line("deletions", 1, ago(1_095))]);
  });
});
