import { expect, test } from "vitest";
import { FrameKind } from "../dot11/frame-kind.ts";
import { managementFrame, TestContext } from "./frame-for-tests.ts";
import { ImpossibleBeacon } from "./impossible-beacon/detector.ts";
import { ManyNames } from "./many-names/detector.ts";

const AP = 0x001f7ae26c98;

test("one address with a new name in each frame keeps forty names at most, counts the others, and is accused all the same", () => {
  const context = new TestContext();
  const detector = new ManyNames();
  for (let index = 0; index < 2_000; index++) {
    context.atSeconds += 0.05;
    const fields = { transmitter: AP, bssid: AP, receiver: 1, mayBeDamaged: false };
    detector.onFrame(managementFrame(FrameKind.probeResponse, fields, `network ${index * 7_919}`), context);
  }
  // The older half goes at once: 98 times twenty.
  expect(detector.forgotten()["many-names-names"]).toBe(1_960);
  expect(context.codes).toContain("five-names");
  const [names] = context.observations.at(-1)?.facts ?? [];
  expect(names?.value).toBeGreaterThanOrEqual(20);
  expect(names?.value).toBeLessThanOrEqual(40);
});

test("more addresses than the memories hold are let go and counted, and the flood is told", () => {
  const context = new TestContext();
  const names = new ManyNames();
  const beacons = new ImpossibleBeacon();
  for (let index = 0; index < 12_000; index++) {
    context.atSeconds += 0.01;
    const fields = {
      transmitter: AP + index,
      bssid: AP + index,
      elementCount: 2,
      sequence: index & 4_095,
      hasTsf: true,
    };
    const frame = managementFrame(FrameKind.beacon, fields, `n${index}`);
    names.onFrame(frame, context);
    beacons.onFrame(frame, context);
    if (index % 100 === 0) beacons.onTick(context);
  }
  expect(names.forgotten()["many-names-bssids"]).toBeGreaterThanOrEqual(12_000 - 4_096);
  expect(beacons.forgotten()["impossible-beacon-bssids"]).toBeGreaterThanOrEqual(12_000 - 2_048);
  expect(context.codes).toEqual(["throw-away-bssids"]);
  for (const { transmitters } of context.observations) expect(transmitters.length).toBeLessThanOrEqual(16);
});

test("four thousand addresses that answer with ever new names keep eight each in the end, are told, and are not argued about at every frame", () => {
  const context = new TestContext();
  const detector = new ManyNames();
  const addresses = 4_000;
  const rounds = 60;
  for (let index = 0; index < addresses * rounds; index++) {
    context.atSeconds += 1 / 4_000;
    if (index % 4_000 === 0) detector.onTick(context);
    const bssid = AP + (index % addresses);
    detector.onFrame(
      managementFrame(FrameKind.probeResponse, { transmitter: bssid, bssid, receiver: 1 }, `network ${index * 7_919}`),
      context,
    );
  }
  // Of sixty names each at most eight, or the few that came in since the bound was reached, are kept.
  const forgotten = detector.forgotten()["many-names-names"] ?? 0;
  expect(addresses * rounds - forgotten).toBeLessThan(2 * 32_768);
  const told = new Set(context.observations.map(({ transmitters }) => transmitters[0]));
  expect(told.size).toBe(addresses);
  expect(context.observations.length).toBeLessThan((addresses * rounds) / 3);
});
