import { describe, expect, test } from "vitest";
import { OFFLINE_AFTER_MS, sensorState, type SensorFacts } from "./sensor-state.ts";
import { makeHealth } from "../intake/test-messages.ts";

const NOW = 1_000_000_000;
const HEALTH = makeHealth();
const facts = (over: Partial<SensorFacts> = {}): SensorFacts => ({
  status: "online",
  statusAt: NOW - 5000,
  lastMessageAt: NOW - 1000,
  contractVersion: "1.0.0",
  clockOffsetMs: 200,
  health: HEALTH,
  ...over,
});

describe("a sensor", () => {
  test("hears when frames come in", () => {
    expect(sensorState(facts(), NOW)).toEqual({
      state: "hearing",
      reasons: [],
      clockWrong: false,
      contractMismatch: false,
    });
  });

  test("was never seen before its first message", () => {
    expect(sensorState(facts({ lastMessageAt: null, status: null, health: undefined }), NOW).state).toBe("never-seen");
  });

  test("is offline when its Will says so, and when it is silent too long; since when is told", () => {
    expect(sensorState(facts({ status: "offline" }), NOW)).toMatchObject({
      state: "offline",
      reasons: ["said-offline"],
      offlineSince: new Date(NOW - 5000).toISOString(),
    });
    expect(sensorState(facts(), NOW + OFFLINE_AFTER_MS)).toMatchObject({
      state: "offline",
      reasons: ["no-message"],
      offlineSince: new Date(NOW - 1000).toISOString(),
    });
  });

  test("that was stopped is not broken: it gives no reason but since when", () => {
    expect(sensorState(facts({ status: "stopped" }), NOW)).toEqual({
      state: "stopped",
      reasons: [],
      offlineSince: new Date(NOW - 5000).toISOString(),
      clockWrong: false,
      contractMismatch: false,
    });
  });

  test("is deaf when its radio has no frame, no interface, or does not listen", () => {
    expect(sensorState(facts({ health: { ...HEALTH, lastFrameSecondsAgo: 90 } }), NOW)).toMatchObject({
      state: "deaf",
      reasons: ["no-frames"],
    });
    expect(
      sensorState(facts({ health: { ...HEALTH, problems: [{ code: "interface-gone", text: "wlan1 is gone" }] } }), NOW),
    ).toMatchObject({ state: "deaf", reasons: ["interface-gone"] });
    expect(sensorState(facts({ health: { ...HEALTH, captureMethod: "none" } }), NOW)).toMatchObject({
      state: "deaf",
      reasons: ["not-listening"],
    });
  });

  test("that hears may still have a wrong clock", () => {
    expect(sensorState(facts({ clockOffsetMs: -31_000 }), NOW)).toEqual({
      state: "hearing",
      reasons: ["clock-wrong"],
      clockWrong: true,
      contractMismatch: false,
    });
  });

  test("that speaks another contract is there, and what it hears is not understood, however long it is connected", () => {
    const foreign = facts({ contractVersion: "2.1.0" });
    for (const later of [0, 10 * OFFLINE_AFTER_MS])
      expect(sensorState(foreign, NOW + later)).toEqual({
        state: "deaf",
        reasons: ["contract-version"],
        clockWrong: false,
        contractMismatch: true,
      });
  });
});
