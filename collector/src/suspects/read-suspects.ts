import type { Band, Place, Suspect, SuspectDetail, SuspectState, Scope } from "@probewarden/contract";
import type { Selectable } from "kysely";
import type { SeriesStore } from "../store/series/series-store.ts";
import { withinScope } from "../people/scope.ts";
import type { StateReader } from "../store/state/open-state.ts";
import type { StateTables } from "../store/state/tables.ts";
import { readDecision } from "./decide.ts";
import { asDecisionEntry } from "./decision-entry.ts";
import { MadeSuspects } from "./made-suspects.ts";
import { Accusations, readAccusations, readFindings } from "./read-accusations.ts";
import {
  latestMinutes,
  leadingFindings,
  presentLevels,
  type PresentLevel,
  type StoredFinding,
} from "./suspect-levels.ts";
import { readChanges } from "./read-changes.ts";
import { isBehind, pageOf, type Page } from "../store/state/page-cursor.ts";
import { need, SUSPECT_ORDER } from "./suspect-order.ts";
import { isoInstant as iso } from "../iso-instant.ts";
import { HEARD_WINDOW_MS } from "./suspect-state.ts";

/** Which suspects to read. Absent: all. */
export interface SuspectFilter {
  venueId?: string;
  /** Only at venues within this scope. */
  within?: Scope;
  suspectIds?: readonly string[];
  state?: SuspectState;
  band?: Band;
  suspicion?: Suspect["suspicion"];
  /** Only what comes after this `next` of an earlier page. */
  after?: string;
  limit?: number;
}

const LIST = "suspects";
const USUAL_ROWS = 500;

/**
 * Suspects as the API shows them, what needs a person first: see `suspect-order.ts`, and within it the latest heard first. `now` bounds how
 * old a level may be (15 minutes) to count as the present one. `made`: those that were read before, which are not made again.
 * @throws CursorError
 */
export const readSuspects = async (
  state: StateReader,
  series: SeriesStore,
  filter: SuspectFilter,
  now: number,
  made?: MadeSuspects,
): Promise<Suspect[]> => (await readSuspectPage(state, series, filter, now, made)).items;

/** The same, with the cursor of the next page. A suspect whose place changes meanwhile may stand on two pages or on none; the live stream tells of it. */
export async function readSuspectPage(
  state: StateReader,
  series: SeriesStore,
  filter: SuspectFilter,
  now: number,
  made = new MadeSuspects(),
): Promise<Page<Suspect>> {
  if (filter.suspectIds?.length === 0) return { items: [], next: undefined };
  const limit = filter.limit ?? USUAL_ROWS;
  let query = state.db
    .selectFrom("suspects")
    .selectAll()
    .select(need().as("need"))
    .orderBy(need(), "desc")
    .orderBy("last_heard_at", "desc")
    .orderBy("suspect_id", "desc")
    .limit(limit + 1);
  if (filter.venueId !== undefined) query = query.where("venue_id", "=", filter.venueId);
  if (filter.within !== undefined) query = query.where(withinScope(filter.within, "venue_id"));
  if (filter.suspectIds !== undefined) query = query.where("suspect_id", "in", filter.suspectIds);
  if (filter.state !== undefined) query = query.where("state", "=", filter.state);
  if (filter.band !== undefined) query = query.where("band", "=", filter.band);
  if (filter.suspicion !== undefined) query = query.where("suspicion", "=", filter.suspicion);
  if (filter.after !== undefined) query = query.where(isBehind(LIST, SUSPECT_ORDER, filter.after, "desc"));
  const { items, next } = pageOf(LIST, await query.execute(), limit, (row) => [
    Number(row.need),
    row.last_heard_at,
    row.suspect_id,
  ]);
  return { items: (await withAccusations(state, series, items, now, made)).map(({ suspect }) => suspect), next };
}

/** One suspect with its argument and the decisions about it; undefined when there is none of that id. */
export async function readSuspectDetail(
  state: StateReader,
  series: SeriesStore,
  suspectId: string,
  now: number,
): Promise<SuspectDetail | undefined> {
  const row = await state.db.selectFrom("suspects").selectAll().where("suspect_id", "=", suspectId).executeTakeFirst();
  if (row === undefined) return undefined;
  const [read] = await withAccusations(state, series, [row], now);
  if (read === undefined) return undefined;
  const {
    suspect,
    accused: { findings },
  } = read;
  const levels = new Map(suspect.sensors.map(({ sensorId, levelDbm }) => [sensorId, levelDbm]));
  const levelOf = ({ sensorId }: StoredFinding): number => levels.get(sensorId) ?? Number.NEGATIVE_INFINITY;
  const leading = await readFindings(
    state,
    suspectId,
    [...leadingFindings(findings).values()].toSorted(
      (a, b) =>
        Number(a.state === "ended") - Number(b.state === "ended") ||
        b.scoreDb - a.scoreDb ||
        // Of equal scores that of the loudest sensor: it is where somebody will go and look.
        Number(levelOf(b) > levelOf(a)) - Number(levelOf(b) < levelOf(a)),
    ),
  );
  const history = await state.db
    .selectFrom("decisions")
    .selectAll()
    .where("suspect_id", "=", suspectId)
    .orderBy("id", "desc")
    .limit(100)
    .execute();
  const withdrawn = leading.flatMap(({ sensorId, finding }) =>
    (finding.withdrawn ?? []).map((line) => ({ ...line, sensorId })),
  );
  return {
    suspect,
    priorDb: leading[0]?.finding.priorDb ?? 0,
    evidence: leading.flatMap(({ sensorId, finding }) =>
      finding.evidence.toSorted((a, b) => b.weightDb - a.weightDb).map((line) => ({ ...line, sensorId })),
    ),
    mitigations: leading[0]?.finding.mitigations ?? [],
    ...(withdrawn.length > 0 ? { withdrawn } : {}),
    changes: await readChanges(state, suspectId),
    history: history.map(asDecisionEntry),
  };
}

type Row = Selectable<StateTables["suspects"]>;

/** Rows as the API shows them, with what stands against them. */
async function withAccusations(
  state: StateReader,
  series: SeriesStore,
  rows: readonly Row[],
  now: number,
  made = new MadeSuspects(),
): Promise<{ suspect: Suspect; accused: Accusations }[]> {
  const accusations = await readAccusations(
    state,
    rows.map((row) => row.suspect_id),
  );
  const read = rows.map((row) => ({ row, accused: accusations.get(row.suspect_id) ?? new Accusations() }));
  const minutes = await latestMinutes(
    series,
    read.map(({ row, accused: { transmitters } }) => ({ venueId: row.venue_id, transmitters })),
    now,
  );
  return read.map(({ row, accused }, at) => {
    const { spelled, transmitters } = accused;
    const levels = minutes[at] ?? [];
    const suspect = made.of(
      { row, spelled, transmitters, levels },
      () => accused.findings,
      now,
      () => asSuspect(row, accused, presentLevels(levels, accused.findings, now), now),
    );
    return { suspect, accused };
  });
}

function asSuspect(
  row: Row,
  { transmitters, findings }: Accusations,
  present: readonly PresentLevel[],
  now: number,
): Suspect {
  const { record, reopened } = readDecision(row);
  const leading = leadingFindings(findings);
  const levels = new Map(present.map((level) => [level.sensorId, level]));
  const sensorIds = [...new Set([...leading.keys(), ...levels.keys()])].toSorted();
  return {
    suspectId: row.suspect_id,
    venueId: row.venue_id,
    suspicion: row.suspicion as Suspect["suspicion"],
    band: row.band as Suspect["band"],
    scoreDb: row.score_db,
    highestDb: row.highest_db,
    state: row.state as SuspectState,
    ...(row.state === "active" || row.state_since === null ? {} : { stateSince: iso(row.state_since) }),
    firstHeardAt: iso(row.first_heard_at),
    lastHeardAt: iso(row.last_heard_at),
    transmitters,
    transmitterCount: Math.max(row.transmitter_count, transmitters.length),
    targets: JSON.parse(row.targets) as string[],
    sensors: sensorIds.map((sensorId) => atSensor(sensorId, leading.get(sensorId), levels.get(sensorId))),
    heardBy: {
      ever: sensorIds.length,
      now: new Set([...hearingNow(findings, now), ...levels.keys()]).size,
    },
    ...(row.place === null ? {} : { place: JSON.parse(row.place) as Place }),
    ...(record === undefined ? {} : { decision: record }),
    ...(reopened === undefined ? {} : { reopened }),
    ...(row.beyond === 0 ? {} : { beyondShare: true as const }),
    ...(row.taken_back === 0 ? {} : { takenBack: row.taken_back }),
  };
}

/** Sensors with a finding that has not ended and that they heard in the last quarter of an hour. */
const hearingNow = (findings: readonly StoredFinding[], now: number): string[] =>
  findings
    .filter(({ state, lastHeardAt }) => state !== "ended" && lastHeardAt >= now - HEARD_WINDOW_MS)
    .map(({ sensorId }) => sensorId);

function atSensor(
  sensorId: string,
  stored: StoredFinding | undefined,
  level: PresentLevel | undefined,
): Suspect["sensors"][number] {
  const active = stored !== undefined && stored.state !== "ended";
  const lastHeardMs = Math.max(stored?.lastHeardAt ?? 0, level?.atMs ?? 0);
  return {
    sensorId,
    ...(level === undefined ? {} : { levelDbm: level.levelDbm, levelAt: iso(level.atMs) }),
    ...(active ? { scoreDb: stored.scoreDb, band: stored.band } : {}),
    ...(lastHeardMs === 0 ? {} : { lastHeardAt: iso(lastHeardMs) }),
  };
}
