import Database from "libsql";
import { afterEach, beforeEach, expect, test } from "vitest";
import { KeptStatements } from "./kept-statements.ts";

let database: Database.Database;
let prepared: string[];
let kept: KeptStatements;

beforeEach(() => {
  database = new Database(":memory:");
  database.exec("create table rooms (name text primary key, size int check (size > 0))");
  prepared = [];
  kept = new KeptStatements((sql) => {
    prepared.push(sql);
    const statement = database.prepare(sql);
    return {
      reader: statement.reader,
      all: (parameters) => statement.all([...parameters]),
      run: (parameters) => statement.run([...parameters]),
      iterate: (parameters) => statement.iterate([...parameters]),
    };
  }, 4);
});
afterEach(() => database.close());

const INSERT = "insert into rooms values (?, ?)";
const SELECT = "select * from rooms order by name";

test("what is said again is prepared once, and answers with what is there now", () => {
  for (const name of ["a", "b", "c"]) {
    kept.get(INSERT).run([name, 1]);
    kept.get(SELECT).all([]);
  }
  expect(prepared).toEqual([INSERT, SELECT]);
  expect(kept.get(SELECT).all([])).toEqual(["a", "b", "c"].map((name) => ({ name, size: 1 })));
});

test("one that failed leaves nothing open, and is prepared anew", () => {
  kept.get("begin").run([]);
  expect(() => kept.get(INSERT).run(["a", 0])).toThrow(/CHECK/);
  kept.get(INSERT).run(["a", 1]);
  kept.get("commit").run([]);
  expect(prepared.filter((sql) => sql === INSERT)).toHaveLength(2);
  expect(kept.get(SELECT).all([])).toEqual([{ name: "a", size: 1 }]);
});

test("no statement outlives a change of the tables", () => {
  kept.get(INSERT).run(["a", 1]);
  expect(kept.get(SELECT).all([])).toEqual([{ name: "a", size: 1 }]);
  kept.get("alter table rooms add column floor int").run([]);
  expect(kept.get(SELECT).all([])).toEqual([{ name: "a", size: 1, floor: null }]);
});

test("so many are kept, and what was not used for longest goes", () => {
  const texts = Array.from({ length: 6 }, (_, index) => `select ${index} as number from rooms`);
  for (const sql of texts) {
    kept.get(sql).all([]);
    kept.get(SELECT).all([]);
  }
  expect(kept.size).toBe(4);
  expect(prepared.filter((sql) => sql === SELECT)).toHaveLength(1);
});

test("two that read the same row by row do not meet", () => {
  for (const name of ["a", "b"]) kept.get(INSERT).run([name, 1]);
  const [one, other] = [kept.get(SELECT).iterate([]), kept.get(SELECT).iterate([])];
  expect(one.next().value).toMatchObject({ name: "a" });
  expect(other.next().value).toMatchObject({ name: "a" });
  expect(one.next().value).toMatchObject({ name: "b" });
});
