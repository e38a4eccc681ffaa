import { beforeEach, expect, test } from "vitest";
import { ClockWatch } from "./clock-watch.ts";

const HOUR = 3_600_000;
let wall: number;
let steady: number;
beforeEach(() => {
  wall = Date.parse("2026-11-24T08:00:00.000Z");
  steady = 5_000;
});
const watch = (lastSeen?: number): ClockWatch =>
  new ClockWatch(
    () => wall,
    () => steady,
    lastSeen,
  );
function pass(ms: number): void {
  wall += ms;
  steady += ms;
}

test("a clock that runs, and one that is corrected little by little, is in order", () => {
  const clock = watch();
  for (let i = 0; i < 100; i++) {
    pass(10_000);
    wall += 1_000;
    expect(clock.look()).toBeUndefined();
  }
});

test.each([365 * 24 * HOUR, -2 * HOUR])("a jump of %d ms is told until the clock is set right", (jump) => {
  const clock = watch();
  pass(10_000);
  wall += jump;
  expect(clock.look()).toBe(jump / 1000);
  pass(HOUR);
  expect(clock.look()).toBe(jump / 1000);
  wall -= jump;
  expect(clock.look()).toBeUndefined();
  pass(10_000);
  expect(clock.look()).toBeUndefined();
});

test("after a day what the clock says holds", () => {
  const clock = watch();
  wall += 2 * HOUR;
  expect(clock.look()).toBe(7_200);
  pass(25 * HOUR);
  expect(clock.look()).toBeUndefined();
});

test("a start before what was written down last, or long after it, is told; a night off is not", () => {
  expect(watch(wall - 12 * HOUR).look()).toBeUndefined();
  expect(watch(wall + HOUR).look()).toBe(-3_600);
  expect(watch(wall - 400 * 24 * HOUR).look()).toBe(400 * 86_400);
});
