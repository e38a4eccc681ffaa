import { BAND_FROM_DB, type SuspectDetail } from "@probewarden/contract";
import { readAlertSteps, readAlerts } from "../alerts/read-alerts.ts";
import type { SeriesStore } from "../store/series/series-store.ts";
import { readDecisionFile } from "../store/decision-files.ts";
import type { StateReader } from "../store/state/open-state.ts";
import { asJson, asJsonLines, type PackageMember } from "./write-package.ts";

const JSON_LINES = "application/jsonl";
/** Minutes with a level that a package holds, all sensors together; where there are more, several are taken together. */
const MOST_POINTS = 60_000;
const FEWEST_POINTS = 10;
const MOST_POINTS_EACH = 2_000;
/** Alerts of one suspect that a package holds, the latest raised. */
export const MOST_ALERTS = 200;

/** What the record has about a suspect, as files. */
export async function suspectMembers(
  state: StateReader,
  series: SeriesStore,
  { suspect, priorDb, evidence, mitigations, withdrawn = [], history, changes }: SuspectDetail,
  { now, keptMs, alertIds }: { now: number; keptMs: number; alertIds: readonly string[] },
): Promise<PackageMember[]> {
  const { sensors } = await state.db
    .selectFrom("sensors")
    .select((select) => select.fn.countAll<number | string>().as("sensors"))
    .where("venue_id", "=", suspect.venueId)
    .executeTakeFirstOrThrow();
  const share = Math.floor(MOST_POINTS / Math.max(1, Number(sensors)));
  const each = Math.max(FEWEST_POINTS, Math.min(MOST_POINTS_EACH, share));
  const from = Math.max(Date.parse(suspect.firstHeardAt), now - keptMs);
  const levels = await series.levels(suspect.venueId, suspect.transmitters, from, now, each);
  const alerts = await readAlerts(state, { alertIds });
  const told = [];
  for (const alert of alerts) told.push({ alert, steps: await readAlertSteps(state, alert.alertId) });
  const documents: PackageMember[] = [];
  for (const { name, sha256, mediaType } of new Map(
    history.flatMap(({ file }) => (file === undefined ? [] : [[file.sha256, file]])),
  ).values()) {
    const kept = await readDecisionFile(state.db, suspect.venueId, sha256);
    const [, ending = "bin"] = mediaType.split("/");
    if (kept !== undefined)
      documents.push({
        name: `documents/${sha256}.${ending}`,
        type: mediaType,
        holds: `a document that a decision rests on, as it was given: ${name}`,
        data: kept.octets,
      });
  }
  return [
    ...documents,
    { name: "suspect.json", type: "application/json", holds: "the suspect as it stands", data: asJson(suspect) },
    {
      name: "evidence.jsonl",
      type: JSON_LINES,
      holds:
        "each line of evidence: sensor, detector and its version, weight in decibans with its basis, figures, redacted frames",
      data: asJsonLines(evidence),
    },
    {
      name: "judgement.json",
      type: "application/json",
      holds: "what the lines were added to, and from which sum on a band holds, in decibans; what was taken back",
      data: asJson({ priorDb, bandsFromDb: BAND_FROM_DB, mitigations, withdrawn }),
    },
    {
      name: "levels.json",
      type: "application/json",
      holds: "its level at each sensor: [epoch milliseconds, 10th percentile, median, 90th percentile in dBm, frames]",
      data: asJson(levels),
    },
    {
      name: "history.jsonl",
      type: JSON_LINES,
      holds: "what changed about it and where it was placed, the latest first",
      data: asJsonLines(changes),
    },
    {
      name: "decisions.jsonl",
      type: JSON_LINES,
      holds: "what people decided, the latest first",
      data: asJsonLines(history),
    },
    {
      name: "alerts.jsonl",
      type: JSON_LINES,
      holds: "alerts about it and each step of theirs",
      data: asJsonLines(told),
    },
  ];
}
