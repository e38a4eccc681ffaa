import { mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { ConfigError } from "./config-error.ts";
import { readFileOf } from "./read-file-of.ts";

const folder = mkdtempSync(join(tmpdir(), "probewarden-cli-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("a file is read as it is", () => {
  const file = join(folder, "file");
  writeFileSync(file, "明察");
  expect(readFileOf(file, "the plan").toString("utf8")).toBe("明察");
});

test("what cannot be read is told with the file, what it is for and the mend", () => {
  const gone = join(folder, "gone");
  expect(() => readFileOf(gone, "the plan")).toThrow(
    new ConfigError(`${gone}: the plan cannot be read: there is no such file`),
  );
  expect(() => readFileOf(folder, "the plan")).toThrow(/the plan cannot be read: it is a folder/);
});

test("a file far beyond any setting is refused before it is read", () => {
  const file = join(folder, "huge");
  writeFileSync(file, "");
  truncateSync(file, 10 ** 12);
  expect(() => readFileOf(file, "the plan")).toThrow(/the plan has 1000000000000 octets/);
});
