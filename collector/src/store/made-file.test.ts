import { mkdirSync, mkdtempSync, renameSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { openState } from "./state/open-state.ts";
import { noteMade, notedTick, OpenFile, refuseLost } from "./made-file.ts";

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "made-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  path = join(folder, "state.db");
});

test("a database that was made and is missing or empty is refused, one that never was is not", async () => {
  refuseLost(path, "state");
  await (await openState("sqlite:", folder)).close();
  refuseLost(path, "state");
  truncateSync(path);
  expect(() => refuseLost(path, "state")).toThrow(/state is missing or empty/);
  rmSync(path);
  await expect(openState("sqlite:", folder)).rejects.toThrow(/missing or empty/);
  rmSync(`${path}.made`);
  await (await openState("sqlite:", folder)).close();
});

test("how far it had come is remembered, in a file for its owner alone", () => {
  expect(notedTick(path)).toBeUndefined();
  noteMade(path);
  expect(notedTick(path)).toBeUndefined();
  const before = process.umask(0);
  noteMade(path, 12);
  process.umask(before);
  expect(notedTick(path)).toBe(12);
  noteMade(path);
  expect(notedTick(path)).toBe(12);
  expect(statSync(`${path}.made`).mode & 0o777).toBe(0o600);
});

test("an open file that is removed, moved with its folder, emptied by another or replaced is told apart", () => {
  writeFileSync(path, "x");
  const open = new OpenFile(path);
  expect(open.fate()).toBe("there");
  renameSync(folder, `${folder}-away`);
  expect(open.fate()).toBe("folder-gone");
  mkdirSync(folder);
  expect(open.fate()).toBe("gone");
  writeFileSync(path, "");
  expect(open.fate()).toBe("gone");
  writeFileSync(path, "another");
  expect(open.fate()).toBe("replaced");
  rmSync(folder, { recursive: true });
  renameSync(`${folder}-away`, folder);
  expect(open.fate()).toBe("there");
  writeFileSync(`${path}-wal`, "");
  expect(open.fate()).toBe("there");
  rmSync(`${path}-wal`);
  expect(open.fate()).toBe("replaced");
});
