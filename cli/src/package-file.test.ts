import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { packageFile } from "./package-file.ts";

test("a module finds the files of its package from the source and from the bundle, which lie differently deep", () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "package-file-")));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const each of ["src/radio/venue", "dist/bundle"]) mkdirSync(join(folder, "part", each), { recursive: true });
  for (const each of ["package.json", "part/package.json"]) writeFileSync(join(folder, each), "{}");
  for (const module of ["src/radio/venue/names.ts", "dist/bundle/main.js", "main.js"])
    expect(packageFile(pathToFileURL(join(folder, "part", module)).href, "data/names.yaml")).toBe(
      join(folder, "part/data/names.yaml"),
    );
});

test("a module that belongs to no package is told apart from one whose file is missing", () => {
  expect(() => packageFile("file:///main.js", "data/names.yaml")).toThrow("file:///main.js belongs to no package");
});
