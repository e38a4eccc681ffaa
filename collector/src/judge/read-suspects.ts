import type { DecisionRecord, Place, Suspect, SuspectDetail } from "@probewarden/contract";
import type { Selectable } from "kysely";
import type { SeriesStore } from "../store/series/series-store.ts";
import type { StateStore } from "../store/state/open-state.ts";
import type { StateTables } from "../store/state/tables.ts";
import { leadingFindings, presentLevels, type StoredFinding } from "./suspect-levels.ts";

/** Which suspects to read. Absent: all. */
export interface SuspectFilter {
  venueId?: string;
  suspectIds?: readonly string[];
  state?: "active" | "ended";
  limit?: number;
}

/** Findings of one suspect that are read; a box that comes and goes makes many, and the latest say all. */
const MAX_FINDINGS = 256;

/** Suspects as the API shows them, latest heard first. `now` bounds how old a level may be (15 minutes) to count as the present one. */
export async function readSuspects(
  state: StateStore,
  series: SeriesStore,
  filter: SuspectFilter,
  now: number,
): Promise<Suspect[]> {
  if (filter.suspectIds?.length === 0) return [];
  let query = state.db
    .selectFrom("suspects")
    .selectAll()
    .orderBy("last_heard_at", "desc")
    .limit(filter.limit ?? 500);
  if (filter.venueId !== undefined) query = query.where("venue_id", "=", filter.venueId);
  if (filter.suspectIds !== undefined) query = query.where("suspect_id", "in", filter.suspectIds);
  if (filter.state !== undefined) query = query.where("state", "=", filter.state);
  const suspects: Suspect[] = [];
  for (const row of await query.execute()) suspects.push((await readOne(state, series, row, now)).suspect);
  return suspects;
}

/** One suspect with its argument and the decisions about it; undefined when there is none of that id. */
export async function readSuspectDetail(
  state: StateStore,
  series: SeriesStore,
  suspectId: string,
  now: number,
): Promise<SuspectDetail | undefined> {
  const row = await state.db.selectFrom("suspects").selectAll().where("suspect_id", "=", suspectId).executeTakeFirst();
  if (row === undefined) return undefined;
  const { suspect, findings } = await readOne(state, series, row, now);
  const leading = [...leadingFindings(findings).values()].toSorted(
    (a, b) => Number(a.state === "ended") - Number(b.state === "ended") || b.finding.scoreDb - a.finding.scoreDb,
  );
  const history = await state.db
    .selectFrom("decisions")
    .selectAll()
    .where("suspect_id", "=", suspectId)
    .orderBy("id", "desc")
    .limit(100)
    .execute();
  return {
    suspect,
    priorDb: leading[0]?.finding.priorDb ?? 0,
    evidence: leading.flatMap(({ sensorId, finding }) =>
      finding.evidence.toSorted((a, b) => b.weightDb - a.weightDb).map((line) => ({ ...line, sensorId })),
    ),
    mitigations: leading[0]?.finding.mitigations ?? [],
    history: history.map((entry) => ({
      decision: entry.decision as DecisionRecord["decision"],
      reason: entry.reason,
      by: entry.by,
      at: iso(entry.at),
    })),
  };
}

async function readOne(
  state: StateStore,
  series: SeriesStore,
  row: Selectable<StateTables["suspects"]>,
  now: number,
): Promise<{ suspect: Suspect; findings: StoredFinding[] }> {
  const { transmitters, findings } = await readParts(state, row.suspect_id);
  const leading = leadingFindings(findings);
  const levels = new Map(
    (await presentLevels(series, { venueId: row.venue_id, transmitters, findings }, now)).map((level) => [
      level.sensorId,
      level,
    ]),
  );
  const suspect: Suspect = {
    suspectId: row.suspect_id,
    venueId: row.venue_id,
    suspicion: row.suspicion as Suspect["suspicion"],
    band: row.band as Suspect["band"],
    scoreDb: row.score_db,
    highestDb: row.highest_db,
    state: row.state as Suspect["state"],
    firstHeardAt: iso(row.first_heard_at),
    lastHeardAt: iso(row.last_heard_at),
    transmitters,
    transmitterCount: Math.max(row.transmitter_count, transmitters.length),
    targets: JSON.parse(row.targets) as string[],
    sensors: [...new Set([...leading.keys(), ...levels.keys()])]
      .toSorted()
      .map((sensorId) => atSensor(sensorId, leading.get(sensorId), levels.get(sensorId))),
    ...(row.place === null ? {} : { place: JSON.parse(row.place) as Place }),
    ...(row.decision === null ? {} : { decision: JSON.parse(row.decision) as DecisionRecord }),
  };
  return { suspect, findings };
}

function atSensor(
  sensorId: string,
  stored: StoredFinding | undefined,
  level: { levelDbm: number; atMs: number } | undefined,
): Suspect["sensors"][number] {
  const active = stored !== undefined && stored.state !== "ended";
  const lastHeardMs = Math.max(stored === undefined ? 0 : Date.parse(stored.finding.lastHeardAt), level?.atMs ?? 0);
  return {
    sensorId,
    ...(level === undefined ? {} : { levelDbm: level.levelDbm, levelAt: iso(level.atMs) }),
    ...(active ? { scoreDb: stored.finding.scoreDb, band: stored.finding.band } : {}),
    ...(lastHeardMs === 0 ? {} : { lastHeardAt: iso(lastHeardMs) }),
  };
}

/** The accused addresses and the latest findings of a suspect. */
export async function readParts(
  state: StateStore,
  suspectId: string,
): Promise<{ transmitters: string[]; findings: StoredFinding[] }> {
  const transmitters = await state.db
    .selectFrom("suspect_transmitters")
    .select("transmitter")
    .where("suspect_id", "=", suspectId)
    .orderBy("transmitter")
    .execute();
  const findings = await state.db
    .selectFrom("findings")
    .select(["sensor_id", "state", "received_at", "body"])
    .where("suspect_id", "=", suspectId)
    .orderBy("received_at", "desc")
    .limit(MAX_FINDINGS)
    .execute();
  return {
    transmitters: transmitters.map((entry) => entry.transmitter),
    findings: findings.map((entry) => ({
      sensorId: entry.sensor_id,
      state: entry.state,
      receivedAt: entry.received_at,
      finding: JSON.parse(entry.body) as StoredFinding["finding"],
    })),
  };
}

const iso = (ms: number): string => new Date(ms).toISOString();
