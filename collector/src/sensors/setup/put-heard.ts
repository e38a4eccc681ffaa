import { audit } from "../../people/audit.ts";
import type { SeriesStore } from "../../store/series/series-store.ts";
import type { StateStore } from "../../store/state/open-state.ts";
import { readQuestion } from "../../fleet/read-question.ts";
import { CLOCK_WRONG_MS } from "../sensor-clock.ts";
import { putSetup } from "./claim.ts";

/** A level that is older is none of now. Sensors report each minute when it is over. */
export const HEARD_WITHIN_MS = 5 * 60_000;

/**
 * Writes down that a sensor hears a transmitter that a person chose: the level comes from what the sensor has reported, never from who asks.
 * Sensors report suspects and access points, and nothing of visitors; the address is not kept with it. False: no level of the last minutes.
 */
export async function putHeard(
  { state, series }: { state: StateStore; series: SeriesStore },
  asked: { sensorId: string; venueId: string; transmitter: string; askId?: string; by: string; at: number },
): Promise<boolean> {
  const { sensorId, venueId, transmitter, askId, by, at } = asked;
  const reported = async (): Promise<{ minuteMs: number; medianDbm: number } | undefined> => {
    const levels = await series.latestLevels(venueId, [transmitter], at - HEARD_WITHIN_MS, at + CLOCK_WRONG_MS);
    return levels.find((level) => level.sensorId === sensorId);
  };
  const here = (askId === undefined ? undefined : await answered(state, { sensorId, askId }, at)) ?? (await reported());
  if (here === undefined) return false;
  await state.transaction(async (trx) => {
    const before = await trx
      .selectFrom("sensor_setups")
      .select(["heard_minute", "heard_dbm", "heard_by"])
      .where("sensor_id", "=", sensorId)
      .executeTakeFirst();
    // Asked again after its answer was lost: the same minute by the same person is one proof.
    if (before?.heard_by === by && Number(before.heard_minute) === here.minuteMs && before.heard_dbm === here.medianDbm)
      return;
    const heard = { heard_dbm: here.medianDbm, heard_minute: here.minuteMs, heard_by: by, heard_at: at };
    await putSetup(trx, sensorId, heard);
    await audit(trx, { at, by, action: "sensor-heard", subject: sensorId });
  });
  return true;
}

/** The level with which the sensor has answered a question of the last minutes. */
async function answered(
  state: StateStore,
  question: { sensorId: string; askId: string },
  at: number,
): Promise<{ minuteMs: number; medianDbm: number } | undefined> {
  const row = await readQuestion(state, question, at);
  const { answeredAt, level } = row ?? {};
  if (answeredAt === undefined || level?.medianDbm === undefined || at - answeredAt > HEARD_WITHIN_MS) return undefined;
  return { minuteMs: Math.floor(answeredAt / 60_000) * 60_000, medianDbm: level.medianDbm };
}
