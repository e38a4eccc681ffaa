import { BAND_FROM_DB, bandOf, type Band, type Finding, type Suspicion } from "@probewarden/contract";

/** A suspect as the last line of `replay --jsonl` says it. */
export interface SuspectSummary {
  suspectId: string;
  suspicion: Suspicion;
  /** Highest score reached, in decibans. */
  scoreDb: number;
  band: Band;
  /** Capture second, from the first frame, at which it first reached +10 dB, or else its band's limit. */
  firstAtSeconds: number;
  transmitters: string[];
  transmitterCount: number;
  targets: string[];
  evidence: { detector: string; family: string; code: string; weightDb: number }[];
}

/** Gathers findings into one entry per suspect and suspicion. */
export class SuspectSummaries {
  readonly #suspects = new Map<string, SuspectSummary>();
  /** The finding that argued each one's highest score, the latest of these. */
  readonly #arguments = new Map<string, Finding>();

  /** Takes a finding that was made at `sinceStart` seconds after the first frame. */
  add(finding: Finding, sinceStart: number): void {
    const key = `${finding.suspectId} ${finding.suspicion}`;
    const known = this.#suspects.get(key);
    const scoreDb = Math.max(finding.highestDb, known?.scoreDb ?? -Infinity);
    const band = bandOf(scoreDb) ?? finding.band;
    const limit = BAND_FROM_DB.suspected;
    if (finding.scoreDb >= (this.#arguments.get(key)?.scoreDb ?? -Infinity)) this.#arguments.set(key, finding);
    const isFirst = known === undefined || (known.scoreDb < limit && scoreDb >= limit);
    this.#suspects.set(key, {
      suspectId: finding.suspectId,
      suspicion: finding.suspicion,
      scoreDb,
      band,
      firstAtSeconds: isFirst ? round(sinceStart) : known.firstAtSeconds,
      transmitters: finding.transmitters,
      transmitterCount: finding.transmitterCount,
      targets: finding.targets,
      evidence: finding.evidence.map(({ detector, family, code, weightDb }) => ({ detector, family, code, weightDb })),
    });
  }

  /** Heaviest first. */
  list(): SuspectSummary[] {
    return this.argued().map(({ suspect }) => suspect);
  }

  /** The same, each with the finding that argued its highest score. */
  argued(): { suspect: SuspectSummary; argument: Finding }[] {
    return [...this.#suspects]
      .flatMap(([key, suspect]) => {
        const argument = this.#arguments.get(key);
        return argument === undefined ? [] : [{ suspect, argument }];
      })
      .toSorted((left, right) => right.suspect.scoreDb - left.suspect.scoreDb);
  }
}

function round(seconds: number): number {
  return Math.max(0, Math.round(seconds * 1000) / 1000);
}
