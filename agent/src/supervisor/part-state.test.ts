import { expect, test } from "vitest";
import { PartState } from "./part-state.ts";

test("a part is silent from its latest word on, and only while it is connected", () => {
  let monotonic = 0;
  const radio = new PartState("radio", true, () => monotonic);
  monotonic = 200_000;
  expect(radio.silentMilliseconds()).toBe(0);
  expect(radio.problem()?.code).toBe("radio-not-running");
  expect(radio.onConnect("run-1")).toBe(true);
  monotonic = 260_000;
  expect(radio.silentMilliseconds()).toBe(60_000);
  radio.onReport();
  expect([radio.silentMilliseconds(), radio.problem()]).toEqual([0, undefined]);
  radio.onDisconnect();
  monotonic += 9_999;
  expect(radio.problem()).toBeUndefined();
  monotonic += 1;
  expect(radio.problem()?.code).toBe("radio-not-running");
  expect([radio.onConnect("run-1"), radio.onConnect("run-2"), radio.health().restarts]).toEqual([false, true, 1]);
});
