import type { SuspectState } from "@probewarden/contract";
import { sql, type Selectable, type Transaction } from "kysely";
import { factsOf, sensorState } from "../sensors/sensor-state.ts";
import type { StateTables } from "../store/state/tables.ts";
import { OPEN_STATES } from "./store-finding.ts";
import { noteSpans } from "./note-spans.ts";
import { settleTargets } from "./suspect-targets.ts";
import { stateOf, type Witness } from "./suspect-state.ts";

/** Suspects that are looked at together; PostgreSQL and SQLite both bound the parameters of a statement. */
const PAGE = 500;

/**
 * Brings the state of suspects up to date, inside the caller's transaction. It follows from what their sensors said and from how these sensors are now. Returns those whose state changed.
 */
export async function settleStates(
  trx: Transaction<StateTables>,
  suspectIds: Iterable<string>,
  now: number,
): Promise<Set<string>> {
  const ids = [...suspectIds];
  const changed = new Set<string>();
  const hearing = new Map<string, Hearing>();
  for (let at = 0; at < ids.length; at += PAGE)
    for (const suspectId of await settlePage(trx, ids.slice(at, at + PAGE), hearing, now)) changed.add(suspectId);
  return changed;
}

/** How sensors are now, of those that are not known yet: a batch asks for the few that it is about, and each has kilobytes of health. */
async function readHearing(
  trx: Transaction<StateTables>,
  sensorIds: Iterable<string>,
  hearing: Map<string, Hearing>,
  now: number,
): Promise<void> {
  const missing = [...new Set(sensorIds)].filter((sensorId) => !hearing.has(sensorId));
  for (let at = 0; at < missing.length; at += PAGE) {
    const rows = await trx
      .selectFrom("sensors")
      .selectAll()
      .where("sensor_id", "in", missing.slice(at, at + PAGE))
      .execute();
    for (const row of rows) hearing.set(row.sensor_id, hearingOf(row, now));
  }
}

type Hearing = Pick<Witness, "listens" | "readsMost" | "since"> & { venueId: string; retired: boolean };

function hearingOf(row: Selectable<StateTables["sensors"]>, now: number): Hearing {
  const { state, reasons, offlineSince } = sensorState(factsOf(row), now);
  return {
    venueId: row.venue_id,
    retired: row.retired_at !== null,
    // A sensor that has only just come online has not said how it hears; what it sends is heard.
    listens: state === "hearing" || (state === "deaf" && reasons[0] === "no-health"),
    readsMost: !reasons.includes("most-frames-unreadable"),
    since: row.retired_at ?? (offlineSince === undefined ? undefined : Date.parse(offlineSince)),
  };
}

async function settlePage(
  trx: Transaction<StateTables>,
  suspectIds: readonly string[],
  hearing: Map<string, Hearing>,
  now: number,
): Promise<string[]> {
  const suspects = await trx
    .selectFrom("suspects")
    .select(["suspect_id", "venue_id", "state", "state_since"])
    .where("suspect_id", "in", suspectIds)
    .execute();
  const witnesses = await witnessesOf(trx, suspectIds);
  await readHearing(
    trx,
    [...witnesses.values()].flatMap((said) => [...said.keys()]),
    hearing,
    now,
  );
  const changed: string[] = [];
  const cameOrWent: string[] = [];
  for (const { suspect_id, venue_id, state, state_since } of suspects) {
    const before = { state: state as SuspectState, since: state_since ?? undefined };
    const known = [...(witnesses.get(suspect_id) ?? [])].map(([sensorId, said]): Witness => {
      const sensor = hearing.get(sensorId);
      const present = sensor?.venueId === venue_id && !sensor.retired;
      const { listens = false, readsMost = false, since } = sensor ?? {};
      return { ...said, present, listens, readsMost, since };
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
    if ((after.state === "ended") !== (before.state === "ended")) cameOrWent.push(suspect_id);
  }
  await settleTargets(trx, cameOrWent);
  await noteSpans(trx, changed, now);
  return changed;
}

type Said = Pick<Witness, "judged" | "open" | "heardAt">;

/** What each sensor said, by suspect and sensor. */
async function witnessesOf(
  trx: Transaction<StateTables>,
  suspectIds: readonly string[],
): Promise<Map<string, Map<string, Said>>> {
  const of = (open: readonly string[] | undefined) => {
    const findings = sql`select 1 from findings f where f.suspect_id = h.suspect_id and f.sensor_id = h.sensor_id`;
    // One row of an index, however many findings a box that comes and goes has made.
    return open === undefined
      ? sql<number>`case when exists (${findings}) then 1 else 0 end`
      : sql<number>`case when exists (${findings} and f.state in (${sql.join(open)})) then 1 else 0 end`;
  };
  // Whoever judged a suspect has heard it.
  const rows = await trx
    .selectFrom("suspect_hearings as h")
    .select(["h.suspect_id", "h.sensor_id", "h.heard_at", of(undefined).as("judged"), of(OPEN_STATES).as("open")])
    .where("h.suspect_id", "in", suspectIds)
    .execute();
  const all = new Map<string, Map<string, Said>>();
  for (const { suspect_id, sensor_id, heard_at, judged, open } of rows) {
    const said = all.get(suspect_id) ?? new Map<string, Said>();
    all.set(suspect_id, said.set(sensor_id, { judged: judged === 1, open: open === 1, heardAt: heard_at }));
  }
  return all;
}
