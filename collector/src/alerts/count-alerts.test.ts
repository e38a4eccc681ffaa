import { join } from "node:path";
import { MOST_COUNTED_PARTS, type AlertView } from "@probewarden/contract";
import { MOST_ALERTS_COUNTED } from "@probewarden/contract/figures";
import { CompiledQuery, PostgresQueryCompiler, sql, SqliteQueryCompiler } from "kysely";
import { expect, test } from "vitest";
import type { StateStore } from "../store/state/open-state.ts";
import { openSqliteForReading } from "../store/state/sqlite-file.ts";
import { makeSuspectRow } from "../store/state/test-rows.ts";
import { describeStates, keepOpen } from "../store/state/test-states.ts";
import { countAlerts } from "./count-alerts.ts";
import type { AlertFilter } from "./inbox-filter.ts";
import { readAlertPage } from "./read-alerts.ts";

const LOOKED = 1_000;
const row = (alert_id: string, more: object = {}) => ({
  alert_id,
  venue_id: "mall",
  suspect_id: "box",
  state: "open",
  band: "suspected",
  about: "probe-box",
  opened_at: 1,
  closed_at: null,
  closed_by: null,
  reason: null,
  delivery: "none",
  over_at: null,
  sensor_id: null,
  changed_at: 1,
  raised_at: 1,
  stage: "new",
  life: "{}",
  assignee: null,
  changed_by: null,
  camera_id: null,
  ...more,
});
const life = (value: object): string => JSON.stringify({ stage: "new", ...value });
const later = { changed_at: LOOKED + 1 };

describeStates("counts of the inbox in %s", (start, name) => {
  let state: StateStore;
  let dir: string;
  keepOpen(start, (opened, place) => {
    state = opened;
    dir = place.dir;
  });
  const everything = { person: "王敏", sinceMs: LOOKED } satisfies AlertFilter;

  test("each view and each filter is counted as the list answers it, within what the account may see", async () => {
    await state.db
      .insertInto("venues")
      .values(
        ["mall", "station"].map((venue_id) => ({
          venue_id,
          name: venue_id,
          time_zone: "Asia/Shanghai",
          floors: "[]",
          networks: "[]",
        })),
      )
      .execute();
    await state.db
      .insertInto("suspects")
      .values(makeSuspectRow("box", { band: "strong" }))
      .execute();
    await state.db
      .insertInto("alerts")
      .values([
        row("fresh", { ...later, need: 9, band: "strong", opened_at: LOOKED + 1, life: life({}) }),
        row("back", { ...later, need: 8, life: life({ raised: { at: LOOKED + 1, reasons: ["came-back"] } }) }),
        row("ended", { ...later, need: 6, life: life({ endedAt: LOOKED + 1 }) }),
        row("own", { ...later, need: 2, assignee: "王敏", changed_by: "王敏", stage: "in-work" }),
        row("other", { ...later, need: 2, assignee: "李强", changed_by: "李强", stage: "in-work" }),
        row("put-off", { need: 1, assignee: "王敏" }),
        row("settled", { need: 0, state: "closed" }),
        row("camera", { need: 8, venue_id: "station", camera_id: "one", about: "camera", suspect_id: "" }),
      ])
      .execute();
    const all = await countAlerts(state, everything);
    expect(all.views).toEqual({ open: 6, new: 4, mine: 2, changed: 4, snoozed: 1, settled: 1 });
    expect(all.since).toEqual({ fresh: 1, back: 1, ended: 1, other: 1 });
    const strong = await countAlerts(state, { ...everything, view: "open", band: "strong" });
    expect(strong.views).toEqual({ open: 1, new: 1, mine: 0, changed: 1, snoozed: 0, settled: 0 });
    // Whatever is chosen of one filter, its other choices say what they would show.
    expect(strong.bands).toEqual([
      { band: "suspected", n: 5 },
      { band: "strong", n: 1 },
    ]);
    expect([strong.abouts, strong.since]).toEqual([[{ about: "probe-box", n: 1 }], all.since]);
    const open = await countAlerts(state, { ...everything, view: "open" });
    expect(open.assignees).toEqual(
      expect.arrayContaining([{ n: 4 }, { assignee: "王敏", n: 1 }, { assignee: "李强", n: 1 }]),
    );
    expect(open.venues).toEqual([
      { venueId: "mall", n: 5 },
      { venueId: "station", n: 1 },
    ]);
    const scope = { districts: [], venues: ["station"] };
    const there = await countAlerts(state, { ...everything, within: scope });
    expect([there.views.open, there.venues, there.since.fresh]).toEqual([1, [{ venueId: "station", n: 1 }], 0]);
    for (const view of Object.keys(all.views) as AlertView[])
      for (const filter of [
        {},
        { band: "strong" },
        { about: "camera" },
        { assignee: "" },
        { within: scope },
      ] as const) {
        const asked = { ...everything, ...filter };
        const { items } = await readAlertPage(state, { ...asked, view });
        expect([view, filter, items.length]).toEqual([view, filter, (await countAlerts(state, asked)).views[view]]);
      }
  });

  test("a city's alerts are counted up to the bound, and no list or count reads them without an index", async () => {
    const many = MOST_ALERTS_COUNTED + 100;
    await sql`insert into alerts (alert_id, venue_id, suspect_id, state, band, about, opened_at, delivery, need, raised_at, changed_at, assignee)
      select 'many-' || i, 'venue-' || (i % 600), 'box', 'open', 'suspected', 'impostor', i, 'none', 8, i, 2000, 'officer ' || (i % 600)
      from (with recursive n(i) as (select 1 union all select i + 1 from n where i < ${sql.lit(many)}) select i from n) as numbers`.execute(
      state.db,
    );
    await sql`analyze`.execute(state.db);
    const began = performance.now();
    const counts = await countAlerts(state, { ...everything, view: "open" });
    expect(performance.now() - began).toBeLessThan(2_000);
    expect([counts.views.open, counts.views.changed]).toEqual([MOST_ALERTS_COUNTED, MOST_ALERTS_COUNTED]);
    expect([counts.venues.length, counts.assignees.length]).toEqual([MOST_COUNTED_PARTS, MOST_COUNTED_PARTS]);
    const plans: [filter: object, index: string][] = [
      [{}, "alerts_in_order"],
      [{ view: "snoozed" }, "alerts_in_order"],
      [{ venueId: "station" }, "alerts_of_venue_in_order"],
      [{ assignee: "王敏" }, "alerts_of_assignee_in_order"],
      [{ about: "camera" }, "alerts_about_in_order"],
    ];
    for (const [filter, index] of plans) {
      const plan = await planOf(state, name === "SQLite", dir, { limit: 500, ...filter });
      // PostgreSQL may rather sort the few rows that another index finds.
      const isThrough = name === "SQLite" ? plan.includes(index) : /Index/.test(plan);
      expect([filter, isThrough, plan]).toEqual([filter, true, plan]);
      expect(plan).not.toMatch(/TEMP B-TREE|Seq Scan on alerts/);
    }
  });
});

/** How the database answers the list's question: the one that the reader asks, written down as it passes. */
async function planOf(state: StateStore, isSqlite: boolean, dir: string, filter: object): Promise<string> {
  const asked: CompiledQuery[] = [];
  const compiler = isSqlite ? new SqliteQueryCompiler() : new PostgresQueryCompiler();
  const db = state.db.withPlugin({
    transformQuery: ({ node, queryId }) => {
      asked.push(compiler.compileQuery(node, queryId));
      return node;
    },
    transformResult: ({ result }) => Promise.resolve(result),
  });
  await readAlertPage({ ...state, db }, filter);
  const [first] = asked;
  if (first === undefined) throw new Error("nothing was asked");
  if (!isSqlite) {
    const { rows } = await state.db.executeQuery<{ "QUERY PLAN": string }>(
      CompiledQuery.raw(`explain ${first.sql}`, [...first.parameters]),
    );
    return rows.map((row) => row["QUERY PLAN"]).join("\n");
  }
  // On a connection of its own, for such a question stays open on the one that asked.
  const database = openSqliteForReading(join(dir, "state.db"));
  const rows = database.prepare(`explain query plan ${first.sql}`).all([...first.parameters]) as { detail: string }[];
  database.close();
  return rows.map(({ detail }) => detail).join("\n");
}
