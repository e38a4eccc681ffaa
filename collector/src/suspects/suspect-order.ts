import { sql, type RawBuilder, type SqlBool } from "kysely";
import { NEED } from "../store/state/need.ts";

/** The order of {@link NEED}, for a query on `suspects`. */
export const need = (): RawBuilder<number> => sql<number>`${sql.raw(NEED)}`;

/** Where a page ended: its last row's place in the order. */
export interface SuspectPlace {
  need: number;
  lastHeardAt: number;
  suspectId: string;
}

/** A place as an opaque text for whoever asks for the next page. */
export const cursorOf = ({ need: rank, lastHeardAt, suspectId }: SuspectPlace): string =>
  Buffer.from(`${rank}.${lastHeardAt}.${suspectId}`).toString("base64url");

/** The place that a text of {@link cursorOf} names; undefined when it is none. */
export function placeOfCursor(cursor: string): SuspectPlace | undefined {
  const [, rank, lastHeardAt, suspectId] =
    /^(\d)\.(\d{1,15})\.([a-z0-9-]{1,64})$/.exec(Buffer.from(cursor, "base64url").toString("latin1")) ?? [];
  return suspectId === undefined ? undefined : { need: Number(rank), lastHeardAt: Number(lastHeardAt), suspectId };
}

/** Rows that come after a place. Row values (SQL:1999) let both databases begin in the middle of the index. */
export const isBehind = ({ need: rank, lastHeardAt, suspectId }: SuspectPlace): RawBuilder<SqlBool> =>
  sql<SqlBool>`(${sql.raw(NEED)}, last_heard_at, suspect_id) < (${sql.lit(rank)}, ${lastHeardAt}, ${suspectId})`;
