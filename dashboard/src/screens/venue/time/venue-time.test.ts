import type { SensorTimeline, SuspectTimeline } from "@probewarden/contract";
import { expect, test } from "vitest";
import type { ShownSensor } from "../../../api/shown-sensor.ts";
import { activitySteps, runsOf } from "./activity.ts";
import { knownAt, loadAt, sensorsAt } from "./known-at.ts";
import { loadCells } from "./load-cells.ts";
import { atText, endFor, readAt, shiftedEnd, STEP_MS, timeWindow } from "./time-window.ts";
import { readLayers } from "./use-layers.ts";

const DAY = 24 * 3_600_000;
const T0 = Date.parse("2026-11-24T08:00:00.000Z");
const at = (step: number): number => T0 + step * STEP_MS;

const timeline = (suspectId: string, ...spans: Partial<SuspectTimeline["spans"][number]>[]): SuspectTimeline => ({
  suspectId,
  suspicion: "probe-box",
  places: [{ floorId: "g", position: { x: 1, y: 1 }, radiusMetres: 2, method: "grid", nearestSensorId: "north" }],
  spans: spans.map((span) => ({
    fromMs: at(0),
    untilMs: at(4),
    state: "active",
    band: "suspected",
    scoreDb: 12,
    settled: false,
    ...span,
  })),
});
const heard = (sensorId: string, ...listenedShare: number[]): SensorTimeline => ({
  sensorId,
  fromMs: T0,
  stepMs: STEP_MS,
  listenedShare,
  probeRequests: listenedShare.map((share) => (share > 0 ? 40 : null)),
  devices: listenedShare.map((share) => (share > 0 ? { fewerThan: 5 } : null)),
});

test("what was known at a moment is the span that holds it, the heaviest suspect first", () => {
  const all = [
    timeline("a", { untilMs: at(2), place: 0 }, { fromMs: at(2), scoreDb: 30, band: "strong" }),
    timeline("b", { fromMs: at(1), untilMs: at(3), scoreDb: 20 }),
  ];
  const told = (step: number) => knownAt(all, at(step)).map((one) => [one.timeline.suspectId, one.place?.position.x]);
  expect(told(0)).toEqual([["a", 1]]);
  expect(told(1)).toEqual([
    ["b", undefined],
    ["a", 1],
  ]);
  expect(told(2)).toEqual([
    ["a", undefined],
    ["b", undefined],
  ]);
  expect(told(4)).toEqual([]);
});

test("a sensor of which nothing is told is unknown, and neither deaf nor hearing", () => {
  const sensors = ["north", "deaf", "new"].map((sensorId) => ({ sensorId, state: "offline" }) as ShownSensor);
  const states = sensorsAt(sensors, [heard("north", 1, 0.4), heard("deaf", 0, 0)], at(1)).map(({ state }) => state);
  expect(states).toEqual(["hearing", "deaf", "unknown"]);
});

test("the present is told by the latest step whose counts have come, and by none that is long ago", () => {
  const times = heard("north", 1, 1);
  expect(loadAt(times, at(3), true)?.probeRequests).toBe(40);
  expect(loadAt(times, at(3))).toBeUndefined();
  expect(loadAt(times, at(9), true)).toBeUndefined();
});

test("the strip shows the heaviest active suspect that nobody had settled, and how many sensors were deaf", () => {
  const window = { fromMs: at(0), toMs: at(4), step: "5m" as const };
  const suspects = [
    timeline("a", { band: "strong", untilMs: at(2) }),
    timeline("b", { band: "watch", untilMs: at(3) }),
    timeline("c", { band: "strong", settled: true }),
    timeline("d", { band: "strong", state: "silent" }),
  ];
  const steps = activitySteps({ suspects, sensors: [heard("n", 1, 0, 0), heard("s", 1, 1, 0)] }, window, STEP_MS);
  expect(steps.map(({ band, active, deaf, sensors }) => [band, active, deaf, sensors])).toEqual([
    ["strong", 2, 0, 2],
    ["strong", 2, 1, 2],
    ["watch", 1, 2, 2],
    [undefined, 0, 0, 0],
  ]);
  expect(runsOf(steps, ({ band }) => band)).toEqual([
    { from: 0, length: 2, look: "strong" },
    { from: 2, length: 1, look: "watch" },
  ]);
});

test("two days are shown, those that end now unless an older moment is asked for, which stands in their middle", () => {
  const now = T0 + 61_000;
  expect(timeWindow(undefined, now)).toEqual({ fromMs: at(1) - 2 * DAY, toMs: at(1), step: "5m" });
  expect(endFor(now - DAY, now)).toBeUndefined();
  expect(endFor(T0 - 5 * DAY, now)).toBe(T0 - 4 * DAY);
  expect(shiftedEnd(undefined, now, -1)).toBe(at(1) - DAY);
  expect(shiftedEnd(at(1) - DAY, now, 1)).toBeUndefined();
});

test("an address holds a moment to its step; one that has not begun, or is none, is the present", () => {
  expect(atText(T0)).toBe("2026-11-24T08:00Z");
  expect(readAt("2026-11-24T08:03Z", T0 + DAY)).toBe(T0);
  for (const text of [null, "yesterday", "2026-11-26T08:00Z", "-1"])
    expect(readAt(text, T0), String(text)).toBeUndefined();
});

test("layers of an address are those that there are", () => {
  expect(readLayers("load,suspects,heat")).toEqual(["suspects", "load"]);
  expect(readLayers("")).toEqual([]);
  expect(readLayers(null)).toBeUndefined();
});

test("a count belongs to all that is nearest to its sensor and within its hearing, and to nothing else", () => {
  const floor = { floorId: "g", name: "G", widthMetres: 40, heightMetres: 10 };
  const sources = [
    { position: { x: 5, y: 5 }, radiusMetres: 10 },
    { position: { x: 15, y: 5 }, radiusMetres: 10 },
  ];
  const { columns, stepMetres, owners } = loadCells(floor, sources);
  const owner = (x: number) => owners[Math.floor(5 / stepMetres) * columns + Math.floor(x / stepMetres)];
  expect([owner(4), owner(9), owner(11), owner(24), owner(30)]).toEqual([0, 0, 1, 1, -1]);
});
