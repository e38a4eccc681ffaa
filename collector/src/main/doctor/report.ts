import { printable } from "@probewarden/cli";
import type { CollectorProblem, CollectorProblemCode } from "@probewarden/contract";
import { isRefusing, wordsOf } from "../../health/problem.ts";

/** How a look came out. `unknown`: it could not be looked at, most often because this user may not, and nobody may take it for well. */
export type CheckState = "ok" | "warning" | "failed" | "unknown";

/** One thing that the doctor looked at. */
export interface DoctorCheck {
  /** Stable name, for scripts. */
  id: string;
  state: CheckState;
  /** The code that the screens and `/api/collectors` have for it, where there is one. */
  code?: CollectorProblemCode;
  /** What was found, in a sentence. */
  says: string;
  /** What to do about it. */
  todo?: string;
}

/** What `doctor` found. */
export interface DoctorReport {
  /** Nothing failed, and everything could be looked at: exit code 0. */
  isWell: boolean;
  checks: DoctorCheck[];
}

/** The report of these checks. */
export const reportOf = (checks: DoctorCheck[]): DoctorReport => ({
  isWell: checks.every(({ state }) => state === "ok" || state === "warning"),
  checks,
});

/** Faults that stop something without keeping messages from being taken. */
const FAILED: ReadonlySet<string> = new Set<CollectorProblemCode>([
  "venue-store-fails",
  "series-store-fails",
  "series-file-gone",
  "series-file-damaged",
  "series-server-away",
  "broker-away",
  "notices-fail",
]);

/** A problem in the words of the screens' log, as a check. What does not stop anything is a warning. */
export function checkOf(id: string, { code, text, facts }: CollectorProblem, state?: CheckState): DoctorCheck {
  const { what, todo } = wordsOf(code);
  const told = Object.entries(facts ?? {}).map(([name, value]) => `${name} ${value}`);
  const isStopping = isRefusing({ code }) || FAILED.has(code);
  return {
    id,
    state: state ?? (isStopping ? "failed" : "warning"),
    code,
    // What the broker says of itself is told in more exact words than those of the code.
    says: code === "broker-away" ? text : `${what}${told.length === 0 ? "" : ` (${told.join(", ")})`}`,
    ...(todo === "" ? {} : { todo }),
  };
}

const MARKS: Readonly<Record<CheckState, string>> = {
  ok: "ok     ",
  warning: "WARNING",
  failed: "FAILED ",
  unknown: "unknown",
};

/** The report as text for a terminal: one line a check, what to do beneath it, the conclusion last. */
export function formatReport({ checks, isWell }: DoctorReport): string {
  const lines = checks.flatMap(({ id, state, code, says, todo }) => [
    `${MARKS[state]}  ${id}: ${code === undefined ? "" : `[${code}] `}${printable(says)}`,
    ...(todo === undefined ? [] : [`         → ${todo}`]),
  ]);
  const isBlind = checks.some(({ state }) => state === "unknown");
  const failed = checks.some(({ state }) => state === "failed");
  const isDoubtful = checks.some(({ state }) => state === "warning");
  const conclusion = isWell
    ? isDoubtful
      ? "Nothing has failed; what is marked WARNING wants a look."
      : "This collector is well."
    : failed
      ? "This collector is not well; docs/operate.md says what to do for each code."
      : "What is `unknown` could not be looked at.";
  return [
    ...lines,
    "",
    conclusion,
    ...(failed && isBlind ? ["What is `unknown` could not be looked at."] : []),
    "",
  ].join("\n");
}
