import type { Answer, HearingRow } from "@probewarden/contract";
import type { StateReader } from "../store/state/open-state.ts";
import { QUESTION } from "./give-command.ts";

/** What became of a question for a level. Undefined: there is none by that name at this sensor, or a later one took its place. */
export async function readQuestion(
  { db }: Pick<StateReader, "db">,
  { sensorId, askId }: { sensorId: string; askId: string },
  now: number,
): Promise<(HearingRow & { answeredAt?: number }) | undefined> {
  if (!askId.startsWith(QUESTION)) return undefined;
  const row = await db
    .selectFrom("sensor_commands")
    .select(["expires_at", "answered_at", "answer"])
    .where("command_id", "=", askId)
    .where("sensor_id", "=", sensorId)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  if (row.answer === null || row.answered_at === null)
    return { askId, state: Number(row.expires_at) > now ? "asked" : "silent" };
  const { outcome, reason, level } = JSON.parse(row.answer) as Answer;
  const answeredAt = Number(row.answered_at);
  if (outcome !== "done" || level === undefined)
    return { askId, state: "failed", answeredAt, ...(reason === undefined ? {} : { reason }) };
  return { askId, state: level.medianDbm === undefined ? "not-heard" : "heard", level, answeredAt };
}
