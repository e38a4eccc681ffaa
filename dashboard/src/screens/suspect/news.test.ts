import type { Place, SuspectChange } from "@probewarden/contract";
import { expect, test } from "vitest";
import { newsOf } from "./news.ts";

const row = (hour: number, more: Partial<SuspectChange> = {}): SuspectChange => ({
  at: `2026-11-24T${String(hour).padStart(2, "0")}:05:00.000Z`,
  sensorId: "door",
  state: "active",
  band: "suspected",
  scoreDb: 16,
  codes: ["burst"],
  ...more,
});
const place = (floorId: string): Place => ({
  floorId,
  position: { x: 1, y: 1 },
  radiusMetres: 4,
  method: "grid",
  nearestSensorId: "door",
});
const placed = (hour: number, floorId: string): SuspectChange => {
  const { sensorId: _, ...told } = row(hour, { place: place(floorId) });
  return told;
};
const said = ({ floorId }: Place): string => floorId;

test("rows that are written every hour while nothing changes are left out, and counted", () => {
  const { news, quiet } = newsOf([row(9), row(8), row(7)], said);
  expect(news.map(({ change }) => change.at)).toEqual([row(7).at]);
  expect(quiet).toBe(2);
});

test("what came, went, rose or ended is told, newest first, and each sensor is held against itself", () => {
  const changes = [
    row(10, { state: "ended" }),
    row(9, { codes: ["burst", "sustained"], band: "strong", scoreDb: 30 }),
    row(8, { sensorId: "atrium" }),
    row(7),
  ];
  const { news, quiet } = newsOf(changes, said);
  expect(quiet).toBe(0);
  expect(news.map(({ appeared, gone }) => [appeared, gone])).toEqual([
    [[], ["sustained"]],
    [["sustained"], []],
    [["burst"], []],
    [["burst"], []],
  ]);
});

test("a score that changed alone is told with the one before", () => {
  const [latest] = newsOf([row(8, { scoreDb: 12 }), row(7)], said).news;
  expect(latest?.scoreBefore).toBe(16);
});

test("a place that is said as before is no news; another floor is", () => {
  const { news, quiet } = newsOf([placed(9, "1F"), placed(8, "B1"), placed(7, "B1")], said);
  expect(news.map(({ change }) => change.place?.floorId)).toEqual(["1F", "B1"]);
  expect(quiet).toBe(1);
});
