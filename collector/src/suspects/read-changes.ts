import type { Band, Place, SuspectChange, SuspectState } from "@probewarden/contract";
import type { StateReader } from "../store/state/open-state.ts";

/** Rows that a screen is given. */
const MOST_SHOWN = 500;

/** What changed about a suspect, newest first. */
export async function readChanges({ db }: StateReader, suspectId: string): Promise<SuspectChange[]> {
  const rows = await db
    .selectFrom("suspect_changes")
    .selectAll()
    .where("suspect_id", "=", suspectId)
    .orderBy("id", "desc")
    .limit(MOST_SHOWN)
    .execute();
  return rows.map((row) => ({
    at: new Date(row.at).toISOString(),
    ...(row.sensor_id === null ? {} : { sensorId: row.sensor_id }),
    state: row.state as SuspectState,
    band: row.band as Band,
    scoreDb: row.score_db,
    codes: JSON.parse(row.codes) as string[],
    ...(row.place === null ? {} : { place: JSON.parse(row.place) as Place }),
  }));
}
