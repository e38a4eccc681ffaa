import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { claimFolder } from "./claim-folder.ts";

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "probewarden-demo-"));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

test("a folder that a living process has is left alone, also by a reset", () => {
  writeFileSync(join(home, "demo.pid"), String(process.ppid));
  writeFileSync(join(home, "data"), "");
  expect(() => claimFolder(home, true)).toThrow(`a demo runs already (process ${process.ppid})`);
  expect(existsSync(join(home, "data"))).toBe(true);
});

test("what a demo that was killed left behind is taken over, and emptied by a reset only", () => {
  // Above pid_max of every Linux (2^22), so nobody has it.
  writeFileSync(join(home, "demo.pid"), "4194999");
  writeFileSync(join(home, "data"), "");
  claimFolder(home, false);
  expect(existsSync(join(home, "data"))).toBe(true);
  expect(readFileSync(join(home, "demo.pid"), "utf8")).toBe(String(process.pid));
  claimFolder(home, true);
  expect(existsSync(join(home, "data"))).toBe(false);
});
