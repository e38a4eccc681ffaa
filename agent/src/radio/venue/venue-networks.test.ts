import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { readVenueCanaries, readVenueNetworks } from "./venue-networks.ts";

const folder = mkdtempSync(join(tmpdir(), "pw-venue-"));
afterAll(() => rmSync(folder, { recursive: true }));

const write = (value: unknown): string => {
  const file = join(folder, "list.json");
  writeFileSync(file, typeof value === "string" ? value : JSON.stringify(value));
  return file;
};

test("what was sent as bait is read from the sensor's own disk, so it outlives every restart", () => {
  const bait = [{ transmitter: "02:5e:00:00:00:01", ssid: "6b3376397730713278376161" }];
  expect(readVenueCanaries(write(bait))).toEqual(bait);
});

test("the venue's own access points are read with what is known of them", () => {
  const networks = [{ bssid: "02:00:00:00:00:01", ssid: "43616665", channel: 6, security: "wpa2" }];
  expect(readVenueNetworks(write(networks))).toEqual(networks);
});

test.each([
  ["no JSON", "{", "cannot be read as JSON"],
  ["no list", {}, "is not a list"],
  ["a name that is no hex", [{ transmitter: "02:5e:00:00:00:01", ssid: "bait" }], "is not a list"],
])("%s is a mistake of the configuration, told with an example", (_what, value, says) => {
  expect(() => readVenueCanaries(write(value))).toThrow(says);
  expect(() => readVenueCanaries(write(value))).toThrow("example: [");
});
