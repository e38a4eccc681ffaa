import type { Selectable } from "kysely";
import type { PackageKey } from "../../packages/package-key.ts";
import { audit } from "../../people/audit.ts";
import { readSigned } from "../../releases/read-releases.ts";
import type { StateStore } from "../../store/state/open-state.ts";
import type { StateTables } from "../../store/state/tables.ts";
import { giveInVenue } from "../give-command.ts";
import { advance, asTold, type RolloutBody, type SensorNow } from "./rollout.ts";
import { sensorsNow } from "./sensors-now.ts";

/** How often the updates that run are looked at. */
const LOOK_MS = 5_000;

export interface RolloutWatchParts {
  state: StateStore;
  key: () => PackageKey;
  now: () => number;
  /** A sensor was told something. */
  commanded: (sensorId: string) => void;
  failed: (error: unknown) => void;
  /** Whether the clock can be believed: after a jump nobody knows for how long a sensor was well. */
  mayJudge: () => boolean;
}

/** Takes the updates that run further, as whoever leads. Returns how to stop it. */
export function watchRollouts(parts: RolloutWatchParts): () => void {
  let running: Promise<void> | undefined;
  const timer = setInterval(() => {
    running ??= lookAtRollouts(parts)
      .catch(parts.failed)
      .finally(() => {
        running = undefined;
      });
  }, LOOK_MS);
  return () => clearInterval(timer);
}

/** One look at every update that runs. One that cannot be looked at keeps no other back. */
export async function lookAtRollouts(parts: RolloutWatchParts): Promise<void> {
  if (!parts.mayJudge()) return;
  const rows = await parts.state.db.selectFrom("rollouts").selectAll().where("state", "=", "running").execute();
  if (rows.length === 0) return;
  const releases = await readSigned(parts.state.db);
  for (const row of rows)
    try {
      const { venue_id: venueId, version } = row;
      const body = JSON.parse(row.body) as RolloutBody;
      const known = await sensorsNow(parts.state, { venueId, version, releases }, body.sensors, parts.now());
      for (const sensorId of await takeFurther(parts, row, body, known)) parts.commanded(sensorId);
    } catch (error) {
      if (!(error instanceof Overtaken)) parts.failed(error);
    }
}

/** Writes down what follows, and gives the commands with it, in one transaction; who was told. */
async function takeFurther(
  { state, key, now }: RolloutWatchParts,
  row: Selectable<StateTables["rollouts"]>,
  before: RolloutBody,
  known: ReadonlyMap<string, SensorNow>,
): Promise<string[]> {
  const at = now();
  const next = advance(before, row.version, known, { now: at, startedAt: Number(row.started_at) });
  if (next.tell.length === 0 && next.state === "running" && JSON.stringify(next.body) === row.body) return [];
  return state.inVenue(row.venue_id, async (trx) => {
    const told: string[] = [];
    const sensors = [];
    for (const entry of next.body.sensors) {
      const is = next.tell.includes(entry.sensorId) ? known.get(entry.sensorId) : undefined;
      if (is?.verdict.kind !== "can") {
        sensors.push(entry);
        continue;
      }
      const { release, back } = is.verdict;
      const given = await giveInVenue(trx, key(), {
        venueId: row.venue_id,
        sensorId: entry.sensorId,
        name: "update",
        arguments: { release, back },
        by: before.by,
        at,
      });
      // Eight commands wait for it: its turn comes again.
      if (typeof given === "string") {
        sensors.push(entry);
        continue;
      }
      told.push(entry.sensorId);
      sensors.push(asTold(entry, is, { commandId: given.commandId, fetches: [release.sha256, back.sha256], at }));
    }
    const { numUpdatedRows } = await trx
      .updateTable("rollouts")
      .set({
        state: next.state,
        revision: row.revision + 1,
        body: JSON.stringify({ ...next.body, sensors }),
        changed_at: at,
        over_at: next.state === "running" ? null : at,
      })
      .where("rollout_id", "=", row.rollout_id)
      .where("revision", "=", row.revision)
      .executeTakeFirst();
    // Somebody stopped it meanwhile, or another collector leads now: nothing of this happens.
    if (numUpdatedRows === 0n) throw new Overtaken("the update was changed meanwhile");
    if (next.state !== "running")
      await audit(trx, {
        at,
        by: "collector",
        action: next.state === "done" ? "rollout-done" : "rollout-stopped",
        subject: row.rollout_id,
      });
    return told;
  });
}

/** What was about to be written is not true any more; the next look sees how it is. */
class Overtaken extends Error {
  override readonly name = "Overtaken";
}
