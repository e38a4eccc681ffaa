import type { EvaluationSummary } from "./evaluation.ts";
import { perHour, timeOf } from "./evaluation-text.ts";
import { upperExpectation } from "./poisson-bound.ts";
import { INNOCENT } from "../radio/detectors/bounds.ts";
import { boundOf, type Weight } from "../radio/detectors/weights.ts";

/** One row of the tables of weights in docs/detectors.md. */
export function weightRow({ code, suspicion, family, usedDb, basis, argument }: Weight): string {
  const { guilty, guiltyWith, innocentWith, ratioDb, boundDb } = boundOf(code);
  const cells = [
    `\`${code}\``,
    suspicion,
    family,
    `${guiltyWith} of ${guilty}`,
    `${innocentWith} of ${INNOCENT}`,
    ratioDb ?? "–",
    boundDb ?? "–",
    usedDb,
    basis,
    argument,
  ];
  return `| ${cells.join(" | ")} |`;
}

/** What recordings say of one detector: the line `Measured` of its section in docs/detectors.md. */
export function measuredLine(id: string, summary: EvaluationSummary): string {
  const { attacks, benignAirSeconds, captures, perDetector } = summary;
  const { found = 0, toFind = 0, ofThem = 0, falseAlarmsInBenign: wrong = 0 } = perDetector[id] ?? {};
  const hours = benignAirSeconds / 3600;
  const rate = perHour(upperExpectation(wrong) / hours);
  return `**Measured.** Of ${toFind} recorded attacks that it is there to find it had a part in finding ${ofThem}, and of ${attacks} of any kind in ${found}; ${wrong} wrong alarms in ${timeOf(hours)} of recorded air without an attack, so at most ${rate} an hour (95 %); ${captures} recordings.`;
}
