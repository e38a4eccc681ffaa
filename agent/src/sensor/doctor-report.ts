/** How a check came out. `unknown`: it could not be looked at, which is said and is no failure. */
export type CheckState = "ok" | "warning" | "failed" | "unknown";

/** One thing that doctor looked at. */
export interface DoctorCheck {
  /** Stable name, for scripts. */
  id: string;
  state: CheckState;
  /** What was found, in a sentence. */
  says: string;
  /** What to do about it. */
  todo?: string;
  /** Stable name of the cause, where a check fails for several. */
  code?: string;
}

/** What `doctor` found. `canListen` and {@link hasFailed} decide the exit code. */
export interface DoctorReport {
  canListen: boolean;
  checks: DoctorCheck[];
  /** What nobody has tried on hardware yet, so that nobody is surprised on the ladder. */
  notTried: string[];
}

const MARKS: Record<CheckState, string> = { ok: "ok     ", warning: "WARNING", failed: "FAILED ", unknown: "unknown" };

/** Whether anything is to be mended before the sensor does all that it is for. */
export const hasFailed = ({ checks }: DoctorReport): boolean => checks.some(({ state }) => state === "failed");

/** The report as text for a terminal: one line a check, what to do beneath it, the conclusion last. */
export function formatDoctor(report: DoctorReport): string {
  const lines = report.checks.flatMap(({ id, state, says, todo }) => [
    `${MARKS[state]}  ${id}: ${says}`,
    ...(todo === undefined ? [] : [`         → ${todo}`]),
  ]);
  const listens = hasFailed(report)
    ? "This sensor can listen; what failed above keeps it from the rest."
    : "This sensor can listen.";
  const conclusion = report.canListen ? listens : "This sensor cannot listen yet.";
  const notTried = report.notTried.map((what) => `         - ${what}`);
  const untried = notTried.length === 0 ? [] : ["", "Not tried on hardware by its makers:", ...notTried];
  return [...lines, ...untried, "", conclusion, ""].join("\n");
}
