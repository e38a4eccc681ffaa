import { HEALTH_PROBLEM_CODES, type HealthProblemCode } from "@probewarden/contract";
import { describe, expect, test } from "vitest";
import { findingForTests } from "../uplink/messages-for-tests.ts";
import { CaptureClock } from "./air/capture-clock.ts";
import { managementFrame } from "./detectors/frame-for-tests.ts";
import { FrameKind } from "./dot11/frame-kind.ts";
import { Listening } from "./listening.ts";
import { Pipeline } from "./pipeline.ts";

const START = 1_790_000_000;
const HEARD = managementFrame(FrameKind.action, { transmitter: 0x20000000001, bssid: 0x20000000001 });

/** A sensor of which only time and its source are made up: ticks and frames reach the clock as they do in the radio process. */
function sensor({ isRecording = false } = {}) {
  const clock = new CaptureClock();
  const codes = new Set<HealthProblemCode>();
  let now = START;
  const listening = new Listening({
    problems: () => [...codes].map((code) => ({ code, text: "" })),
    isRecording,
    nowSeconds: () => now,
    notListened: (seconds) => clock.notListened(seconds),
  });
  /** A second passes, with frames in it or without. */
  const second = (frames = 0): void => {
    for (let frame = 0; frame < frames; frame++) {
      now += 1 / frames;
      listening.frame(now);
      clock.advance(now, HEARD);
    }
    if (frames === 0) now += 1;
    if (listening.isSure()) clock.tick(now);
  };
  const pass = (seconds: number, frames = 0): void => {
    for (let passed = 0; passed < seconds; passed++) second(frames);
  };
  return { clock, codes, listening, pass };
}

const CAPTURE_PROBLEMS = [
  "interface-gone",
  "not-permitted",
  "no-monitor-mode",
  "no-capture-method",
  "capture-failed",
  "capture-stalled",
  "deaf",
] as const satisfies readonly HealthProblemCode[];

describe("the clock of listening", () => {
  test("runs with the frames, and through the silence between them", () => {
    const { clock, pass } = sensor();
    pass(60, 10);
    pass(20);
    pass(60, 10);
    expect(clock.listenedSeconds).toBeCloseTo(140, 0);
  });

  test.each(CAPTURE_PROBLEMS)(
    "stands still while nothing comes because of %s, from the last frame to the next",
    (code) => {
      const { clock, codes, pass } = sensor();
      pass(60, 10);
      // It is found three seconds after it began.
      pass(3);
      codes.add(code);
      pass(600);
      codes.clear();
      pass(5);
      pass(60, 10);
      expect(clock.listenedSeconds).toBeGreaterThan(118);
      expect(clock.listenedSeconds).toBeLessThan(121);
    },
  );

  test("stands still while frames come of which most cannot be read", () => {
    const { clock, codes, pass } = sensor();
    pass(60, 10);
    codes.add("most-frames-unreadable");
    pass(600, 2);
    codes.clear();
    pass(60, 10);
    expect(clock.listenedSeconds).toBeGreaterThan(118);
    expect(clock.listenedSeconds).toBeLessThan(122);
  });

  test.each(["channel-refused", "channel-fixed"] as const)("runs on in spite of %s: the radio still hears", (code) => {
    const { clock, codes, pass } = sensor();
    codes.add(code);
    pass(60, 10);
    pass(20);
    pass(1, 10);
    expect(clock.listenedSeconds).toBeCloseTo(81, 0);
  });

  test("does not count a stall that was over before anybody looked", () => {
    const { clock, listening, pass } = sensor();
    pass(60, 10);
    pass(25);
    listening.broke();
    pass(60, 10);
    expect(clock.listenedSeconds).toBeLessThan(122);
  });

  test("takes off again what it had counted when the stall is found", () => {
    const { clock, listening, pass } = sensor();
    pass(60, 10);
    pass(3);
    const before = clock.listenedSeconds;
    listening.broke();
    pass(1, 1);
    expect(clock.listenedSeconds).toBeLessThan(before);
  });

  test("runs through the pause of a recording, which delivers nothing and listens", () => {
    const { clock, pass } = sensor({ isRecording: true });
    pass(60, 10);
    pass(45);
    expect(clock.listenedSeconds).toBeCloseTo(105, 0);
    pass(600);
    expect(clock.listenedSeconds).toBeCloseTo(705, 0);
  });

  test("does not go below nothing, however long the capture was broken", () => {
    const { clock, listening, pass } = sensor();
    pass(2, 1);
    listening.broke();
    pass(9_000);
    pass(2, 1);
    expect(clock.listenedSeconds).toBeGreaterThanOrEqual(0);
    expect(clock.listenedSeconds).toBeLessThan(4);
  });
});

test("a clock of the host that is set back while nothing is heard takes nothing off that was listened to before", () => {
  const { clock, listening, pass } = sensor();
  pass(60, 10);
  const before = clock.listenedSeconds;
  listening.broke();
  pass(600);
  clock.notListened(600);
  clock.advance(START - 10_000, HEARD);
  expect(clock.listenedSeconds).toBeCloseTo(before, 0);
});

test("every problem of the contract but those of the channel plan stops the clock", () => {
  const running = HEALTH_PROBLEM_CODES.filter((code) => {
    const { codes, listening, pass } = sensor();
    pass(2, 1);
    codes.add(code);
    return listening.isSure();
  });
  expect(running).toEqual([
    "channel-refused",
    "channel-fixed",
    "channel-forbidden",
    "country-refused",
    "canaries-not-sent",
    "adapter-away",
  ]);
});

test("a finding does not end because the radio was broken for hours, and ends after half an hour of listening", () => {
  const states: string[] = [];
  const pipeline = new Pipeline({
    detectors: [],
    venueSalt: "mall",
    endAfterSeconds: 1_800,
    emit: (report) => void (report.type === "finding" && states.push(report.body.state)),
  });
  pipeline.resume([findingForTests("finding-one")]);
  const tick = (from: number, seconds: number): void => {
    for (let at = from; at < from + seconds; at++) pipeline.tick(at);
  };
  tick(START, 600);
  pipeline.notListened(7_200);
  tick(START + 7_800, 1_190);
  expect(states).toEqual([]);
  tick(START + 8_990, 60);
  expect(states).toEqual(["ended"]);
});
