import type { Rollout, RolloutSensor, Scope } from "@probewarden/contract";
import type { Selectable } from "kysely";
import { withinScope } from "../../people/scope.ts";
import type { StateReader } from "../../store/state/open-state.ts";
import type { StateTables } from "../../store/state/tables.ts";
import type { Entry, RolloutBody } from "./rollout.ts";

/** Updates that are listed, the latest first. */
const SHOWN = 20;

const instant = (at: number): string => new Date(Number(at)).toISOString();

/** One sensor of an update, as the API shows it. */
export const asRolloutSensor = ({ sensorId, ring, step, reason, cause, from, since }: Entry): RolloutSensor => ({
  sensorId,
  ring,
  step,
  ...(reason === undefined ? {} : { reason }),
  ...(cause === undefined ? {} : { cause }),
  ...(from === undefined ? {} : { from }),
  since: instant(since),
});

function asRollout(row: Selectable<StateTables["rollouts"]>): Rollout & Required<Pick<Rollout, "sensors">> {
  const { by, soakMs, isFirstChosen, stoppedBy, reason, cause, because, sensors } = JSON.parse(row.body) as RolloutBody;
  const counts: Record<string, number> = {};
  for (const { step } of sensors) counts[step] = (counts[step] ?? 0) + 1;
  return {
    rolloutId: row.rollout_id,
    venueId: row.venue_id,
    version: row.version,
    state: row.state as Rollout["state"],
    by,
    startedAt: instant(row.started_at),
    changedAt: instant(row.changed_at),
    ...(stoppedBy === undefined ? {} : { stoppedBy }),
    ...(reason === undefined ? {} : { reason }),
    ...(cause === undefined ? {} : { cause }),
    ...(because === undefined ? {} : { because }),
    soakMinutes: Math.round(soakMs / 60_000),
    isFirstChosen,
    counts,
    sensors: sensors.map(asRolloutSensor),
  };
}

/** The latest updates, without their sensors. */
export async function readRollouts(
  { db }: Pick<StateReader, "db">,
  filter: { venueId?: string; within?: Scope },
): Promise<Rollout[]> {
  let query = db.selectFrom("rollouts").selectAll().orderBy("started_at", "desc").orderBy("rollout_id").limit(SHOWN);
  if (filter.venueId !== undefined) query = query.where("venue_id", "=", filter.venueId);
  if (filter.within !== undefined) query = query.where(withinScope(filter.within, "venue_id"));
  return (await query.execute()).map((row) => {
    const { sensors: _, ...rollout } = asRollout(row);
    return rollout;
  });
}

/** One update with every sensor; undefined where there is none of that name. */
export async function readRollout({ db }: Pick<StateReader, "db">, rolloutId: string): Promise<Rollout | undefined> {
  const row = await db.selectFrom("rollouts").selectAll().where("rollout_id", "=", rolloutId).executeTakeFirst();
  return row === undefined ? undefined : asRollout(row);
}
