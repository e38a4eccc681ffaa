import type { SignalRow } from "@probewarden/contract";
import type { Transaction } from "kysely";
import { placedAt, type Placing } from "../sensors/sensor-clock.ts";
import type { StateTables } from "../store/state/tables.ts";

/** A sensor heard a suspect at this instant, by the collector's clock. */
export interface Hearing {
  suspectId: string;
  sensorId: string;
  heardAt: number;
}

/** Remembers when a sensor last heard a suspect; what is older than what is known changes nothing. */
export async function noteHearing(
  trx: Transaction<StateTables>,
  { suspectId, sensorId, heardAt }: Hearing,
): Promise<void> {
  await trx
    .insertInto("suspect_hearings")
    .values({ suspect_id: suspectId, sensor_id: sensorId, heard_at: heardAt })
    .onConflict((conflict) =>
      conflict
        .columns(["suspect_id", "sensor_id"])
        .doUpdateSet({ heard_at: heardAt })
        .where("suspect_hearings.heard_at", "<", heardAt),
    )
    .execute();
}

/** Rows of levels of one message, whose sensor heard what they name. */
export interface LevelReport extends Placing {
  venueId: string;
  sensorId: string;
  rows: readonly SignalRow[];
}

/** What reports of levels were about. */
export interface Levels {
  /** Suspects, each remembered as heard. */
  suspects: Set<string>;
  /** Addresses, by venue, that nobody is accused of having any more. */
  strangers: Map<string, Set<string>>;
}

/** Remembers whom reports of levels are about as heard. */
export async function noteLevels(trx: Transaction<StateTables>, reports: readonly LevelReport[]): Promise<Levels> {
  const suspects = new Set<string>();
  const strangers = new Map<string, Set<string>>();
  for (const { venueId, sensorId, rows, ...placing } of reports) {
    const heardAt = new Map<string, number>();
    for (const { transmitter, role, minute } of rows)
      if (role === "suspect" || role === "watched")
        heardAt.set(transmitter, Math.max(heardAt.get(transmitter) ?? 0, placedAt(minute, placing)));
    if (heardAt.size === 0) continue;
    const known = await trx
      .selectFrom("suspect_transmitters")
      .select(["suspect_id", "transmitter"])
      .where("venue_id", "=", venueId)
      .where("transmitter", "in", [...heardAt.keys()])
      .execute();
    const named = new Set(known.map((row) => row.transmitter));
    for (const transmitter of heardAt.keys())
      if (!named.has(transmitter)) strangers.set(venueId, (strangers.get(venueId) ?? new Set()).add(transmitter));
    for (const { suspect_id: suspectId, transmitter } of known) {
      suspects.add(suspectId);
      const at = heardAt.get(transmitter) ?? 0;
      await noteHearing(trx, { suspectId, sensorId, heardAt: at });
      await trx
        .updateTable("suspects")
        .set({ last_heard_at: at })
        .where("suspect_id", "=", suspectId)
        .where("last_heard_at", "<", at)
        .execute();
    }
  }
  return { suspects, strangers };
}
