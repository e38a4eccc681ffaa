import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { makeFolder } from "./make-folder.ts";

const folder = mkdtempSync(join(tmpdir(), "probewarden-cli-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("a folder is made with those above it, and one that is there is left alone", () => {
  const deep = join(folder, "a", "b");
  makeFolder(deep, 0o700);
  makeFolder(deep, 0o755);
  for (const each of [deep, join(folder, "a")]) expect(statSync(each).mode & 0o777).toBe(0o700);
});

test("a file system that refuses with ENOENT is told at once", () => {
  expect(() => makeFolder("/proc/no/folder", 0o700)).toThrow(/ENOENT/);
});
