import type { Kysely } from "kysely";
import type { StateTables } from "../../store/state/tables.ts";
import type { RolloutBody } from "./rollout.ts";

/** What was stopped or over within so long may still be asked for in good faith. */
const RECENT_MS = 3_600_000;

/** What the sensors of a venue may fetch. */
export interface Fetchable {
  /** By sensor, the size of each release by its hash. */
  sensors: ReadonlyMap<string, ReadonlyMap<string, number>>;
  /** An update of this venue was stopped or over within the hour. */
  isRecent: boolean;
}

/** What each sensor of a venue may fetch now: of an update that runs, those that were told and have not answered. */
export async function readFetchable(db: Kysely<StateTables>, venueId: string, now: number): Promise<Fetchable> {
  const rows = await db
    .selectFrom("rollouts")
    .select(["state", "body"])
    .where("venue_id", "=", venueId)
    .where((where) => where.or([where("over_at", "is", null), where("over_at", ">", now - RECENT_MS)]))
    .execute();
  const running = rows.filter(({ state }) => state === "running");
  const told = running
    .flatMap(({ body }) => (JSON.parse(body) as RolloutBody).sensors)
    .filter(({ step }) => step === "told");
  const isRecent = running.length < rows.length;
  if (told.length === 0) return { sensors: new Map(), isRecent };
  const kept = await db.selectFrom("releases").select(["sha256", "size"]).where("whole", "=", 1).execute();
  const sensors = told.map(({ sensorId, fetches = [] }) => {
    const own = kept.filter(({ sha256 }) => fetches.includes(sha256));
    return [sensorId, new Map(own.map(({ sha256, size }) => [sha256, size]))] as const;
  });
  return { sensors: new Map(sensors), isRecent };
}
