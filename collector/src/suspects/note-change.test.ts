import type { Evidence, Finding, Place } from "@probewarden/contract";
import { beforeEach, expect, test } from "vitest";
import { makeFinding } from "../intake/test-messages.ts";
import type { StateStore } from "../store/state/open-state.ts";
import { describeStates, keepOpen } from "../store/state/test-states.ts";
import { forgetChanges, isElsewhere } from "./note-change.ts";
import { readChanges } from "./read-changes.ts";
import { forgetFindings, judgeMessage } from "./test-judge.ts";

const MINUTE = 60_000;
const T0 = Date.parse("2026-11-24T08:00:00.000Z");
const iso = (ms: number): string => new Date(ms).toISOString();
const line = (code: string): Evidence => ({
  detector: "many-names",
  detectorVersion: 1,
  family: "names",
  code,
  weightDb: 20,
  boundDb: null,
  usedDb: 20,
  basis: "judged",
  facts: [],
  frames: [],
  names: [],
  firstAt: iso(T0),
  lastAt: iso(T0),
});

describeStates("a suspect's history in %s", (start) => {
  let state: StateStore;
  let seq = 0;
  keepOpen(start, (store) => {
    state = store;
  });
  beforeEach(() => forgetFindings(state));

  const say = async (sensorId: string, minute: number, over: Partial<Finding> = {}): Promise<string> => {
    const at = T0 + minute * MINUTE;
    const times = { firstHeardAt: iso(at), lastHeardAt: iso(at) };
    const finding = makeFinding(`of-${sensorId}`, {
      state: "heard",
      evidence: [line("five-names")],
      ...times,
      ...over,
    });
    return (await judgeMessage(state, { sensorId, finding, at, seq: ++seq }))?.suspectId ?? "";
  };

  test("has a row an hour while a finding only goes on, for each sensor that hears it", async () => {
    let id = "";
    for (let minute = 0; minute < 180; minute += 1)
      for (const sensorId of ["north", "south"]) id = await say(sensorId, minute);
    const changes = await readChanges(state, id);
    expect(changes.map(({ at, sensorId }) => [at.slice(11, 16), sensorId])).toEqual([
      ["10:00", "south"],
      ["10:00", "north"],
      ["09:00", "south"],
      ["09:00", "north"],
      ["08:00", "south"],
      ["08:00", "north"],
    ]);
  });

  test("has a row at once when band or evidence changes, and when a finding ends and comes back", async () => {
    await say("north", 0);
    await say("north", 1, { scoreDb: 15 });
    await say("north", 2, { scoreDb: 22 });
    await say("north", 3, { scoreDb: 22, evidence: [line("five-names"), line("all-names")] });
    await say("north", 4, { scoreDb: 22, evidence: [line("all-names"), line("five-names")] });
    await say("north", 5, { scoreDb: 22, state: "ended" });
    const id = await say("north", 6);
    expect((await readChanges(state, id)).map(({ state: at, band, codes }) => [at, band, codes])).toEqual([
      ["active", "suspected", ["five-names"]],
      ["ended", "strong", ["five-names"]],
      ["active", "strong", ["all-names", "five-names"]],
      ["active", "strong", ["five-names"]],
      ["active", "suspected", ["five-names"]],
    ]);
  });

  test("is bounded by number, the newest stay", async () => {
    let id = "";
    for (let minute = 0; minute < 20; minute += 1) id = await say("north", minute, { scoreDb: minute % 2 ? 22 : 12 });
    expect(await state.transaction((trx) => forgetChanges(trx, 5))).toBe(15);
    expect((await readChanges(state, id)).map(({ at }) => at.slice(14, 16))).toEqual(["19", "18", "17", "16", "15"]);
  });
});

test("a place is another one when floor, manner or nearest sensor differ, or it moved beyond its doubt", () => {
  const before: Place = {
    floorId: "ground",
    position: { x: 10, y: 10 },
    radiusMetres: 4,
    method: "grid",
    nearestSensorId: "north",
  };
  expect(isElsewhere(undefined, before)).toBe(true);
  expect(isElsewhere(before, { ...before, position: { x: 13, y: 10 }, radiusMetres: 3 })).toBe(false);
  expect(isElsewhere(before, { ...before, position: { x: 15, y: 10 } })).toBe(true);
  expect(isElsewhere(before, { ...before, nearestSensorId: "south" })).toBe(true);
  expect(isElsewhere(before, { ...before, floorId: "first" })).toBe(true);
});
