import { COLLECTOR_PROBLEM_CODES } from "@probewarden/contract";
import { Value } from "typebox/value";
import { Readiness } from "@probewarden/contract";
import { expect, test } from "vitest";
import { problem } from "./problem.ts";
import { isStoreAway, storeProblem, StoreFileError } from "./store-problem.ts";

const coded = (code: string, message = "x"): Error => Object.assign(new Error(message), { code });
const FILE = { store: "state", place: "/data/state.db" } as const;
const SERVER = { store: "state", place: "postgres://db/probewarden" } as const;

test.each([
  [coded("SQLITE_FULL"), FILE, "disk-full"],
  [coded("SQLITE_CORRUPT"), FILE, "state-file-damaged"],
  [coded("SQLITE_NOTADB"), FILE, "state-file-damaged"],
  [coded("SQLITE_CANTOPEN"), FILE, "data-folder-read-only"],
  [coded("SQLITE_READONLY_DBMOVED"), FILE, "data-folder-read-only"],
  [coded("EROFS"), FILE, "data-folder-read-only"],
  [coded("SQLITE_IOERR"), FILE, "state-store-fails"],
  [new Error("outer", { cause: coded("SQLITE_CORRUPT_VTAB") }), FILE, "state-file-damaged"],
  [new StoreFileError("state-file-gone", "/data/state.db"), FILE, "state-file-gone"],
  [coded("ECONNREFUSED"), SERVER, "state-server-away"],
  [coded("ENOENT"), SERVER, "state-server-away"],
  [coded("57P01"), SERVER, "state-server-away"],
  [new Error("Connection terminated unexpectedly"), SERVER, "state-server-away"],
  [coded("28P01"), SERVER, "state-server-refuses"],
  [coded("3D000"), SERVER, "state-server-refuses"],
  [coded("23505"), SERVER, "state-store-fails"],
  [coded("ECONNREFUSED"), { store: "series", place: "influx://db/x" }, "series-server-away"],
  [coded("SQLITE_CORRUPT"), { store: "series", place: "/data/series.db" }, "series-file-damaged"],
] as const)("%s of %j is %s", (error, place, code) => {
  expect(storeProblem(error, place).code).toBe(code);
});

test("an address that was tried in several ways says why the first failed", () => {
  expect(storeProblem(new AggregateError([coded("ECONNREFUSED")]), SERVER).code).toBe("state-server-away");
});

test("a mistake of our own is no absent database", () => {
  expect(isStoreAway(new TypeError("x is undefined"))).toBe(false);
  expect(isStoreAway(coded("57P03"))).toBe(true);
});

test("each problem says what to do, and fits what the API may answer", () => {
  const base = { state: "ready", version: "1.0.0", contractVersion: "1.0.0", demo: false };
  for (const code of COLLECTOR_PROBLEM_CODES) {
    const made = problem(code, { file: `/${"x".repeat(300)}`, seconds: 3 });
    expect(Value.Check(Readiness, { ...base, faults: [made] }), made.text).toBe(true);
    expect(made.text).toMatch(/[;:,] .+\.$/);
  }
});
