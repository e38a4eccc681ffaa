import { BAND_FROM_DB, type Finding, type FindingState, type HealthProblem } from "@probewarden/contract";
import { RecentTimes } from "../air/recent-times.ts";

/**
 * Reports of findings that leave the radio process, at most, in any minute. Whoever transmits decides how much there is to tell; what a
 * person can read, a telephone line carry and a disk keep is decided here. Each state has a share of its own, so that no flood of one
 * holds up another: what begins is told while others are only still heard.
 */
export const REPORTS_A_MINUTE: Readonly<Record<FindingState, number>> = {
  opened: 30,
  changed: 90,
  heard: 90,
  ended: 30,
};

/** All of them together: a figure for people. */
const ALL_REPORTS_A_MINUTE = Object.values(REPORTS_A_MINUTE).reduce((sum, it) => sum + it, 0);

/** Findings that wait at once. Subjects are fewer, and those that ended were opened at the same rate. */
const WAITING = 2_048;
const MINUTE_SECONDS = 60;
const STATES: readonly FindingState[] = ["opened", "changed", "ended", "heard"];

/**
 * Lets reports out as fast as is stated above. What has to wait is told later as it stands then: one report a finding, which says how
 * many it stands for. Nothing is lost but what was overtaken.
 */
export class ReportBudget {
  readonly #emit: (finding: Finding, atSeconds: number) => void;
  readonly #told: Readonly<Record<FindingState, RecentTimes>> = {
    opened: new RecentTimes(REPORTS_A_MINUTE.opened),
    changed: new RecentTimes(REPORTS_A_MINUTE.changed),
    heard: new RecentTimes(REPORTS_A_MINUTE.heard),
    ended: new RecentTimes(REPORTS_A_MINUTE.ended),
  };
  /** By the finding's id. */
  readonly #waiting = new Map<string, Finding>();
  readonly #waitingIn: Record<FindingState, number> = { opened: 0, changed: 0, heard: 0, ended: 0 };
  #overtaken = 0;
  #delayed = 0;

  constructor(emit: (finding: Finding, atSeconds: number) => void) {
    this.#emit = emit;
  }

  /** Findings that wait. */
  get waiting(): number {
    return this.#waiting.size;
  }

  /** Reports that were never sent because a later one of the same finding took their place, or found no room. */
  get overtaken(): number {
    return this.#overtaken;
  }

  /** What a person should know: whether reports had to wait since it was asked last. */
  takeProblems(): HealthProblem[] {
    const reports = this.#delayed;
    this.#delayed = 0;
    if (reports === 0) return [];
    return [
      {
        code: "reports-held-back",
        text: `more was found than may be told: ${reports} reports waited, and leave at ${ALL_REPORTS_A_MINUTE} a minute at most, findings first`,
        facts: { reports, "a-minute": ALL_REPORTS_A_MINUTE },
      },
    ];
  }

  /** Takes a report: it leaves at once, or waits. */
  offer(finding: Finding, atSeconds: number): void {
    const before = this.#waiting.get(finding.findingId);
    // An address that must be forgotten everywhere does not wait. There are no more of these than findings that named somebody.
    const mustLeave = finding.takenBack === true && before?.state !== "opened";
    // Who comes later does not overtake those that wait.
    const isNext = this.#waitingIn[finding.state] === 0 && this.#hasRoom(finding.state, atSeconds);
    if (before === undefined && (mustLeave || isNext)) return this.#send(finding, atSeconds);
    this.#delayed++;
    if (before === undefined) this.#wait(finding);
    else this.#overtake(before, finding);
    if (mustLeave) this.#release(finding.findingId, atSeconds);
  }

  /** What waits says no more what it said of an address: `without` gives a finding without it. */
  takeBack(without: (finding: Finding) => Finding): void {
    for (const [findingId, finding] of this.#waiting) this.#waiting.set(findingId, without(finding));
  }

  /** Once a second: what has waited leaves as far as there is room, the heaviest first. */
  tick(atSeconds: number): void {
    for (const state of STATES)
      while (this.#waitingIn[state] > 0 && this.#hasRoom(state, atSeconds))
        this.#release(this.#next(state) ?? "", atSeconds);
  }

  /** All that waits leaves now: the process stops, or a file has ended. */
  flush(atSeconds: number): void {
    for (const findingId of this.#waiting.keys()) this.#release(findingId, atSeconds);
  }

  #hasRoom(state: FindingState, atSeconds: number): boolean {
    const earliest = this.#told[state].nth(REPORTS_A_MINUTE[state]);
    // A clock that was set back closes nothing: what seems to lie in the future is over.
    return Math.abs(atSeconds - earliest) >= MINUTE_SECONDS;
  }

  #send(finding: Finding, atSeconds: number): void {
    this.#told[finding.state].add(atSeconds);
    this.#emit(finding, atSeconds);
  }

  #release(findingId: string, atSeconds: number): void {
    const finding = this.#waiting.get(findingId);
    if (finding === undefined) return;
    this.#forget(finding);
    this.#send(finding, atSeconds);
  }

  #wait(finding: Finding): void {
    if (this.#waiting.size >= WAITING) {
      const leaving = this.#waiting.get(this.#next("heard") ?? this.#lightest() ?? "");
      if (leaving !== undefined) this.#forget(leaving);
      this.#overtaken++;
    }
    this.#remember(finding);
  }

  #remember(finding: Finding): void {
    this.#waiting.set(finding.findingId, finding);
    this.#waitingIn[finding.state]++;
  }

  #forget(finding: Finding): void {
    this.#waiting.delete(finding.findingId);
    this.#waitingIn[finding.state]--;
  }

  #overtake(before: Finding, finding: Finding): void {
    this.#overtaken++;
    this.#forget(before);
    if (before.state === "opened" && finding.state === "ended") {
      // Nobody was told that it began.
      this.#overtaken++;
      return;
    }
    const takenBack = before.takenBack ?? finding.takenBack;
    this.#remember({
      ...finding,
      state: overtaking(before.state, finding.state),
      ...(takenBack === undefined ? {} : { takenBack }),
      heldBack: (before.heldBack ?? 0) + 1,
    });
  }

  /** Of those in one state, the heaviest. */
  #next(state: FindingState): string | undefined {
    let best: Finding | undefined;
    for (const finding of this.#waiting.values())
      if (finding.state === state && (best === undefined || weight(finding) > weight(best))) best = finding;
    return best?.findingId;
  }

  #lightest(): string | undefined {
    let lightest: Finding | undefined;
    for (const finding of this.#waiting.values())
      if (lightest === undefined || weight(finding) < weight(lightest)) lightest = finding;
    return lightest?.findingId;
  }
}

/** What two reports in a row come to: what began has still to be told as a beginning, and a change is more than a sign of life. */
function overtaking(before: FindingState, after: FindingState): FindingState {
  if (before === "opened" || after === "ended") return before === "opened" ? "opened" : "ended";
  return before === "changed" ? "changed" : after;
}

function weight(finding: Finding): number {
  return BAND_FROM_DB[finding.band];
}
