import type { Collector, CollectorProblem } from "@probewarden/contract";
import type { StateReader } from "../store/state/open-state.ts";
import { problem } from "./problem.ts";

/** Without a report for so long a collector is silent. */
const SILENT_MS = 90_000;
/** One that has not reported for so long was taken away, and is no row any more. */
const GONE_MS = 24 * 3_600_000;
/** Rows that are read; more collectors than this share no database. */
const MOST = 200;

/** Every collector of this database as it last said, by name. */
export async function readCollectors({ db }: Pick<StateReader, "db">, now: number): Promise<Collector[]> {
  const rows = await db
    .selectFrom("collectors")
    .selectAll()
    .where("at", ">", now - GONE_MS)
    .orderBy("name")
    .limit(MOST)
    .execute();
  return rows.map(({ at, body }) => {
    const row = JSON.parse(body) as Collector;
    return now - at > SILENT_MS ? { ...row, state: "silent" } : row;
  });
}

/** What one collector says of the others that no longer report; undefined when all do. */
export function silentOthers(collectors: readonly Collector[], own: string): CollectorProblem | undefined {
  const silent = collectors.filter(({ name, state }) => state === "silent" && name !== own);
  return silent.length === 0 ? undefined : problem("collector-silent", { collectors: silent.length });
}
