import { sql, type RawBuilder } from "kysely";
import { NEED } from "../store/state/need.ts";
import type { Order } from "../store/state/page-cursor.ts";

/** The order of {@link NEED}, for a query on `suspects`. */
export const need = (): RawBuilder<number> => sql<number>`${sql.raw(NEED)}`;

/** What needs a person first, within it the latest heard. */
export const SUSPECT_ORDER = [
  [NEED, "rank"],
  ["last_heard_at", "instant"],
  ["suspect_id", "text"],
] as const satisfies Order;
