import type { Band, Finding } from "@probewarden/contract";
import { sql, type Kysely } from "kysely";
import type { StateReader } from "../store/state/open-state.ts";
import type { StateTables } from "../store/state/tables.ts";
import type { StoredFinding } from "./suspect-levels.ts";

/** What stands against one suspect: its accused addresses, and of each sensor the finding that speaks for it and its latest one. */
export class Accusations {
  readonly transmitters: string[] = [];
  /** The findings as the store spells them, where it does: the same text, the same findings. */
  spelled: string | undefined;
  #findings: StoredFinding[] | undefined;

  /** Read out of the text when somebody first asks: whoever knows it already need not. */
  get findings(): StoredFinding[] {
    this.#findings ??=
      this.spelled === undefined ? [] : (JSON.parse(this.spelled) as ShownFinding[]).map((one) => asStored(one));
    return this.#findings;
  }
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
  const all = new Map(suspectIds.map((id) => [id, new Accusations()]));
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
  for (const { suspect_id, shown } of await readAll(state, asTheyAre)) {
    const accused = all.get(suspect_id);
    if (accused !== undefined) accused.spelled = shown;
  }
  for (const row of await readRanked(state.db, [...toRank])) all.get(row.suspect_id)?.findings.push(asRow(row));
  return all;
}

/** Of one suspect the finding that speaks for each sensor and its latest one, also inside a transaction. */
export const readSpeaking = async (db: Kysely<StateTables>, suspectId: string): Promise<StoredFinding[]> =>
  (await readRanked(db, [suspectId])).map(asRow);

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

/** What is shown of a finding, in the order of `SHOWN` behind the suspect. */
type ShownFinding = readonly [
  sensorId: string,
  findingId: string,
  state: string,
  receivedAt: number,
  lastHeardAt: number,
  scoreDb: number,
  band: string,
  rssiDbm: number | null,
];

function asStored([sensorId, findingId, state, receivedAt, lastHeardAt, scoreDb, band, rssiDbm]: ShownFinding) {
  return { sensorId, findingId, state, receivedAt, lastHeardAt, scoreDb, band: band as Band, rssiDbm };
}

/**
 * The findings of each suspect, in no order: each of another sensor. They come as one text for a suspect, for a row costs more to hand over from
 * SQLite to JavaScript than all that it holds: 3 ms for a thousand findings instead of 8. Scores come in fifteen digits.
 */
async function readAll(
  { db, dialect }: StateReader,
  suspectIds: readonly string[],
): Promise<{ suspect_id: string; shown: string }[]> {
  if (suspectIds.length === 0) return [];
  const columns = sql.join(SHOWN.slice(1).map((column) => sql.ref(column)));
  return db
    .selectFrom("findings")
    .select([
      "suspect_id",
      dialect === "sqlite"
        ? sql<string>`json_group_array(json_array(${columns}))`.as("shown")
        : sql<string>`json_agg(json_build_array(${columns}))::text`.as("shown"),
    ])
    .where("suspect_id", "in", suspectIds)
    .groupBy("suspect_id")
    .execute();
}

/** Of each sensor the finding that speaks for it and its latest one. */
async function readRanked(db: Kysely<StateTables>, suspectIds: readonly string[]) {
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

type RankedRow = Awaited<ReturnType<typeof readRanked>>[number];
const asRow = (row: RankedRow): StoredFinding =>
  asStored([
    row.sensor_id,
    row.finding_id,
    row.state,
    row.received_at,
    row.last_heard_at,
    row.score_db,
    row.band,
    row.rssi_dbm,
  ]);

/** Findings of one suspect with their arguments, in the order that was asked for. */
export async function readFindings(
  state: Pick<StateReader, "db">,
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
