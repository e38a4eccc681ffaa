import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findingForTests, messageForTests } from "../uplink/messages-for-tests.ts";
import { Outbox } from "../uplink/outbox.ts";
import { checkOutbox } from "./check-outbox.ts";

let dataDir: string;
beforeEach(() => (dataDir = mkdtempSync(join(tmpdir(), "probewarden-doctor-"))));
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

const open = (sensorId = "north-gate") =>
  new Outbox({
    folder: join(dataDir, "outbox"),
    bootId: "bghghghghghghghgh",
    sensor: { venueId: "mall", sensorId },
    maxBytes: 2 ** 28,
    now: () => 0,
    monotonic: () => 0,
  });

test("a sensor that has not run yet has nothing that waits, and that is well", () => {
  expect(checkOutbox(dataDir)).toMatchObject({ state: "ok", says: "0 messages wait for the collector" });
});

test("what can never be accepted is a warning with its reason", async () => {
  const before = open();
  await before.put(messageForTests("finding", findingForTests("finding-one")));
  before.close();
  expect(checkOutbox(dataDir)).toMatchObject({ state: "ok", says: "1 messages wait for the collector" });
  open("south-gate").close();
  expect(checkOutbox(dataDir)).toMatchObject({ state: "warning", says: expect.stringContaining("1 (other-sensor)") });
});

test("a damaged file is a failure before the sensor has met it, and a warning after", () => {
  mkdirSync(join(dataDir, "outbox"));
  writeFileSync(join(dataDir, "outbox", "outbox.sqlite"), "noise".repeat(500));
  expect(checkOutbox(dataDir)).toMatchObject({ state: "failed" });
  open().close();
  expect(checkOutbox(dataDir)).toMatchObject({ state: "warning", todo: expect.stringContaining("unreadable-") });
});
