import type { Place } from "@probewarden/contract";
import type { Transaction } from "kysely";
import type { StateTables } from "../store/state/tables.ts";

/** While nothing changes, a row of history is made once in so long. */
const NOTE_MS = 3_600_000;
/** Rows of history of one suspect; a finding that changes for ever must not grow without end. */
export const MOST_CHANGES = 2_000;

/** What a row of history would say of a finding; instants in epoch milliseconds. */
export interface Noted {
  state: string;
  band: string;
  codes: string;
  notedAt: number;
}

/** Whether a finding is worth a row: it is new, its band or its evidence changed, it ended or came back, or an hour is over. */
export const isWorthNoting = (before: Noted | undefined, now: Omit<Noted, "notedAt">, at: number): boolean =>
  before === undefined ||
  before.band !== now.band ||
  before.codes !== now.codes ||
  (before.state === "ended") !== (now.state === "ended") ||
  at - before.notedAt >= NOTE_MS;

/** Writes one row of a suspect's history. */
export async function noteChange(
  trx: Transaction<StateTables>,
  row: Omit<StateTables["suspect_changes"], "id">,
): Promise<void> {
  await trx.insertInto("suspect_changes").values(row).execute();
}

/** Forgets of a suspect with more than `most` rows the oldest. Returns how many went. */
export async function forgetChanges(trx: Transaction<StateTables>, most = MOST_CHANGES): Promise<number> {
  const full = await trx
    .selectFrom("suspect_changes")
    .select("suspect_id")
    .groupBy("suspect_id")
    .having((having) => having.fn.countAll(), ">", most)
    .execute();
  let gone = 0;
  for (const { suspect_id } of full) {
    const newest = trx
      .selectFrom("suspect_changes")
      .select("id")
      .where("suspect_id", "=", suspect_id)
      .orderBy("id", "desc")
      .offset(most)
      .limit(1);
    const { id } = await newest.executeTakeFirstOrThrow();
    const ofSuspect = trx.deleteFrom("suspect_changes").where("suspect_id", "=", suspect_id).where("id", "<=", id);
    gone += Number((await ofSuspect.executeTakeFirst()).numDeletedRows);
  }
  return gone;
}

/** Whether a place is another one, and not the same with the noise of its levels. */
export const isElsewhere = (before: Place | undefined, now: Place): boolean =>
  before === undefined ||
  before.floorId !== now.floorId ||
  before.method !== now.method ||
  before.nearestSensorId !== now.nearestSensorId ||
  Math.hypot(before.position.x - now.position.x, before.position.y - now.position.y) >
    Math.max(before.radiusMetres, now.radiusMetres);
