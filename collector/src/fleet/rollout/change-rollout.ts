import type { Answer } from "@probewarden/contract";
import { audit } from "../../people/audit.ts";
import type { StateStore } from "../../store/state/open-state.ts";
import { goOn, type RolloutBody } from "./rollout.ts";
import { answersOf } from "./sensors-now.ts";

/** Why an update is neither stopped nor gone on with. */
export type NotChanged = "no-rollout" | "rollout-over" | "rollout-runs";

/** A person stops one that runs, or goes on with one that was stopped. */
export async function changeRollout(
  state: StateStore,
  { rolloutId, to }: { rolloutId: string; to: "stopped" | "running" },
  { by, at }: { by: string; at: number },
): Promise<"changed" | NotChanged> {
  const found = await state.db
    .selectFrom("rollouts")
    .select("venue_id")
    .where("rollout_id", "=", rolloutId)
    .executeTakeFirst();
  if (found === undefined) return "no-rollout";
  return state.inVenue(found.venue_id, async (trx): Promise<"changed" | NotChanged> => {
    const ofVenue = await trx
      .selectFrom("rollouts")
      .select(["rollout_id", "state", "revision", "body"])
      .where("venue_id", "=", found.venue_id)
      .where((where) => where.or([where("rollout_id", "=", rolloutId), where("state", "=", "running")]))
      .execute();
    const own = ofVenue.find((row) => row.rollout_id === rolloutId);
    if (own === undefined) return "no-rollout";
    if (own.state === "done") return "rollout-over";
    // It is so already: of two people one pressed later.
    if (own.state === to) return "changed";
    if (to === "running" && ofVenue.length > 1) return "rollout-runs";
    const body = JSON.parse(own.body) as RolloutBody;
    const answers = to === "running" ? await answersOf({ db: trx }, body.sensors) : new Map<string, Answer>();
    const failed = new Set([...answers].flatMap(([id, { outcome }]) => (outcome === "done" ? [] : [id])));
    const next = to === "running" ? goOn(body, at, failed) : { ...body, stoppedBy: by };
    await trx
      .updateTable("rollouts")
      .set({
        state: to,
        revision: own.revision + 1,
        body: JSON.stringify(next),
        changed_at: at,
        over_at: to === "running" ? null : at,
      })
      .where("rollout_id", "=", rolloutId)
      .execute();
    await audit(trx, { at, by, action: to === "running" ? "rollout-resumed" : "rollout-stopped", subject: rolloutId });
    return "changed";
  });
}
