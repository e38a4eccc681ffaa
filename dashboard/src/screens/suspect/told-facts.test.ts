import type { Fact, SuspectDetail } from "@probewarden/contract";
import { expect, test } from "vitest";
import { toldFacts } from "./told-facts.ts";

const counted: Fact[] = [
  { name: "distinct-names", value: 9 },
  { name: "names-echoed-to-the-asker", value: 0 },
  { name: "names-beaconed", value: 2 },
  { name: "names-answered-but-never-beaconed", value: 7 },
];
const line = (code: string, sensorId = "a", facts = counted): SuspectDetail["evidence"][number] => ({
  sensorId,
  family: code,
  code,
  weightDb: 30,
  usedDb: 30,
  boundDb: null,
  basis: "judged",
  detector: "many-names",
  detectorVersion: 1,
  facts,
  frames: [],
  names: [],
  firstAt: "2026-01-01T00:00:00.000Z",
  lastAt: "2026-01-01T00:00:00.000Z",
});
const told = (...lines: SuspectDetail["evidence"]) =>
  [...toldFacts(lines).values()].map(({ deciding, others }) => [
    deciding.map(({ name }) => name),
    others.map(({ name }) => name),
  ]);

test("each figure stands once: under the line that rests on it, the rest folded under the first; zeros nowhere", () => {
  expect(told(line("five-names"), line("unadvertised-names"), line("three-names"))).toEqual([
    [["distinct-names"], ["names-beaconed"]],
    [["names-answered-but-never-beaconed"], []],
    [[], []],
  ]);
});

test("the same figure of another sensor is another figure", () => {
  expect(told(line("five-names", "a"), line("five-names", "b"))[1]?.[0]).toEqual(["distinct-names"]);
});

test("a line that is not known here shows all of its figures", () => {
  expect(told(line("of-tomorrow", "a", [{ name: "of-tomorrow", value: 3 }]))).toEqual([[["of-tomorrow"], []]]);
});

test("a code that is a name on every object is like any other that is not known here", () => {
  for (const code of ["constructor", "toString", "__proto__", "valueOf", "hasOwnProperty"])
    expect(told(line(code, "a", [{ name: code, value: 3 }]))).toEqual([[[code], []]]);
});
