import type { SuspectState } from "@probewarden/contract";
import { sql, type Selectable, type Transaction } from "kysely";
import { factsOf, sensorState } from "../sensors/sensor-state.ts";
import type { StateTables } from "../store/state/tables.ts";
import { stateOf, type Witness } from "./suspect-state.ts";

/** Suspects that are looked at together; PostgreSQL and SQLite both bound the parameters of a statement. */
const PAGE = 500;

/**
 * Brings the state of suspects up to date, inside the caller's transaction: of the named ones, or of all that have not ended. It follows
 * from what their sensors said and from how these sensors are now. Returns those whose state changed.
 */
export async function settleStates(
  trx: Transaction<StateTables>,
  suspectIds: Iterable<string> | undefined,
  now: number,
): Promise<Set<string>> {
  const ids =
    suspectIds === undefined
      ? (await trx.selectFrom("suspects").select("suspect_id").where("state", "!=", "ended").execute()).map(
          (row) => row.suspect_id,
        )
      : [...suspectIds];
  const changed = new Set<string>();
  if (ids.length === 0) return changed;
  const sensors = await trx.selectFrom("sensors").selectAll().execute();
  const hearing = new Map(sensors.map((row) => [row.sensor_id, hearingOf(row, now)]));
  for (let at = 0; at < ids.length; at += PAGE)
    for (const suspectId of await settlePage(trx, ids.slice(at, at + PAGE), hearing, now)) changed.add(suspectId);
  return changed;
}

type Hearing = Pick<Witness, "listens" | "since"> & { venueId: string; retired: boolean };

function hearingOf(row: Selectable<StateTables["sensors"]>, now: number): Hearing {
  const { state, reasons, offlineSince } = sensorState(factsOf(row), now);
  return {
    venueId: row.venue_id,
    retired: row.retired_at !== null,
    // A sensor that has only just come online has not said how it hears; what it sends is heard.
    listens: state === "hearing" || (state === "deaf" && reasons[0] === "no-health"),
    since: row.retired_at ?? (offlineSince === undefined ? undefined : Date.parse(offlineSince)),
  };
}

async function settlePage(
  trx: Transaction<StateTables>,
  suspectIds: readonly string[],
  hearing: ReadonlyMap<string, Hearing>,
  now: number,
): Promise<string[]> {
  const suspects = await trx
    .selectFrom("suspects")
    .select(["suspect_id", "venue_id", "state", "state_since"])
    .where("suspect_id", "in", suspectIds)
    .execute();
  const witnesses = await witnessesOf(trx, suspectIds);
  const changed: string[] = [];
  for (const { suspect_id, venue_id, state, state_since } of suspects) {
    const before = { state: state as SuspectState, since: state_since ?? undefined };
    const known = [...(witnesses.get(suspect_id) ?? [])].map(([sensorId, said]): Witness => {
      const sensor = hearing.get(sensorId);
      const present = sensor?.venueId === venue_id && !sensor.retired;
      return { ...said, present, listens: sensor?.listens ?? false, since: sensor?.since };
    });
    if (known.length === 0) continue;
    const after = stateOf(known, before, now);
    if (after.state === before.state && after.since === before.since) continue;
    await trx
      .updateTable("suspects")
      .set({ state: after.state, state_since: after.since ?? null })
      .where("suspect_id", "=", suspect_id)
      .execute();
    changed.push(suspect_id);
  }
  return changed;
}

type Said = Pick<Witness, "judged" | "open" | "heardAt">;

/** What each sensor said, by suspect and sensor. */
async function witnessesOf(
  trx: Transaction<StateTables>,
  suspectIds: readonly string[],
): Promise<Map<string, Map<string, Said>>> {
  const all = new Map<string, Map<string, Said>>();
  const of = (suspectId: string): Map<string, Said> => {
    const known = all.get(suspectId) ?? new Map<string, Said>();
    all.set(suspectId, known);
    return known;
  };
  const judged = await trx
    .selectFrom("findings")
    .select(["suspect_id", "sensor_id", sql<number>`max(case when state = 'ended' then 0 else 1 end)`.as("open")])
    .where("suspect_id", "in", suspectIds)
    .groupBy(["suspect_id", "sensor_id"])
    .execute();
  for (const row of judged)
    of(row.suspect_id).set(row.sensor_id, { judged: true, open: Number(row.open) === 1, heardAt: 0 });
  const heard = await trx.selectFrom("suspect_hearings").selectAll().where("suspect_id", "in", suspectIds).execute();
  for (const { suspect_id, sensor_id, heard_at } of heard) {
    const known = of(suspect_id).get(sensor_id) ?? { judged: false, open: false };
    of(suspect_id).set(sensor_id, { ...known, heardAt: heard_at });
  }
  return all;
}
