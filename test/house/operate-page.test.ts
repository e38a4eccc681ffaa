import { readFileSync } from "node:fs";
import {
  COLLECTOR_PROBLEM_CODES,
  DEAD_LETTER_REASONS,
  HEALTH_PROBLEM_CODES,
  Outage,
  SENSOR_DOUBT_CODES,
  SENSOR_REFUSAL_CODES,
} from "@probewarden/contract";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { Metrics } from "../../collector/src/health/metrics.ts";
import { isRefusing } from "../../collector/src/health/problem.ts";
import { makeCollectorRow } from "../../collector/src/health/test-row.ts";
import { ROOT } from "../road/sandbox.ts";

const page = readFileSync(`${ROOT}docs/operate.md`, "utf8");

/** The first column of the table below a heading. */
function firstColumn(heading: string): string[] {
  const section = page.split(/^## /m).find((text) => text.startsWith(`${heading}\n`));
  if (section === undefined) throw new Error(`docs/operate.md has no section ${heading}`);
  const rows = section.split("\n").filter((line) => line.startsWith("|"));
  return rows.slice(2).map((line) => line.split("|")[1]?.trim() ?? "");
}
const codesBelow = (heading: string): string[] => firstColumn(heading).map((cell) => cell.replaceAll(/[*`]/g, ""));

const { groups } = parse(readFileSync(`${ROOT}configs/prometheus/probewarden.rules.yml`, "utf8")) as {
  groups: { rules: { alert: string }[] }[];
};
const ALARMS = groups.flatMap(({ rules }) => rules.map(({ alert }) => alert));
const OUTAGES = Outage.properties.kind.anyOf.map((kind) => kind.const);

test.each<[string, readonly string[]]>([
  ["Faults of a collector", COLLECTOR_PROBLEM_CODES],
  ["Outages that people are told of", OUTAGES],
  ["Problems of a sensor", HEALTH_PROBLEM_CODES],
  ["Why a sensor stands as it does", SENSOR_DOUBT_CODES],
  ["What is refused to a sensor", SENSOR_REFUSAL_CODES],
  ["Dead letters", DEAD_LETTER_REASONS],
  ["Alarms of Prometheus", ALARMS],
])("the page's table of %s has each code once, and no other", (heading, codes) => {
  expect(codesBelow(heading).toSorted()).toEqual([...codes].toSorted());
});

test("the page marks the faults with which new data is refused, and no other", () => {
  const marked = firstColumn("Faults of a collector").filter((cell) => cell.startsWith("**"));
  expect(marked.map((cell) => cell.replaceAll(/[*`]/g, "")).toSorted()).toEqual(
    COLLECTOR_PROBLEM_CODES.filter((code) => isRefusing({ code })).toSorted(),
  );
});

test("each row says what to do, or what was refused", () => {
  const rows = page.split("\n").filter((line) => /^\| (\*\*)?`[A-Za-z-]+`/.test(line));
  expect(rows.length).toBeGreaterThan(90);
  for (const row of rows)
    expect(
      row
        .split("|")
        .slice(2, -1)
        .every((cell) => cell.trim().length > 3),
      row,
    ).toBe(true);
});

test("the page's table of metrics is what /metrics answers, without Node's own", async () => {
  const metrics = new Metrics(() => makeCollectorRow({ faults: [{ code: "disk-slow", text: "x" }] }));
  const names = [...(await metrics.text()).matchAll(/^# TYPE (\S+)/gm)].map((match) => match[1] ?? "");
  metrics.stop();
  expect(codesBelow("Metrics").toSorted()).toEqual(
    names.filter((name) => !name.startsWith("probewarden_process_")).toSorted(),
  );
});
