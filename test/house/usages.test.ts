import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { ROOT } from "../road/sandbox.ts";

const { scripts } = JSON.parse(readFileSync(`${ROOT}package.json`, "utf8")) as { scripts: Record<string, string> };
/** Commands that run a file of the workspace, by name. */
const commands = Object.entries(scripts).flatMap(([name, command]) => {
  const [, file] = /^node scripts\/run-ts\.mjs (\S+)$/.exec(command) ?? [];
  return file === undefined ? [] : [{ name, file }];
});

test("there are such commands", () => {
  expect(commands.length).toBeGreaterThan(8);
});

test.each(commands)("npm run $name -- --help says how it is used, and does nothing else", ({ name, file }) => {
  for (const help of ["--help", "-h"]) {
    const said = execFileSync(process.execPath, ["scripts/run-ts.mjs", file, help], { cwd: ROOT, encoding: "utf8" });
    expect(said).toMatch(new RegExp(`^npm run ${name}( --.*)?\n`));
  }
});

test("npm start says what it takes", () => {
  const said = execFileSync(process.execPath, ["scripts/start.mjs", "--help"], { cwd: ROOT, encoding: "utf8" });
  expect(said).toContain("--reset");
  expect(said).toContain("PW_HTTP_PORT");
});
