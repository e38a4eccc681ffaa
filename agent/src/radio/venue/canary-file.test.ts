import { mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { CanaryFile } from "./canary-file.ts";

const folder = mkdtempSync(join(tmpdir(), "pw-canary-"));
afterAll(() => rmSync(folder, { recursive: true }));
const one = [{ transmitter: "02:5e:00:00:00:01", ssid: "6b3376397730713278376161" }];
const two = [...one, { transmitter: "02:5e:00:00:00:02", ssid: "6b3376397730713278376162" }];

test("bait that is added while the sensor runs is there at the next look, and only then", () => {
  const path = join(folder, "canaries.json");
  writeFileSync(path, JSON.stringify(one));
  const file = new CanaryFile(path);
  expect(file.changed()).toEqual(one);
  expect(file.changed()).toBeUndefined();
  writeFileSync(`${path}.new`, JSON.stringify(two));
  renameSync(`${path}.new`, path);
  expect(file.changed()).toEqual(two);
});

test("a file that is half written, or gone, is told once for each writing, and read when it is whole", () => {
  const path = join(folder, "half.json");
  writeFileSync(path, '[{"transmitter"');
  const file = new CanaryFile(path);
  expect(() => file.changed()).toThrow("cannot be read as JSON");
  expect(file.changed()).toBeUndefined();
  writeFileSync(path, JSON.stringify(one));
  expect(file.changed()).toEqual(one);
  rmSync(path);
  expect(() => file.changed()).toThrow("canaries");
});
