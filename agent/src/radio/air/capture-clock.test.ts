import { describe, expect, test } from "vitest";
import { FrameKind } from "../dot11/frame-kind.ts";
import { managementFrame } from "../detectors/frame-for-tests.ts";
import { CaptureClock } from "./capture-clock.ts";

const START = 1_790_000_000;

/** What a recording of `seconds` says: twenty frames a second, every other one a beacon of one of `accessPoints`. */
interface Air {
  seconds: number;
  /** The stamp of a frame, by true time and its number. */
  stamp: (at: number, index: number) => number;
  hasTsft?: boolean;
  accessPoints?: number;
  /** TSF in seconds of an access point at a time. */
  tsf?: (accessPoint: number, at: number) => number;
}

const FRAMES = 20;

function play(air: Air, clock = new CaptureClock()): { clock: CaptureClock; passed: number; most: number } {
  const { accessPoints = 3, tsf = (accessPoint, at) => 1_000 * (accessPoint + 1) + at } = air;
  let first = Number.NaN;
  let before = Number.NaN;
  let most = 0;
  for (let index = 0; index < air.seconds * FRAMES; index++) {
    const at = index / FRAMES;
    const isBeacon = index % 2 === 0 && accessPoints > 0;
    const accessPoint = (index >> 1) % Math.max(accessPoints, 1);
    const clockMicroseconds = Math.round(tsf(accessPoint, at) * 1e6);
    const frame = managementFrame(isBeacon ? FrameKind.beacon : FrameKind.action, {
      transmitter: 0xc43000000 + accessPoint,
      bssid: 0xc43000000 + accessPoint,
      tsftMicroseconds: air.hasTsft === true ? Math.round(1e9 + at * 1e6) : -1,
      hasTsf: isBeacon,
      tsfLow: clockMicroseconds % 2 ** 32,
      tsfHigh: Math.floor(clockMicroseconds / 2 ** 32),
    });
    clock.advance(air.stamp(at, index), frame);
    if (Number.isNaN(first)) first = clock.atSeconds;
    if (index > 0) most = Math.max(most, clock.atSeconds - before);
    expect(clock.atSeconds - before >= 0 || index === 0 || Math.abs(clock.atSeconds - before) > 60).toBe(true);
    before = clock.atSeconds;
  }
  return { clock, passed: clock.atSeconds - first, most };
}

const LIES: Record<string, (at: number, index: number) => number> = {
  "are all equal": () => START,
  "are all zero": () => 0,
  "have whole seconds only": (at) => START + Math.floor(at),
  "have tens of seconds only": (at) => START + 10 * Math.floor(at / 10),
  "run back by two milliseconds a frame": (_, index) => START - index * 0.002,
  "run back by two seconds a frame": (_, index) => START - index * 2,
  "begin anew every three seconds": (at) => START + (at % 3),
  "begin anew every half second": (at) => START + (at % 0.5),
  "jump to 2106 at every seventh frame": (at, index) => (index % 7 === 0 ? 4_294_966_000 : 1_500) + at,
  "jump by an hour at every fifth frame": (at, index) => START + at + (index % 5 === 0 ? 3_600 : 0),
  "jump by ten years every forty frames": (at, index) => START + at + (Math.floor(index / 40) % 2) * 3e8,
  "are of the year 58000": (at) => START * 1000 + at * 1000,
  "are at the end of all calendars": () => 253_402_300_799,
};

const lie = (name: string): Air["stamp"] => {
  const stamp = LIES[name];
  if (stamp === undefined) throw new Error(`no lie is called ${name}`);
  return stamp;
};

describe("stamps that lie", () => {
  test.each(Object.entries(LIES))("and %s neither stop nor race the clock where the radio has one", (_, stamp) => {
    const { clock, passed } = play({ seconds: 60, stamp, hasTsft: true, accessPoints: 0 });
    const elapsed = clock.listenedSeconds;
    expect(clock.timeIsKnown).toBe(true);
    expect(clock.lastAtSeconds - clock.firstAtSeconds).toBeCloseTo(elapsed, 3);
    expect(elapsed).toBeGreaterThan(54);
    expect(elapsed).toBeLessThan(66);
    expect(passed).toBeGreaterThanOrEqual(0);
  });

  test.each(Object.entries(LIES))("and %s are mended by the clocks of the access points around", (_, stamp) => {
    const { clock } = play({ seconds: 60, stamp });
    expect(clock.timeIsKnown).toBe(true);
    expect(clock.listenedSeconds).toBeGreaterThan(45);
    expect(clock.listenedSeconds).toBeLessThan(70);
  });

  test.each(["are all equal", "are all zero", "run back by two milliseconds a frame", "are of the year 58000"])(
    "and %s leave nothing but the order, and the clock says so",
    (name) => {
      const { clock } = play({ seconds: 60, stamp: lie(name), accessPoints: 0 });
      expect(clock.timeIsKnown).toBe(false);
      expect(clock.listenedSeconds).toBeGreaterThan(1);
      expect(clock.listenedSeconds).toBeLessThan(60);
    },
  );

  test("whole seconds are never left by more than one of them, although nobody else has a clock", () => {
    const { clock } = play({ seconds: 60, stamp: lie("have whole seconds only"), accessPoints: 0 });
    expect(clock.atSeconds).toBeGreaterThanOrEqual(START + 59);
    expect(clock.atSeconds).toBeLessThan(START + 61);
  });

  test("a stamp that cannot be is told as no time at all", () => {
    const { clock } = play({ seconds: 10, stamp: lie("are of the year 58000"), hasTsft: true });
    expect(clock.firstAtSeconds).toBe(0);
    expect(clock.lastAtSeconds).toBeLessThan(11);
  });
});

describe("stamps that behave are taken as they are", () => {
  const honest = (at: number): number => START + at;

  test("to the last digit", () => {
    const { clock } = play({ seconds: 30, stamp: honest });
    expect(clock.atSeconds).toBe(START + 30 - 1 / FRAMES);
    expect(clock.timeIsKnown).toBe(true);
  });

  test.each([
    ["race", (_: number, at: number) => at * 1_000],
    ["stand still", () => 5],
    ["run back", (_: number, at: number) => 1e6 - at],
    ["jump", (accessPoint: number, at: number) => ((at * 7919 + accessPoint) % 13) * 1e5],
  ])("whatever clocks are forged: they %s", (_, tsf) => {
    expect(play({ seconds: 30, stamp: honest, tsf }).clock.atSeconds).toBe(START + 30 - 1 / FRAMES);
  });

  test("a little disorder among them stops nothing", () => {
    const { clock } = play({ seconds: 30, stamp: (at, index) => START + at - (index % 3 === 1 ? 0.06 : 0) });
    expect(clock.atSeconds).toBeCloseTo(START + 30, 0);
  });

  test("an hour in which nothing was recorded has passed, and a minute of it counts as listening", () => {
    const { clock } = play({ seconds: 30, stamp: (at) => START + at + (at > 15 ? 3_600 : 0) });
    expect(clock.atSeconds).toBe(START + 3_630 - 1 / FRAMES);
    expect(clock.listenedSeconds).toBeLessThan(91);
  });
});

describe("where the stamps lie and the radio has no clock", () => {
  const stamp = lie("are all equal");

  test("one forged clock among three neither stops nor races the time", () => {
    for (const forged of [(at: number) => at * 50, () => 7, (at: number) => 1e6 - at]) {
      const tsf = (accessPoint: number, at: number): number => (accessPoint === 1 ? forged(at) : 1_000 + at);
      const { clock } = play({ seconds: 60, stamp, tsf });
      expect(clock.listenedSeconds).toBeGreaterThan(54);
      expect(clock.listenedSeconds).toBeLessThan(62);
    }
  });

  test("clocks that all race move it by no more than a second a frame", () => {
    const { most } = play({ seconds: 60, stamp, tsf: (_, at) => at * 40 });
    expect(most).toBeLessThanOrEqual(1.001);
  });

  test("a flood of invented access points does not silence those that were there", () => {
    const clock = new CaptureClock();
    play({ seconds: 5, stamp }, clock);
    const before = clock.listenedSeconds;
    for (let index = 0; index < 4_000; index++) {
      const isGenuine = index % 40 === 0;
      const bssid = isGenuine ? 0xc43000000 + ((index / 40) % 3) : 0x22_0000_0000 + index;
      const clockMicroseconds = isGenuine ? (1_000 * (((index / 40) % 3) + 1) + 5 + index / 100) * 1e6 : 300_000;
      clock.advance(
        START,
        managementFrame(FrameKind.beacon, {
          transmitter: bssid,
          bssid,
          hasTsf: true,
          tsfLow: clockMicroseconds % 2 ** 32,
          tsfHigh: Math.floor(clockMicroseconds / 2 ** 32),
        }),
      );
    }
    expect(clock.listenedSeconds - before).toBeGreaterThan(30);
    expect(clock.listenedSeconds - before).toBeLessThan(50);
  });
});

describe("a clock that is set", () => {
  test.each([3_600, -3_600, 8 * 86_400, -8 * 86_400])("by %i seconds is followed when it has behaved", (by) => {
    const { clock } = play({ seconds: 60, stamp: (at) => START + at + (at > 20 ? by : 0), hasTsft: true });
    expect(clock.atSeconds).toBeCloseTo(START + by + 60, 0);
    expect(clock.listenedSeconds).toBeGreaterThan(55);
    expect(clock.listenedSeconds).toBeLessThan(125);
  });

  test("back by ten seconds is approached slowly: no second is lost, none is heard twice", () => {
    const { clock } = play({ seconds: 300, stamp: (at) => START + at - (at > 20 ? 10 : 0), hasTsft: true });
    expect(clock.atSeconds).toBeCloseTo(START + 290, 0);
  });

  test("is told by a host that hears nothing", () => {
    const clock = new CaptureClock();
    for (let second = 0; second < 120; second++) clock.tick(START + second);
    expect(clock.atSeconds).toBe(START + 119);
    expect(clock.listenedSeconds).toBe(119);
  });

  test("that went on while frames were on their way makes no liars of them", () => {
    const clock = new CaptureClock();
    const heard = (at: number): boolean => clock.advance(at, managementFrame(FrameKind.action, { transmitter: 2 }));
    for (let second = 0; second < 60; second++) {
      heard(START + second);
      clock.tick(START + second + 5);
      for (let late = 1; late < 5; late++) heard(START + second + late / 5);
      expect(clock.atSeconds).toBe(START + second + 5);
    }
    // Had they been taken for liars, an hour without a frame would not be believed any more.
    heard(START + 3_600);
    expect(clock.atSeconds).toBe(START + 3_600);
  });
});
