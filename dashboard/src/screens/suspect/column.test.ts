import type { SuspectDetail } from "@probewarden/contract";
import { expect, test } from "vitest";
import { columnOf } from "./column.ts";

const line = (sensorId: string, family: string, code: string, weightDb: number): SuspectDetail["evidence"][number] => ({
  sensorId,
  family,
  code,
  weightDb,
  usedDb: weightDb,
  boundDb: null,
  basis: "judged",
  detector: "many-names",
  detectorVersion: 1,
  facts: [],
  frames: [],
  names: [],
  firstAt: "2026-01-01T00:00:00.000Z",
  lastAt: "2026-01-01T00:00:00.000Z",
});

test("prior, best of each family and mitigations add up to the score", () => {
  const column = columnOf({
    priorDb: -30,
    evidence: [line("a", "names", "x", 38), line("a", "shape", "y", 12)],
    mitigations: [{ code: "licensed", weightDb: -20 }],
  });
  expect(column.totalDb).toBe(0);
  expect(column.lines.map(({ weightDb }) => weightDb)).toEqual([38, 12, -20, -30]);
});

test("the second line of a family stands aside and is not added", () => {
  const column = columnOf({
    priorDb: -30,
    evidence: [line("a", "names", "x", 38), line("a", "names", "y", 25)],
    mitigations: [],
  });
  expect(column.totalDb).toBe(8);
  expect(column.aside).toMatchObject([{ counts: false, why: "family" }]);
});

test("what another sensor saw is not added, however heavy", () => {
  const column = columnOf({
    priorDb: -30,
    evidence: [line("a", "names", "x", 38), line("b", "names", "x", 40)],
    mitigations: [],
  });
  expect(column.totalDb).toBe(8);
  expect(column.aside).toMatchObject([{ counts: false, why: "other-sensor" }]);
});

test("without evidence the prior stands alone", () => {
  expect(columnOf({ priorDb: -30, evidence: [], mitigations: [] })).toMatchObject({ totalDb: -30 });
});
