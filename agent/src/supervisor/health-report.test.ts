import { Health } from "@probewarden/contract";
import { Check } from "typebox/value";
import { expect, test } from "vitest";
import type { RadioHealth } from "../radio/messages.ts";
import { HealthReport } from "./health-report.ts";

const radioHealth = (listening: RadioHealth["listening"], frames = 0): RadioHealth => ({
  captureMethod: "pcap",
  simulatedLevels: false,
  listening,
  frames,
  lastFrameSecondsAgo: 1,
  skipped: {},
  noticed: {},
  dropped: {},
  forgotten: {},
  problems: [],
});
const take = (report: HealthReport, isRadioAway = false, tellsRadios = true, more: { networkList?: string } = {}) =>
  report.take({
    version: "0.1.0",
    intervalSeconds: 30,
    outbox: { messages: 0, bytes: 0, oldestSeconds: null },
    dropped: {},
    parts: [],
    isRadioAway,
    problems: [],
    board: {},
    authorities: [],
    tellsRadios,
    ...more,
  });

test("seconds of listening and frames are those of the interval", () => {
  const report = new HealthReport();
  report.radio(radioHealth([{ channelMhz: 2412, seconds: 2 }], 5));
  report.radio(radioHealth([{ channelMhz: 2412, seconds: 3 }], 9));
  expect(take(report)).toMatchObject({ listening: [{ channelMhz: 2412, seconds: 5 }], frames: 9 });
  report.radio(radioHealth([], 10));
  expect(take(report)).toMatchObject({ listening: [], frames: 1 });
});

test("a process that names ever new channels fills no memory, and the report stays one that the contract takes", () => {
  const report = new HealthReport();
  for (let round = 0; round < 10; round += 1)
    report.radio(
      radioHealth(Array.from({ length: 100 }, (_, index) => ({ channelMhz: round * 100 + index, seconds: 1 }))),
    );
  expect(take(report).listening).toHaveLength(128);
});

test("what a radio process said of itself holds no more when another one has taken its place", () => {
  const report = new HealthReport();
  report.radio(radioHealth([], 5));
  report.radioRestarted();
  expect(take(report)).toMatchObject({ captureMethod: "none", lastFrameSecondsAgo: null, frames: 5 });
  report.radio(radioHealth([], 7));
  expect(take(report, true)).toMatchObject({ captureMethod: "none", lastFrameSecondsAgo: null, frames: 7 });
});

test("adapters are told to a collector that knows the field, and to no other: it would refuse the whole report", () => {
  const report = new HealthReport();
  const adapters = [{ interface: "wlan1", hears: true, address: "02:00:00:ee:ff:01", country: "CN" }];
  report.radio({ ...radioHealth([]), adapters });
  expect(take(report)).toMatchObject({ adapters });
  expect(take(report, false, false)).not.toHaveProperty("adapters");
});

test("which list of networks it has is told where the supervisor says it, and the report is one that the contract takes", () => {
  const report = new HealthReport();
  const networkList = "0".repeat(64);
  expect(Check(Health, take(report, false, true, { networkList }))).toBe(true);
  expect(take(report, false, true, { networkList })).toMatchObject({ networkList });
  expect(take(report)).not.toHaveProperty("networkList");
});
