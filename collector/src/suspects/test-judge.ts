import type { Finding } from "@probewarden/contract";
import type { StateStore } from "../store/state/open-state.ts";
import { makeSensorRow, makeVenueRow } from "../store/state/test-rows.ts";
import { BOOT } from "../intake/test-messages.ts";
import { settleShares } from "./fair-share.ts";
import { noteSpans } from "./note-spans.ts";
import { settleStates } from "./settle-states.ts";
import { judgeFinding, type Judgement } from "./suspects.ts";

/** A message that a test hands over as if a sensor of the venue `mall` had sent it. */
export interface TestMessage {
  sensorId: string;
  finding: Finding;
  /** By the collector's clock. */
  at: number;
  seq: number;
  bootId?: string;
  ordinal?: number;
  clockOffsetMs?: number;
  named?: string[];
}

/** Judges a message and settles what it changed, as a batch of it alone would. Sensors that are not there yet are added, listening. */
export async function judgeMessage(state: StateStore, message: TestMessage): Promise<Judgement | undefined> {
  const { sensorId, at, seq, finding, bootId = BOOT, ordinal = 1, clockOffsetMs = 0, named = [] } = message;
  return state.transaction(async (trx) => {
    await trx
      .insertInto("sensors")
      .values(makeSensorRow(sensorId, { status: "online", last_message_at: at }))
      .onConflict((conflict) => conflict.column("sensor_id").doUpdateSet({ last_message_at: at }))
      .execute();
    const judgement = await judgeFinding(trx, {
      venueId: "mall",
      order: { sensorId, bootId, seq, ordinal },
      receivedAt: at,
      clockOffsetMs,
      finding,
      named,
    });
    if (judgement !== undefined) {
      await settleStates(trx, [judgement.suspectId], at);
      await noteSpans(trx, [judgement.suspectId, ...judgement.takenBack], at);
    }
    await settleShares(trx, "mall", [sensorId]);
    return judgement;
  });
}

/** Empties every table that findings fill, and the sensors. */
export async function forgetFindings({ db }: StateStore): Promise<void> {
  for (const table of [
    "findings",
    "finding_transmitters",
    "suspect_changes",
    "suspect_spans",
    "suspect_hearings",
    "suspect_transmitters",
    "suspect_targets",
    "suspect_shares",
    "watch_entries",
    "series_erasures",
    "audit",
    "alerts",
    "suspects",
    "decisions",
    "boots",
    "sensors",
    "venues",
  ] as const)
    await db.deleteFrom(table).execute();
  await db.insertInto("venues").values(makeVenueRow()).execute();
}
