import type { Band, Evidence, Suspect } from "@probewarden/contract";
import type { Kysely } from "kysely";
import type { StateTables } from "../store/state/tables.ts";
import { readFindings, readSpeaking } from "./read-accusations.ts";
import { leadingFindings } from "./suspect-levels.ts";

/** Lines that are kept with a decision, the heaviest; how many more there were is said beside. */
export const MOST_KNOWN_LINES = 256;

/** A line of evidence as it stood: neither facts nor names nor frames, which an address that is taken back would have to be cut out of. */
export interface KnownLine extends Pick<
  Evidence,
  "detector" | "detectorVersion" | "family" | "code" | "weightDb" | "boundDb" | "basis" | "firstAt" | "lastAt"
> {
  sensorId: string;
}

/** What was known of a suspect when a person decided about it: codes and figures alone, for it stays for good. */
export interface KnownThen {
  scoreDb: number;
  band: Band;
  state: Suspect["state"];
  /** Of the finding with the highest score; null: no sensor held one any more. */
  priorDb: number | null;
  /** Of the same finding. */
  mitigations: { code: string; weightDb: number }[];
  /** The heaviest first. */
  lines: KnownLine[];
  linesLeftOut: number;
}

/** What is known of a suspect now, to be kept with a decision about it. */
export async function knownOf(
  db: Kysely<StateTables>,
  suspectId: string,
  { score_db, band, state }: { score_db: number; band: string; state: string },
): Promise<KnownThen> {
  const speaking = [...leadingFindings(await readSpeaking(db, suspectId)).values()].toSorted(
    (a, b) => Number(a.state === "ended") - Number(b.state === "ended") || b.scoreDb - a.scoreDb,
  );
  const findings = await readFindings({ db }, suspectId, speaking);
  const lines = findings
    .flatMap(({ sensorId, finding }) => finding.evidence.map((line) => asKnown(sensorId, line)))
    .toSorted((a, b) => b.weightDb - a.weightDb);
  const leading = findings[0]?.finding;
  return {
    scoreDb: score_db,
    band: band as Band,
    state: state as Suspect["state"],
    priorDb: leading?.priorDb ?? null,
    mitigations: (leading?.mitigations ?? []).map(({ code, weightDb }) => ({ code, weightDb })),
    lines: lines.slice(0, MOST_KNOWN_LINES),
    linesLeftOut: Math.max(0, lines.length - MOST_KNOWN_LINES),
  };
}

const asKnown = (sensorId: string, line: Evidence): KnownLine => ({
  sensorId,
  detector: line.detector,
  detectorVersion: line.detectorVersion,
  family: line.family,
  code: line.code,
  weightDb: line.weightDb,
  boundDb: line.boundDb,
  basis: line.basis,
  firstAt: line.firstAt,
  lastAt: line.lastAt,
});
