import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { FolderInUseError, lockFolder } from "./folder-lock.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lock-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("a folder is taken once, and again after it was given back", () => {
  const giveBack = lockFolder(folder);
  expect(() => lockFolder(folder)).toThrow(FolderInUseError);
  giveBack();
  lockFolder(folder)();
});
