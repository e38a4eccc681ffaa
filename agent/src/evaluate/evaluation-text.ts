import type { Detector } from "../radio/detectors/detector.ts";
import { weightsOf, type EvidenceCode } from "../radio/detectors/weights.ts";
import type { CaptureResult, DetectorCount, EvaluationSummary, SuspectedAs } from "./evaluation.ts";
import { upperExpectation } from "./poisson-bound.ts";

/** One capture as a line: what was suspected, how strongly, when, and what was wrong. */
export function describeCapture(result: CaptureResult): string {
  const wrong = result.falseAlarms.map((it) => `WRONG ALARM ${describeSuspected(it)}`);
  if (result.watched > 0) wrong.push(`${result.watched} to watch without a label`);
  if (result.plumbing) wrong.push("(made to try the plumbing: not counted)");
  return [result.capture.padEnd(40), (result.labels.join(" ") || "-").padEnd(14), verdictOf(result), ...wrong].join(
    "  ",
  );
}

function verdictOf({ found, suspected, afterSeconds }: CaptureResult): string {
  if (found === null) return "benign";
  if (!found) return "NOT FOUND";
  const when = afterSeconds === null ? "" : `, ${afterSeconds} s after the attack began`;
  return `found: ${suspected.map(describeSuspected).join("; ")}${when}`;
}

const describeSuspected = ({ suspicion, scoreDb, band, detectors }: SuspectedAs): string =>
  `${suspicion} ${band} +${scoreDb} dB by ${detectors.join(", ")}`;

/** What the words of the lines and of the table mean. */
const LEGEND = [
  "found: a suspect from +10 dB up answers a label · benign: nothing was there to find · WRONG ALARM: a suspect from +10 dB up that answers",
  "no label, or that accuses one of the venue's own access points · to watch: a weaker one, of which nobody is told",
  "recall: attacks that the detector is there to find, and in how many of these it had a part · part in: attacks of any kind that it had a part in",
  "weight: its lightest and heaviest line of evidence · labels and detectors: docs/detectors.md",
];

/** All captures: what was found and how soon, and a row for each detector. */
export function describeSummary(summary: EvaluationSummary, detectors: readonly Detector[]): string {
  const { captures, attacks, found, falseAlarms, watched, plumbing, benignSeconds, benignAirSeconds, afterSeconds } =
    summary;
  const hours = benignAirSeconds / 3600;
  const sorted = afterSeconds.toSorted((left, right) => left - right);
  const median = sorted[Math.floor(sorted.length / 2)];
  const rows = detectors.map((detector) => rowOf(detector, summary.perDetector[detector.id], hours));
  return [
    `${captures} captures: ${found} of ${attacks} attacks found, ${falseAlarms} wrong alarms, ${watched} to watch`,
    ...(median === undefined ? [] : [`found ${median} s after the attack began (median of ${sorted.length})`]),
    ...(plumbing === 0 ? [] : [`${plumbing} captures made to try the plumbing are told above and not counted`]),
    `${timeOf(hours)} of air without an attack; the rate in brackets is the upper 95 % bound`,
    ...(timeOf(hours) === timeOf(benignSeconds / 3600)
      ? []
      : [
          `(of ${timeOf(benignSeconds / 3600)} of such recordings: in the rest no access point was heard, and nobody could be accused)`,
        ]),
    "",
    ...tableOf([["detector", "recall", "part in", "wrong alarms", "per hour of benign air", "weight"], ...rows]),
    "",
    ...LEGEND,
  ].join("\n");
}

/** Hours as a person reads them. */
export const timeOf = (hours: number): string =>
  hours < 1 ? `${(60 * hours).toFixed(1)} min` : `${hours.toFixed(1)} h`;

function rowOf({ id, evidence }: Detector, count: DetectorCount | undefined, hours: number): string[] {
  const { found = 0, toFind = 0, ofThem = 0, falseAlarms = 0, falseAlarmsInBenign = 0 } = count ?? {};
  const rate =
    hours === 0
      ? "–"
      : `${perHour(falseAlarmsInBenign / hours)} (≤ ${perHour(upperExpectation(falseAlarmsInBenign) / hours)})`;
  return [id, `${ofThem} of ${toFind}`, `${found}`, `${falseAlarms}`, rate, weightOf(evidence.map(({ code }) => code))];
}

/** A rate an hour, to two digits. */
export const perHour = (rate: number): string => (rate === 0 ? "0" : rate < 10 ? rate.toPrecision(2) : rate.toFixed());

/** Lightest and heaviest line of evidence, in decibans as used. */
function weightOf(codes: readonly string[]): string {
  const used = codes.flatMap((code) => weightsOf(code as EvidenceCode).map(({ usedDb }) => usedDb));
  if (used.length === 0) return "none";
  const [least, most] = [Math.min(...used), Math.max(...used)];
  return least === most ? `+${most} dB` : `+${least} to +${most} dB`;
}

function tableOf(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join("  ")
      .trimEnd(),
  );
}
