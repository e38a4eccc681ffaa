import type { Scope } from "@probewarden/contract";
import { sql, type Kysely, type RawBuilder, type SqlBool } from "kysely";
import type { StateTables } from "../store/state/tables.ts";

/** Every venue. */
export const EVERYWHERE: Scope = { all: true };

/** Whether it is held to no venue and no district. */
export const isEverywhere = (scope: Scope): boolean => "all" in scope;

/**
 * Rows whose venue lies within a scope, as a condition on the column that names the venue. A district's venues are looked up by the database
 * each time: whoever moves a venue to another district changes at once who sees it.
 * @param column as a list's question spells it: `venue_id`, `cameras.venue_id`
 */
export function withinScope(scope: Scope, column: string): RawBuilder<SqlBool> {
  if ("all" in scope) return sql<SqlBool>`1 = 1`;
  const parts: RawBuilder<SqlBool>[] = [];
  if (scope.venues.length > 0) parts.push(sql<SqlBool>`${sql.ref(column)} in (${sql.join(scope.venues)})`);
  if (scope.districts.length > 0)
    parts.push(
      sql<SqlBool>`${sql.ref(column)} in (select v.venue_id from venues as v where v.district in (${sql.join(scope.districts)}))`,
    );
  return parts.length === 0 ? sql<SqlBool>`1 = 0` : sql<SqlBool>`(${sql.join(parts, sql` or `)})`;
}

/** Whether a venue lies within a scope; one that there is not does not. */
export async function holdsVenue(db: Kysely<StateTables>, scope: Scope, venueId: string): Promise<boolean> {
  const found = db.selectFrom("venues").select("venue_id").where("venue_id", "=", venueId);
  return (await found.where(withinScope(scope, "venue_id")).executeTakeFirst()) !== undefined;
}

/** What lies within both of two scopes, as it is now. */
export async function scopeOfBoth(db: Kysely<StateTables>, one: Scope, other: Scope): Promise<Scope> {
  const [within, alsoWithin] = [await venuesIn(db, one), await venuesIn(db, other)];
  if (within === undefined) return other;
  if (alsoWithin === undefined) return one;
  return { districts: [], venues: [...within].filter((venueId) => alsoWithin.has(venueId)) };
}

/** The venues within a scope as they are now; undefined: all. */
export async function venuesIn(db: Kysely<StateTables>, scope: Scope): Promise<ReadonlySet<string> | undefined> {
  if (isEverywhere(scope)) return undefined;
  const rows = await db.selectFrom("venues").select("venue_id").where(withinScope(scope, "venue_id")).execute();
  return new Set(rows.map((row) => row.venue_id));
}
