import type { SensorTimeline, SuspectTimeline } from "@probewarden/contract";
import { expect, test } from "vitest";
import type { ShownSensor } from "../../../api/shown-sensor.ts";
import type { MarkedSuspect } from "../marked-suspect.ts";
import { pastFrames, type FrameParts } from "./past-frames.ts";
import { movingOf, PlayClock } from "./play-clock.ts";
import { STEP_MS } from "./time-window.ts";

const T0 = Date.parse("2026-11-24T08:00:00.000Z");
const at = (step: number): number => T0 + step * STEP_MS;
const seen = (suspectId: string, from: number, until: number): SuspectTimeline => ({
  suspectId,
  suspicion: "probe-box",
  places: [],
  spans: [{ fromMs: at(from), untilMs: at(until), state: "active", band: "strong", scoreDb: 20, settled: false }],
});
const heard = (sensorId: string, ...listenedShare: number[]): SensorTimeline => ({
  sensorId,
  fromMs: T0,
  stepMs: STEP_MS,
  listenedShare,
  probeRequests: listenedShare.map(() => 40),
  devices: listenedShare.map(() => 9),
});
const parts = (over: Partial<FrameParts> = {}): FrameParts => ({
  timelines: [seen("a", 0, 40), seen("b", 10, 20)],
  transmitterOf: new Map(),
  sensors: [{ sensorId: "north", state: "hearing" } as ShownSensor],
  times: [heard("north", ...Array.from({ length: 40 }, (_, step) => (step === 30 ? 0 : 1)))],
  markOf: ({ timeline: { suspectId }, span }) => ({ suspectId, ...span, place: undefined, label: suspectId }),
  loadOf: undefined,
  ...over,
});
const idsOf = (suspects: readonly MarkedSuspect[]): string[] => suspects.map(({ suspectId }) => suspectId);

test("a frame holds who was known at its step, and how the sensors listened", () => {
  const frameAt = pastFrames(parts());
  expect(idsOf(frameAt(at(9)).suspects)).toEqual(["a"]);
  expect(idsOf(frameAt(at(10)).suspects)).toEqual(["a", "b"]);
  expect(idsOf(frameAt(at(20)).suspects)).toEqual(["a"]);
  expect(idsOf(frameAt(at(40)).suspects)).toEqual([]);
  expect(frameAt(at(29)).sensors[0]?.state).toBe("hearing");
  expect(frameAt(at(30)).sensors[0]?.state).toBe("deaf");
  expect(frameAt(at(40)).sensors[0]?.state).toBe("unknown");
});

test("steps in which nothing changed are one frame, and a frame is made once", () => {
  let made = 0;
  const frameAt = pastFrames(
    parts({
      markOf: ({ timeline: { suspectId }, span }) => {
        made += 1;
        return { suspectId, ...span, place: undefined, label: suspectId };
      },
    }),
  );
  const frames = new Set(Array.from({ length: 40 }, (_, step) => frameAt(at(step))));
  // Alone, with another, alone again, alone while nobody listened, alone once more: the last is like the one before.
  expect(frames.size).toBe(4);
  for (let step = 0; step < 40; step += 1) expect(frames.has(frameAt(at(step)))).toBe(true);
  expect(made).toBe(4);
  expect(frameAt(at(31))).toBe(frameAt(at(29)));
});

test("with the probing load each step is a frame of its own, with the marks of the others", () => {
  const load = { sources: [], paint: () => undefined };
  const frameAt = pastFrames(parts({ loadOf: () => ({ ...load }) }));
  expect(frameAt(at(11))).not.toBe(frameAt(at(12)));
  expect(frameAt(at(11)).suspects).toBe(frameAt(at(12)).suspects);
  expect(frameAt(at(11))).toBe(frameAt(at(11)));
});

test("who follows the clock draws each frame once, and nothing after its end", () => {
  const clock = new PlayClock(at(0));
  const frameAt = pastFrames(parts());
  let made = 0;
  const counts = movingOf({ frame: () => frameAt(clock.at), subscribe: clock.subscribe }, ({ suspects }) => {
    made += 1;
    return { count: suspects.length };
  });
  const drawn: number[] = [];
  const end = counts.subscribe(() => drawn.push(counts.frame().count));
  for (let step = 8; step < 12; step += 1) clock.go(at(step));
  end();
  clock.go(at(25));
  expect(drawn).toEqual([1, 1, 2, 2]);
  expect(made).toBe(2);
});
