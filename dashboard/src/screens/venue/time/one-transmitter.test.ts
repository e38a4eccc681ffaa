import type { Floor, Place, SuspectSpan, SuspectTimeline } from "@probewarden/contract";
import { expect, test } from "vitest";
import { activitySteps } from "./activity.ts";
import { exposureField } from "./exposure.ts";
import { knownAt } from "./known-at.ts";
import { transmittersOf, unitedTimelines } from "./one-transmitter.ts";

const HOUR = 3_600_000;
const floor: Floor = { floorId: "g", name: "G", widthMetres: 30, heightMetres: 20 };
const place: Place = {
  floorId: "g",
  position: { x: 15, y: 10 },
  radiusMetres: 6,
  method: "grid",
  nearestSensorId: "n",
};
const span = (from: number, until: number, over: Partial<SuspectSpan> = {}): SuspectSpan => ({
  fromMs: from * HOUR,
  untilMs: until * HOUR,
  state: "active",
  band: "suspected",
  scoreDb: 12,
  settled: false,
  place: 0,
  ...over,
});
const timeline = (suspectId: string, spans: SuspectSpan[], over: Partial<SuspectTimeline> = {}): SuspectTimeline => ({
  suspectId,
  suspicion: "probe-box",
  spans,
  places: [{ ...place }],
  ...over,
});
const box = timeline("box", [span(0, 4, { band: "strong", scoreDb: 22 })]);
const poses = timeline("poses", [span(1, 6)], { suspicion: "impostor" });
const other = timeline("other", [span(0, 6)]);
const transmitterOf = new Map([
  ["box", "one"],
  ["poses", "one"],
]);

test("a box that is suspected of two things stands once, with both; who is in no list stands by itself", () => {
  const at = (hour: number) =>
    transmittersOf(knownAt([box, poses, other], hour * HOUR), transmitterOf).map(({ timeline: own, others }) => [
      own.suspectId,
      ...others.map((one) => one.timeline.suspectId),
    ]);
  expect(at(2)).toEqual([["box", "poses"], ["other"]]);
  expect(at(0)).toEqual([["box"], ["other"]]);
  expect(at(5)).toEqual([["other"], ["poses"]]);
});

test("what nobody had settled leads, and stands where the other is thought to be", () => {
  const settled = timeline("box", [span(0, 4, { scoreDb: 30, settled: true })]);
  const unplaced = timeline("poses", [{ ...span(0, 4), place: undefined }] as unknown as SuspectSpan[]);
  const [known] = transmittersOf(knownAt([settled, unplaced], HOUR), transmitterOf);
  expect([known?.timeline.suspectId, known?.place]).toEqual(["poses", place]);
});

test("the strip counts it once, by the heavier of the two, and goes on with the one that lasts", () => {
  const window = { fromMs: 0, toMs: 6 * HOUR, step: "1h" as const };
  const steps = (suspects: ReturnType<typeof unitedTimelines>) =>
    activitySteps({ suspects, sensors: [] }, window, HOUR).map(({ active, band }) => `${active} ${band}`);
  expect(steps(unitedTimelines([box, poses], transmitterOf))).toEqual([
    ...Array<string>(4).fill("1 strong"),
    ...Array<string>(2).fill("1 suspected"),
  ]);
  expect(steps([box, poses])[2]).toBe("2 strong");
});

test("one box with two suspects exposes nobody for longer than with one", () => {
  const over = { fromMs: 0, untilMs: 4 * HOUR, reachMetres: 5 };
  const alone = exposureField([box], floor, over);
  const both = exposureField(unitedTimelines([box, poses], transmitterOf), floor, over);
  expect([...both.hours]).toEqual([...alone.hours]);
  expect(exposureField([box, poses], floor, over).hours[0]).toBeGreaterThan(alone.hours[0] ?? 0);
});
