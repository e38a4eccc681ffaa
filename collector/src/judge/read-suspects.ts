import type { DecisionRecord, Place, Suspect, SuspectDetail } from "@probewarden/contract";
import type { Selectable } from "kysely";
import type { SeriesStore } from "../store/series/series-store.ts";
import type { StateStore } from "../store/state/open-state.ts";
import type { StateTables } from "../store/state/tables.ts";
import { correctionMs } from "./sensor-state.ts";
import { leadingFindings, LEVEL_WINDOW_MS, presentLevels, type StoredFinding } from "./suspect-levels.ts";

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
  const { transmitters, findings, sensorIds } = await readParts(state, row.suspect_id);
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
    heardBy: {
      ever: new Set([...sensorIds, ...levels.keys()]).size,
      now: new Set([...hearingNow(findings, now), ...levels.keys()]).size,
    },
    ...(row.place === null ? {} : { place: JSON.parse(row.place) as Place }),
    ...(row.decision === null ? {} : { decision: JSON.parse(row.decision) as DecisionRecord }),
  };
  return { suspect, findings };
}

/** Sensors with a finding that has not ended and of which something came in the last quarter of an hour. */
const hearingNow = (findings: readonly StoredFinding[], now: number): string[] =>
  findings
    .filter(({ state, receivedAt }) => state !== "ended" && receivedAt >= now - LEVEL_WINDOW_MS)
    .map(({ sensorId }) => sensorId);

function atSensor(
  sensorId: string,
  stored: StoredFinding | undefined,
  level: { levelDbm: number; atMs: number } | undefined,
): Suspect["sensors"][number] {
  const active = stored !== undefined && stored.state !== "ended";
  // A sensor whose clock is ahead cannot have heard it later than its message came.
  const foundMs =
    stored === undefined
      ? 0
      : Math.min(Date.parse(stored.finding.lastHeardAt) - stored.clockOffsetMs, stored.receivedAt);
  const lastHeardMs = Math.max(foundMs, level?.atMs ?? 0);
  return {
    sensorId,
    ...(level === undefined ? {} : { levelDbm: level.levelDbm, levelAt: iso(level.atMs) }),
    ...(active ? { scoreDb: stored.finding.scoreDb, band: stored.finding.band } : {}),
    ...(lastHeardMs === 0 ? {} : { lastHeardAt: iso(lastHeardMs) }),
  };
}

/** The accused addresses of a suspect, its latest findings, and every sensor that ever had one. */
export async function readParts(
  state: StateStore,
  suspectId: string,
): Promise<{ transmitters: string[]; findings: StoredFinding[]; sensorIds: string[] }> {
  const transmitters = await state.db
    .selectFrom("suspect_transmitters")
    .select("transmitter")
    .where("suspect_id", "=", suspectId)
    .orderBy("transmitter")
    .execute();
  const findings = await state.db
    .selectFrom("findings")
    .leftJoin("sensors", "sensors.sensor_id", "findings.sensor_id")
    .select([
      "findings.sensor_id",
      "findings.state",
      "findings.received_at",
      "findings.body",
      "sensors.clock_offset_ms",
    ])
    .where("findings.suspect_id", "=", suspectId)
    .orderBy("findings.received_at", "desc")
    .limit(MAX_FINDINGS)
    .execute();
  const sensors =
    findings.length < MAX_FINDINGS
      ? findings
      : await state.db
          .selectFrom("findings")
          .select("sensor_id")
          .distinct()
          .where("suspect_id", "=", suspectId)
          .execute();
  return {
    transmitters: transmitters.map((entry) => entry.transmitter),
    findings: findings.map((entry) => ({
      sensorId: entry.sensor_id,
      state: entry.state,
      receivedAt: entry.received_at,
      clockOffsetMs: correctionMs(entry.clock_offset_ms),
      finding: JSON.parse(entry.body) as StoredFinding["finding"],
    })),
    sensorIds: sensors.map((entry) => entry.sensor_id),
  };
}

const iso = (ms: number): string => new Date(ms).toISOString();
