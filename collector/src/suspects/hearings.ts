import type { SignalRow } from "@probewarden/contract";
import type { Transaction } from "kysely";
import { groupBy } from "../group-by.ts";
import { placedAt, type Placing } from "../sensors/sensor-clock.ts";
import type { StateTables } from "../store/state/tables.ts";

/** A sensor heard a suspect at this instant, by the collector's clock. */
export interface Hearing {
  suspectId: string;
  sensorId: string;
  heardAt: number;
}

/** Addresses and hearings of one statement; PostgreSQL and SQLite both bound its parameters. */
const PAGE = 500;

/** Remembers when sensors last heard suspects, each pair named once; what is older than what is known changes nothing. */
export async function noteHearings(trx: Transaction<StateTables>, hearings: readonly Hearing[]): Promise<void> {
  for (let at = 0; at < hearings.length; at += PAGE)
    await trx
      .insertInto("suspect_hearings")
      .values(
        hearings.slice(at, at + PAGE).map(({ suspectId, sensorId, heardAt }) => ({
          suspect_id: suspectId,
          sensor_id: sensorId,
          heard_at: heardAt,
        })),
      )
      .onConflict((conflict) =>
        conflict
          .columns(["suspect_id", "sensor_id"])
          .doUpdateSet((set) => ({ heard_at: set.ref("excluded.heard_at") }))
          .whereRef("suspect_hearings.heard_at", "<", "excluded.heard_at"),
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

/** Remembers whom reports of levels are about as heard: for all reports of a batch together, in a few statements. */
export async function noteLevels(trx: Transaction<StateTables>, reports: readonly LevelReport[]): Promise<Levels> {
  const levels: Levels = { suspects: new Set(), strangers: new Map() };
  for (const [venueId, said] of groupBy(reports.map(heardIn), (report) => report.venueId)) {
    const addresses = new Set(said.flatMap(({ heardAt }) => [...heardAt.keys()]));
    const suspectOf = await suspectsOf(trx, venueId, [...addresses]);
    const strangers = [...addresses].filter((transmitter) => !suspectOf.has(transmitter));
    if (strangers.length > 0) levels.strangers.set(venueId, new Set(strangers));
    /** By suspect and sensor, the latest. */
    const hearings = new Map<string, Hearing>();
    const lastHeard = new Map<string, number>();
    for (const { sensorId, heardAt } of said)
      for (const [transmitter, at] of heardAt)
        for (const suspectId of suspectOf.get(transmitter) ?? []) {
          levels.suspects.add(suspectId);
          lastHeard.set(suspectId, Math.max(lastHeard.get(suspectId) ?? 0, at));
          const key = `${suspectId} ${sensorId}`;
          hearings.set(key, { suspectId, sensorId, heardAt: Math.max(hearings.get(key)?.heardAt ?? 0, at) });
        }
    await noteHearings(trx, [...hearings.values()]);
    for (const [suspectId, at] of lastHeard)
      await trx
        .updateTable("suspects")
        .set({ last_heard_at: at })
        .where("suspect_id", "=", suspectId)
        .where("last_heard_at", "<", at)
        .execute();
  }
  return levels;
}

/** When a report says that its sensor heard each address, by the collector's clock. */
function heardIn({ venueId, sensorId, rows, ...placing }: LevelReport) {
  const heardAt = new Map<string, number>();
  for (const { transmitter, role, minute } of rows)
    if (role === "suspect" || role === "watched")
      heardAt.set(transmitter, Math.max(heardAt.get(transmitter) ?? 0, placedAt(minute, placing)));
  return { venueId, sensorId, heardAt };
}

/** The suspects that are accused of having each of these addresses. */
async function suspectsOf(
  trx: Transaction<StateTables>,
  venueId: string,
  addresses: readonly string[],
): Promise<Map<string, string[]>> {
  const suspects = new Map<string, string[]>();
  for (let at = 0; at < addresses.length; at += PAGE) {
    const rows = await trx
      .selectFrom("suspect_transmitters")
      .select(["suspect_id", "transmitter"])
      .where("venue_id", "=", venueId)
      .where("transmitter", "in", addresses.slice(at, at + PAGE))
      .execute();
    for (const { suspect_id, transmitter } of rows)
      suspects.set(transmitter, [...(suspects.get(transmitter) ?? []), suspect_id]);
  }
  return suspects;
}
