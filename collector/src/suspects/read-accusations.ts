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
 * Reads what stands against suspects, all of them in a few queries. A box that comes and goes makes findings without end at every sensor: only
 * those that are shown are read, without their arguments. Where a sensor has several findings of a suspect they are ranked by an index; to rank
 * costs more than to read, and most suspects have one finding of each sensor.
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

  const repeated = await state.db
    .selectFrom("findings")
    .select("suspect_id")
    .where("suspect_id", "in", suspectIds)
    .groupBy(["suspect_id", "sensor_id"])
    .having(({ fn }) => fn.countAll(), ">", 1)
    .execute();
  const toRank = new Set(repeated.map((row) => row.suspect_id));
  const asTheyAre = suspectIds.filter((id) => !toRank.has(id));
  const rows = [...(await readAll(state, asTheyAre)), ...(await readRanked(state, [...toRank]))];
  for (const row of rows)
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

const SHOWN = [
  "findings.suspect_id",
  "findings.sensor_id",
  "findings.finding_id",
  "findings.state",
  "findings.received_at",
  "findings.last_heard_at",
  "findings.score_db",
  "findings.band",
  "findings.rssi_dbm",
] as const;

const readAll = async ({ db }: StateReader, suspectIds: readonly string[]) =>
  suspectIds.length === 0
    ? []
    : db
        .selectFrom("findings")
        .select(SHOWN)
        .where("suspect_id", "in", suspectIds)
        .orderBy("received_at", "desc")
        .execute();

/** Of each sensor the finding that speaks for it and its latest one. */
async function readRanked({ db }: StateReader, suspectIds: readonly string[]) {
  if (suspectIds.length === 0) return [];
  // The order of `leadingFindings`: an active one before an ended one, then the highest score, then the latest.
  const ended = sql`case when state = 'ended' then 1 else 0 end`;
  const ranked = db
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
  return db
    .selectFrom(ranked.as("ranked"))
    .innerJoin("findings", (join) =>
      join.onRef("findings.sensor_id", "=", "ranked.sensor_id").onRef("findings.finding_id", "=", "ranked.finding_id"),
    )
    .select(SHOWN)
    .where((where) => where.or([where("ranked.as_leader", "=", 1), where("ranked.by_age", "=", 1)]))
    .orderBy("findings.received_at", "desc")
    .execute();
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
