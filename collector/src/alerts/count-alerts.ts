import type { AlertAbout, AlertCounts, Band } from "@probewarden/contract";
import { MOST_COUNTED_PARTS } from "@probewarden/contract";
import { MOST_ALERTS_COUNTED } from "@probewarden/contract/figures";
import { sql } from "kysely";
import type { StateReader } from "../store/state/open-state.ts";
import { NEED_IN_SIGHT, NEED_LATER, NEED_UNSEEN, type Life } from "./alert-life.ts";
import { filtered, type AlertFilter } from "./inbox-filter.ts";

/** Columns by which a view is counted in parts. */
const PARTS = { venue_id: "venueId", band: "band", about: "about", assignee: "assignee" } as const;
type Part = keyof typeof PARTS;

/**
 * How many alerts stand in each view and behind each filter. Every number rests on at most {@link MOST_ALERTS_COUNTED} rows, so that no question
 * reads the table of a city.
 */
export async function countAlerts(state: StateReader, filter: AlertFilter): Promise<AlertCounts> {
  const { view: _any, ...filters } = filter;
  const [open, mine, changed, settled] = [
    await countOpen(state, filters),
    await countOf(state, { ...filters, view: "mine" }),
    await countOf(state, { ...filters, view: "changed" }),
    await countOf(state, { ...filters, view: "settled" }),
  ];
  const [venues, bands, abouts, assignees] = [
    await countParts(state, filter, "venue_id"),
    await countParts(state, filter, "band"),
    await countParts(state, filter, "about"),
    await countParts(state, filter, "assignee"),
  ];
  return {
    views: { ...open, mine, changed, settled },
    venues: venues.map(({ part, n }) => ({ venueId: part ?? "", n })),
    bands: bands.map(({ part, n }) => ({ band: part as Band, n })),
    abouts: abouts.flatMap(({ part, n }) => (part === "" ? [] : [{ about: part as AlertAbout, n }])),
    assignees: assignees.map(({ part, n }) => (part === null ? { n } : { assignee: part, n })),
    since: await countSince(state, filter),
  };
}

/** Those that are not settled, by how much they need a person. */
async function countOpen({ db }: StateReader, filter: AlertFilter) {
  const some = filtered(db.selectFrom("alerts").select("need"), filter)
    .where("need", ">=", NEED_LATER)
    .orderBy("need", "desc")
    .limit(MOST_ALERTS_COUNTED)
    .as("some");
  const rows = await db
    .selectFrom(some)
    .select(["need", ({ fn }) => fn.countAll<number | string>().as("n")])
    .groupBy("need")
    .execute();
  const sum = (fits: (need: number) => boolean): number =>
    rows.reduce((all, { need, n }) => (fits(need) ? all + Number(n) : all), 0);
  return {
    open: sum((need) => need >= NEED_IN_SIGHT),
    new: sum((need) => need >= NEED_UNSEEN),
    snoozed: sum((need) => need === NEED_LATER),
  };
}

async function countOf({ db }: StateReader, filter: AlertFilter): Promise<number> {
  const some = filtered(db.selectFrom("alerts").select("need"), filter).limit(MOST_ALERTS_COUNTED).as("some");
  const { n } = await db
    .selectFrom(some)
    .select(({ fn }) => fn.countAll<number | string>().as("n"))
    .executeTakeFirstOrThrow();
  return Number(n);
}

/** Those of the view by one column, without the filter of that column: what another choice would show. */
async function countParts(
  { db }: StateReader,
  filter: AlertFilter,
  column: Part,
): Promise<{ part: string | null; n: number }[]> {
  const { [PARTS[column]]: _own, ...others } = filter;
  const some = filtered(
    db.selectFrom("alerts").select((row) => row.ref(column).$castTo<string | null>().as("part")),
    others,
  )
    .limit(MOST_ALERTS_COUNTED)
    .as("some");
  const rows = await db
    .selectFrom(some)
    .select(["part", ({ fn }) => fn.countAll<number | string>().as("n")])
    .groupBy("part")
    .orderBy(sql`count(*)`, "desc")
    .orderBy("part")
    .limit(MOST_COUNTED_PARTS)
    .execute();
  return rows.map(({ part, n }) => ({ part, n: Number(n) }));
}

/** What changed since who asks has looked: each once, by what matters most. */
async function countSince({ db }: StateReader, filter: AlertFilter): Promise<AlertCounts["since"]> {
  const since = { fresh: 0, back: 0, ended: 0, other: 0 };
  const { within, person, sinceMs } = filter;
  if (sinceMs === undefined) return since;
  const changed = { view: "changed", sinceMs, ...(person === undefined ? {} : { person }) } as const;
  const rows = await filtered(
    db.selectFrom("alerts").select(["opened_at", "life"]),
    within === undefined ? changed : { ...changed, within },
  )
    .limit(MOST_ALERTS_COUNTED)
    .execute();
  for (const row of rows) {
    const { raised, endedAt } = JSON.parse(row.life) as Life;
    if (row.opened_at > sinceMs) since.fresh += 1;
    else if (raised !== undefined && raised.at > sinceMs) since.back += 1;
    else if (endedAt !== undefined && endedAt > sinceMs) since.ended += 1;
    else since.other += 1;
  }
  return since;
}
