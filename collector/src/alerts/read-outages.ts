import type { Outage, OutageKind, Scope } from "@probewarden/contract";
import { withinScope } from "../people/scope.ts";
import type { StateReader } from "../store/state/open-state.ts";
import { isBehind, pageOf, type Order, type Page } from "../store/state/page-cursor.ts";

/** Which outages to read. Absent: all. */
export interface OutageFilter {
  state?: "open" | "closed";
  venueId?: string;
  /** Only at venues within this scope. */
  within?: Scope;
  outageIds?: readonly string[];
  /** Only what comes after this `next` of an earlier page. */
  after?: string;
  limit?: number;
}

const LIST = "outages";
const USUAL_ROWS = 1_000;
/** In the alphabet `open` comes after `closed`, and so before it in an order that falls. */
const ORDER = [
  ["state", "text"],
  ["opened_at", "instant"],
  ["outage_id", "text"],
] as const satisfies Order;

/** Outages as the API shows them: open ones first, within it the latest opened. */
export const readOutages = async (state: StateReader, filter: OutageFilter): Promise<Outage[]> =>
  (await readOutagePage(state, filter)).items;

/**
 * The same, with the cursor of the next page.
 * @throws CursorError
 */
export async function readOutagePage({ db }: StateReader, filter: OutageFilter): Promise<Page<Outage>> {
  if (filter.outageIds?.length === 0) return { items: [], next: undefined };
  const limit = filter.limit ?? USUAL_ROWS;
  let query = db
    .selectFrom("outages")
    .selectAll()
    .orderBy("state", "desc")
    .orderBy("opened_at", "desc")
    .orderBy("outage_id", "desc")
    .limit(limit + 1);
  if (filter.state !== undefined) query = query.where("state", "=", filter.state);
  if (filter.venueId !== undefined) query = query.where("venue_id", "=", filter.venueId);
  if (filter.within !== undefined) query = query.where(withinScope(filter.within, "venue_id"));
  if (filter.outageIds !== undefined) query = query.where("outage_id", "in", filter.outageIds);
  if (filter.after !== undefined) query = query.where(isBehind(LIST, ORDER, filter.after, "desc"));
  const { items, next } = pageOf(LIST, await query.execute(), limit, (row) => [
    row.state,
    row.opened_at,
    row.outage_id,
  ]);
  return {
    items: items.map((row) => ({
      outageId: row.outage_id,
      kind: row.kind as OutageKind,
      ...(row.venue_id === null ? {} : { venueId: row.venue_id }),
      sensors: JSON.parse(row.sensors) as string[],
      state: row.state as Outage["state"],
      openedAt: new Date(row.opened_at).toISOString(),
      ...(row.closed_at === null ? {} : { closedAt: new Date(row.closed_at).toISOString() }),
      ...(row.reason === null ? {} : { reason: row.reason }),
      delivery: row.delivery as Outage["delivery"],
    })),
    next,
  };
}
