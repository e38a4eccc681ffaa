import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { ConfigError } from "./config-error.ts";
import { CommandError, explainError, explainUsage } from "./explain-error.ts";

function failure(act: () => unknown): unknown {
  try {
    return act();
  } catch (error) {
    return error;
  }
}

test("a mistake of the configuration ends with code 2, everything else with 1", () => {
  expect(explainError(new ConfigError("a.yaml: /x is missing"))).toEqual({
    line: "a.yaml: /x is missing",
    exitCode: 2,
  });
  expect(explainError(new CommandError("there is no venue\n  a"))).toEqual({
    line: "there is no venue a",
    exitCode: 1,
  });
  expect(explainError("thrown as it is")).toEqual({ line: "thrown as it is", exitCode: 1 });
});

test("what the system refuses is told with its place and in words", () => {
  expect(explainError(failure(() => readFileSync("/nowhere/at/all")))).toEqual({
    line: "/nowhere/at/all: there is no such file or folder (ENOENT)",
    exitCode: 1,
  });
  const inUse = Object.assign(new Error("listen"), { code: "EADDRINUSE", address: "127.0.0.1", port: 80 });
  expect(explainError(inUse).line).toBe("127.0.0.1:80: somebody else listens there (EADDRINUSE)");
  expect(explainError(inUse, { EADDRINUSE: "take another port" }).line).toContain("127.0.0.1:80: take another port");
  const full = Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC", syscall: "write" });
  expect(explainError(full).line).toBe("the disk is full; make room (df -h says where) and do it again (ENOSPC)");
  expect(explainError(new Error("of our own")).line).toBe("of our own");
  expect(explainError(new TypeError("x is not a function")).line).toBe(
    "a fault of the program (TypeError): x is not a function",
  );
});

test("a wrong command line is told in the same form", () => {
  expect(explainUsage("error: unknown option '--prat'\n(Did you mean --part?)\n")).toBe(
    "unknown option '--prat' (Did you mean --part?)",
  );
  expect(explainUsage("error: missing required argument 'file'\n")).toBe(
    "missing required argument 'file' (--help shows what there is)",
  );
});

test("what was typed is shown, and a terminal obeys none of it", () => {
  expect(explainError(new ConfigError("--title \u001b[2Ja\u202eb\u009b: no")).line).toBe(
    String.raw`--title \u001b[2Ja\u202eb\u009b: no`,
  );
});
