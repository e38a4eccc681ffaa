import type { Band, DecisionEntry, Place, Suspect } from "@probewarden/contract";
import type { Kysely, Selectable } from "kysely";
import type { StateReader } from "../../store/state/open-state.ts";
import type { StateTables } from "../../store/state/tables.ts";
import type { DecidedOn } from "../../suspects/decide.ts";
import { asDecisionEntry } from "../../suspects/decision-entry.ts";
import type { KnownThen } from "../../suspects/known-then.ts";
import { readPast } from "../../suspects/read-past.ts";

/** A line of evidence that was known then. Of decisions from before weights were kept with them its code alone is. */
export type LineThen =
  | KnownThen["lines"][number]
  | { sensorId: string; code: string; detector?: undefined; weightDb?: undefined };

/** A decision about a suspect, and what was known when it was made. */
export interface SuspectDecision {
  entry: DecisionEntry;
  /** Epoch milliseconds. */
  at: number;
  known: {
    source: "kept with the decision" | "the history of the suspect, which has no weights";
    scoreDb: number | null;
    band: Band | null;
    state: Suspect["state"] | null;
    priorDb: number | null;
    mitigations: KnownThen["mitigations"];
    lines: LineThen[];
    linesLeftOut: number;
    place: Place | null;
    /** What the decision covers. Addresses that were taken back since are not among them. */
    covers: DecidedOn | null;
  };
}

/** One decision about a suspect with what was known then; undefined when there is none of that number about it. */
export async function readSuspectDecision(
  state: StateReader,
  suspectId: string,
  decisionId: number,
): Promise<SuspectDecision | undefined> {
  const row = await state.db
    .selectFrom("decisions")
    .selectAll()
    .where("id", "=", decisionId)
    .where("suspect_id", "=", suspectId)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const past = await readPast(state, suspectId, { fromMs: row.at, toMs: row.at + 1 });
  const span = past.spans.at(-1);
  const place = span?.place === undefined ? null : (past.places[span.place] ?? null);
  const covers = row.decided_on === null ? null : (JSON.parse(row.decided_on) as DecidedOn);
  const kept = row.known === null ? undefined : (JSON.parse(row.known) as KnownThen);
  return {
    entry: asDecisionEntry(row),
    at: row.at,
    known:
      kept === undefined
        ? { ...(await fromHistory(state.db, row)), band: span?.band ?? covers?.band ?? null, place, covers }
        : { source: "kept with the decision", ...kept, place, covers },
  };
}

/** Rows of history that are looked through for what each sensor last said. */
const MOST_ROWS = 2_000;

/** What the history still tells of a decision that was made before anything was kept with it. */
async function fromHistory(db: Kysely<StateTables>, { suspect_id, at }: Selectable<StateTables["decisions"]>) {
  const rows = await db
    .selectFrom("suspect_changes")
    .select(["sensor_id", "state", "score_db", "codes"])
    .where("suspect_id", "=", suspect_id)
    .where("at", "<=", at)
    .where("sensor_id", "is not", null)
    .orderBy("id", "desc")
    .limit(MOST_ROWS)
    .execute();
  const last = new Map<string, (typeof rows)[number]>();
  for (const row of rows) if (!last.has(row.sensor_id ?? "")) last.set(row.sensor_id ?? "", row);
  const latest = [...last];
  const highest = Math.max(...latest.map(([, row]) => row.score_db));
  return {
    source: "the history of the suspect, which has no weights" as const,
    scoreDb: latest.length === 0 ? null : highest,
    state: (rows[0]?.state ?? null) as Suspect["state"] | null,
    priorDb: null,
    mitigations: [],
    lines: latest.flatMap(([sensorId, row]) => (JSON.parse(row.codes) as string[]).map((code) => ({ sensorId, code }))),
    linesLeftOut: 0,
  };
}

/**
 * Lines of evidence as they stand now, each with whether it was known then, and with which weight: one that has grown since is not told with the
 * weight of now alone.
 */
export function markedLines<Line extends { sensorId: string; detector: string; code: string }>(
  lines: readonly Line[],
  then: readonly LineThen[],
): (Line & { whenDecided: "known" | "later"; weightDbThen?: number | null })[] {
  return lines.map((line) => {
    const known = then.find(
      ({ sensorId, code, detector }) =>
        sensorId === line.sensorId && code === line.code && (detector === undefined || detector === line.detector),
    );
    return known === undefined
      ? { ...line, whenDecided: "later" }
      : { ...line, whenDecided: "known", weightDbThen: known.weightDb ?? null };
  });
}
