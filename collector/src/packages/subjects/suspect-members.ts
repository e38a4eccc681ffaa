import { BAND_FROM_DB, type SuspectDetail } from "@probewarden/contract";
import type { KeptExcerpt } from "../../excerpts/read-excerpts.ts";
import type { PackageMember } from "../package-member.ts";
import { documentMembers, jsonMember, linesMember, readTold } from "./common-members.ts";
import { linesInCaptures } from "./lines-in-captures.ts";
import type { SubjectParts } from "./package-subject.ts";
import { markedLines, type SuspectDecision } from "./suspect-decision.ts";
import { markedByTime, markedDecisions } from "./when-decided.ts";

/** Minutes with a level that a package holds, all sensors together; where there are more, several are taken together. */
const MOST_POINTS = 60_000;
const FEWEST_POINTS = 10;
const MOST_POINTS_EACH = 2_000;

/** What the record has about a suspect, as files; of a decision with marks of what was known when it was made. */
export async function suspectMembers(
  parts: SubjectParts,
  { suspect, priorDb, evidence, mitigations, withdrawn = [], history, changes }: SuspectDetail,
  {
    alertIds,
    decision,
    excerpts,
  }: { alertIds: readonly string[]; decision: SuspectDecision | undefined; excerpts: readonly KeptExcerpt[] },
): Promise<PackageMember[]> {
  const { db } = parts.state;
  const documents = decision === undefined ? history : [decision.entry, ...history];
  return [
    ...(await documentMembers(db, suspect.venueId, documents)),
    ...(decision === undefined
      ? []
      : [
          jsonMember("decision.json", "the decision, and what was known when it was made", {
            decision: decision.entry,
            known: decision.known,
          }),
        ]),
    jsonMember(
      "suspect.json",
      decision === undefined ? "the suspect as it stands" : "the suspect as it stands now, and not when it was decided",
      suspect,
    ),
    linesMember(
      "evidence.jsonl",
      "each line of evidence: sensor, detector and its version, weight in decibans with its basis, figures, redacted frames; which captures give it again, and why none does",
      linesInCaptures(decision === undefined ? evidence : markedLines(evidence, decision.known.lines), excerpts),
    ),
    jsonMember(
      "judgement.json",
      "what the lines were added to, and from which sum on a band holds, in decibans; what was taken back",
      {
        priorDb,
        bandsFromDb: BAND_FROM_DB,
        mitigations,
        withdrawn: markedByTime(withdrawn, decision?.at, ({ at }) => at),
      },
    ),
    jsonMember(
      "levels.json",
      "its level at each sensor: [epoch milliseconds, 10th percentile, median, 90th percentile in dBm, frames]",
      await levelsOf(parts, suspect),
    ),
    linesMember(
      "history.jsonl",
      "what changed about it and where it was placed, the latest first",
      markedByTime(changes, decision?.at, ({ at }) => at),
    ),
    linesMember(
      "decisions.jsonl",
      "what people decided, the latest first",
      markedDecisions(history, decision?.entry.decisionId),
    ),
    linesMember(
      "alerts.jsonl",
      "alerts about it and each step of theirs",
      await readTold(parts.state, alertIds, decision?.at),
    ),
  ];
}

/** Its levels as long as they are kept, so coarse that all sensors together stay within bounds. */
async function levelsOf({ state, series, now, keptMs }: SubjectParts, suspect: SuspectDetail["suspect"]) {
  const { sensors } = await state.db
    .selectFrom("sensors")
    .select((select) => select.fn.countAll<number | string>().as("sensors"))
    .where("venue_id", "=", suspect.venueId)
    .executeTakeFirstOrThrow();
  const share = Math.floor(MOST_POINTS / Math.max(1, Number(sensors)));
  const each = Math.max(FEWEST_POINTS, Math.min(MOST_POINTS_EACH, share));
  const from = Math.max(Date.parse(suspect.firstHeardAt), now - keptMs);
  return series.levels(suspect.venueId, suspect.transmitters, from, now, each);
}
