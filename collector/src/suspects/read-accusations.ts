import type { Band, Finding } from "@probewarden/contract";
import { sql } from "kysely";
import type { StateReader } from "../store/state/open-state.ts";
import type { StoredFinding } from "./suspect-levels.ts";

/** What stands against one suspect: its accused addresses, and of each sensor the finding that speaks for it and its latest one. */
export interface Accusations {
  transmitters: string[];
  findings: StoredFinding[];
}

/**
 * Reads what stands against suspects, all of them in two queries. A box that comes and goes makes findings without end at every sensor:
 * only those that are shown are read, without their arguments, and the others are ranked by an index alone.
 */
export async function readAccusations(
  state: StateReader,
  suspectIds: readonly string[],
): Promise<Map<string, Accusations>> {
  const all = new Map(suspectIds.map((id): [string, Accusations] => [id, { transmitters: [], findings: [] }]));
  if (suspectIds.length === 0) return all;
  const addresses = await state.db
    .selectFrom("suspect_transmitters")
    .select(["suspect_id", "transmitter"])
    .where("suspect_id", "in", suspectIds)
    .orderBy("transmitter")
    .execute();
  for (const { suspect_id, transmitter } of addresses) all.get(suspect_id)?.transmitters.push(transmitter);

  // The order of `leadingFindings`: an active one before an ended one, then the highest score, then the latest.
  const ended = sql`case when state = 'ended' then 1 else 0 end`;
  const ranked = state.db
    .selectFrom("findings")
    .select([
      "sensor_id",
      "finding_id",
      sql<number>`row_number() over (partition by suspect_id, sensor_id order by ${ended}, score_db desc, received_at desc)`.as(
        "as_leader",
      ),
      sql<number>`row_number() over (partition by suspect_id, sensor_id order by ${ended}, received_at desc)`.as(
        "by_age",
      ),
    ])
    .where("suspect_id", "in", suspectIds);
  const findings = await state.db
    .selectFrom(ranked.as("ranked"))
    .innerJoin("findings", (join) =>
      join.onRef("findings.sensor_id", "=", "ranked.sensor_id").onRef("findings.finding_id", "=", "ranked.finding_id"),
    )
    .select([
      "findings.suspect_id",
      "findings.sensor_id",
      "findings.finding_id",
      "findings.state",
      "findings.received_at",
      "findings.last_heard_at",
      "findings.score_db",
      "findings.band",
      "findings.rssi_dbm",
    ])
    .where((where) => where.or([where("ranked.as_leader", "=", 1), where("ranked.by_age", "=", 1)]))
    .orderBy("findings.received_at", "desc")
    .execute();
  for (const row of findings)
    all.get(row.suspect_id)?.findings.push({
      sensorId: row.sensor_id,
      findingId: row.finding_id,
      state: row.state,
      receivedAt: row.received_at,
      lastHeardAt: row.last_heard_at,
      scoreDb: row.score_db,
      band: row.band as Band,
      rssiDbm: row.rssi_dbm,
    });
  return all;
}

/** Findings of one suspect with their arguments, in the order that was asked for. */
export async function readFindings(
  state: StateReader,
  suspectId: string,
  findings: readonly StoredFinding[],
): Promise<{ sensorId: string; finding: Finding }[]> {
  if (findings.length === 0) return [];
  const rows = await state.db
    .selectFrom("findings")
    .select(["sensor_id", "finding_id", "body"])
    .where("suspect_id", "=", suspectId)
    .where(
      "finding_id",
      "in",
      findings.map((finding) => finding.findingId),
    )
    .execute();
  const bodies = new Map(rows.map((row) => [`${row.sensor_id} ${row.finding_id}`, row.body]));
  return findings.flatMap(({ sensorId, findingId }) => {
    const body = bodies.get(`${sensorId} ${findingId}`);
    return body === undefined ? [] : [{ sensorId, finding: JSON.parse(body) as Finding }];
  });
}
