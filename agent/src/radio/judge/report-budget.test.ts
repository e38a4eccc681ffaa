import type { Finding, FindingState } from "@probewarden/contract";
import { expect, test } from "vitest";
import { findingWithout } from "./finding-message.ts";
import { ReportBudget, REPORTS_A_MINUTE } from "./report-budget.ts";

function setUp() {
  const told: { finding: Finding; at: number }[] = [];
  return { told, budget: new ReportBudget((finding, at) => void told.push({ finding, at })) };
}

const finding = (index: number, state: FindingState, more: Partial<Finding> = {}): Finding => ({
  findingId: `f-${index}`,
  suspectId: `s-${index}`,
  suspicion: "probe-box",
  state,
  scoreDb: 12,
  highestDb: 12,
  band: "suspected",
  priorDb: -30,
  firstHeardAt: "2027-01-15T08:00:00.000Z",
  lastHeardAt: "2027-01-15T08:00:00.000Z",
  transmitters: [],
  transmitterCount: 1,
  targets: [],
  evidence: [],
  mitigations: [],
  ...more,
});

test("what is within the stated number leaves at once and as it is", () => {
  const { told, budget } = setUp();
  for (let index = 0; index < REPORTS_A_MINUTE.opened; index++) budget.offer(finding(index, "opened"), 100);
  expect(told).toHaveLength(REPORTS_A_MINUTE.opened);
  expect(told.every((it) => it.finding.heldBack === undefined)).toBe(true);
  expect(budget.waiting).toBe(0);
});

test("no minute tells more than is stated, however many there are, and nothing that waits is lost", () => {
  const { told, budget } = setUp();
  for (let at = 0; at < 600; at++) {
    for (let index = 0; index < 5; index++) budget.offer(finding(at * 5 + index, "opened"), at);
    budget.tick(at);
  }
  for (let from = 0; from < 600; from++) {
    const minute = told.filter(({ at }) => at >= from && at < from + 60);
    expect(minute.length).toBeLessThanOrEqual(REPORTS_A_MINUTE.opened);
  }
  expect(told.length + budget.waiting + budget.overtaken).toBe(3_000);
  expect(budget.waiting).toBe(2_048);
});

test("a finding that waits is told once, in its latest state, with how many reports that stands for", () => {
  const { told, budget } = setUp();
  for (let index = 0; index < REPORTS_A_MINUTE.opened; index++) budget.offer(finding(index, "opened"), 100);
  budget.offer(finding(99, "opened"), 101);
  budget.offer(finding(99, "changed", { scoreDb: 20, band: "strong" }), 102);
  budget.offer(finding(99, "heard", { scoreDb: 22, band: "strong" }), 103);
  budget.tick(159);
  expect(told).toHaveLength(REPORTS_A_MINUTE.opened);
  budget.tick(160);
  expect(told.at(-1)).toMatchObject({
    at: 160,
    finding: { findingId: "f-99", state: "opened", scoreDb: 22, heldBack: 2 },
  });
  expect(budget.waiting).toBe(0);
});

test("of those that wait the heaviest leaves first, and signs of life hold up no beginning", () => {
  const { told, budget } = setUp();
  for (let index = 0; index < 500; index++) budget.offer(finding(index, "heard"), 100);
  for (let index = 500; index < 500 + REPORTS_A_MINUTE.opened; index++) budget.offer(finding(index, "opened"), 101);
  expect(told.filter((it) => it.finding.state === "opened")).toHaveLength(REPORTS_A_MINUTE.opened);
  budget.offer(finding(601, "opened", { band: "watch" }), 102);
  budget.offer(finding(602, "opened", { band: "strong" }), 103);
  budget.tick(161);
  const opened = told.filter((it) => it.at === 161 && it.finding.state === "opened");
  expect(opened.map((it) => it.finding.findingId)).toEqual(["f-602", "f-601"]);
});

test("what began and ended while it waited is told to nobody, and counted", () => {
  const { told, budget } = setUp();
  for (let index = 0; index < REPORTS_A_MINUTE.opened; index++) budget.offer(finding(index, "opened"), 100);
  budget.offer(finding(99, "opened"), 101);
  budget.offer(finding(99, "ended"), 102);
  budget.tick(200);
  expect(told.some((it) => it.finding.findingId === "f-99")).toBe(false);
  expect(budget.overtaken).toBe(2);
});

test("an address that is taken back does not wait", () => {
  const { told, budget } = setUp();
  for (let index = 0; index <= REPORTS_A_MINUTE.changed; index++) budget.offer(finding(index, "changed"), 100);
  budget.offer(finding(7, "changed", { takenBack: true }), 100);
  expect(told.at(-1)?.finding).toMatchObject({ findingId: "f-7", takenBack: true });
  budget.offer(finding(REPORTS_A_MINUTE.changed, "changed", { takenBack: true }), 100);
  expect(told.at(-1)?.finding).toMatchObject({ findingId: `f-${REPORTS_A_MINUTE.changed}`, takenBack: true });
  expect(budget.waiting).toBe(0);
});

test("what waits names an address no more that was taken back", () => {
  const { told, budget } = setUp();
  const PHONE = "26:23:71:06:e6:ef";
  for (let index = 0; index <= REPORTS_A_MINUTE.opened; index++)
    budget.offer(finding(index, "opened", { transmitters: [PHONE, "00:0c:43:7e:37:18"], targets: [PHONE] }), 100);
  budget.takeBack((it) => findingWithout(it, PHONE));
  budget.flush(101);
  expect(told.at(-1)?.finding).toMatchObject({ transmitters: ["00:0c:43:7e:37:18"], targets: [] });
});

test("a clock that is set back holds nothing up, and the end of a file tells all that waits", () => {
  const { told, budget } = setUp();
  for (let index = 0; index < 40; index++) budget.offer(finding(index, "opened"), 90_000);
  budget.tick(100);
  expect(told).toHaveLength(40);
  for (let index = 40; index < 80; index++) budget.offer(finding(index, "opened"), 100);
  budget.flush(100);
  expect(told).toHaveLength(80);
});

test("the delays since the last question are told once", () => {
  const { budget } = setUp();
  for (let index = 0; index < 40; index++) budget.offer(finding(index, "opened"), 100);
  expect(budget.takeProblems().map(({ facts }) => facts)).toEqual([{ reports: 10, "a-minute": 240 }]);
  expect(budget.takeProblems()).toEqual([]);
});
