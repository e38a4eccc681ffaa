import { join } from "node:path";
import { Kysely, Migrator, PostgresDialect, sql } from "kysely";
import { expect, test } from "vitest";
import { libsqlDialect } from "../libsql-dialect.ts";
import { openSqliteFile } from "../sqlite-file.ts";
import { openState, type StateStore } from "../open-state.ts";
import { testPool } from "../test-postgres.ts";
import { describeStates, type TestStatePlace } from "../test-states.ts";
import { migrations } from "./all.ts";
import { FILLED, FILLED_AT } from "./test-filled.ts";

type AnyTables = Record<string, Record<string, unknown>>;
/** Tables that a later version has no more. */
const REPLACED = ["webhook_queue", "webhook_failures"];
const OWN_TABLES = /^(kysely_|sqlite_)/;

const open = ({ url, dir }: TestStatePlace): Kysely<AnyTables> =>
  new Kysely<AnyTables>({
    dialect: url.startsWith("sqlite:")
      ? libsqlDialect(openSqliteFile(join(dir, "state.db")))
      : new PostgresDialect({ pool: testPool(url) }),
  });

async function migrate(db: Kysely<AnyTables>, to: string): Promise<void> {
  const { error } = await new Migrator({ db, provider: migrations }).migrateTo(to);
  expect(error).toBeUndefined();
}

async function tablesOf(db: Kysely<AnyTables>): Promise<string[]> {
  const all = await db.introspection.getTables();
  return all.map(({ name }) => name).filter((name) => !OWN_TABLES.test(name));
}

/** A state as the version before left it, with a row of everything. */
async function fill(place: TestStatePlace): Promise<Kysely<AnyTables>> {
  const db = open(place);
  await migrate(db, FILLED_AT);
  for (const [table, rows] of Object.entries(FILLED))
    for (const row of rows)
      await db
        .insertInto(table)
        .values({ ...row })
        .execute();
  return db;
}

/** Every row with the columns that it had, as text, so that a number is one however a driver hands it over. */
async function contentOf(db: Kysely<AnyTables>): Promise<Record<string, string[]>> {
  const content: Record<string, string[]> = {};
  const known = await tablesOf(db);
  for (const [table, rows] of Object.entries(FILLED)) {
    // What another table took over is looked at where that step is (`upgrade.test.ts`).
    if (REPLACED.includes(table) && !known.includes(table)) continue;
    const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
    const found = await db.selectFrom(table).select(columns).execute();
    content[table] = found
      .map((row) => JSON.stringify(columns.map((column) => (row[column] === null ? null : textOf(row[column])))))
      .toSorted();
  }
  return content;
}

const textOf = (value: unknown): string =>
  value instanceof Uint8Array || value instanceof ArrayBuffer
    ? Buffer.from(value as Uint8Array).toString("hex")
    : String(value);

async function expectSound(state: StateStore): Promise<void> {
  if (state.dialect === "sqlite") {
    const { rows } = await sql`PRAGMA foreign_key_check`.execute(state.db);
    expect(rows).toEqual([]);
    const integrity = await sql<{ integrity_check: string }>`PRAGMA integrity_check`.execute(state.db);
    expect(integrity.rows.map((row) => row.integrity_check)).toEqual(["ok"]);
    return;
  }
  const { rows } = await sql`SELECT conname FROM pg_constraint WHERE NOT convalidated`.execute(state.db);
  expect(rows).toEqual([]);
}

describeStates("a filled state of the version before in %s", (start) => {
  const withPlace = async (work: (place: TestStatePlace) => Promise<void>): Promise<void> => {
    const place = await start();
    try {
      await work(place);
    } finally {
      await place.stop();
    }
  };

  test("has a row of every table, so that none is forgotten here", () =>
    withPlace(async (place) => {
      const db = await fill(place);
      expect(Object.keys(FILLED).toSorted()).toEqual((await tablesOf(db)).toSorted());
      await db.destroy();
    }));

  test("keeps every row and every value, and its constraints hold, at each step and at the last", () =>
    withPlace(async (place) => {
      const db = await fill(place);
      const before = await contentOf(db);
      const steps = Object.keys(await migrations.getMigrations()).toSorted();
      for (const step of steps.filter((name) => name > FILLED_AT)) {
        await migrate(db, step);
        const after = await contentOf(db);
        expect(after, step).toEqual(Object.fromEntries(Object.keys(after).map((table) => [table, before[table]])));
        const gone = Object.keys(FILLED).filter((table) => !(table in after));
        expect(gone.every((table) => REPLACED.includes(table))).toBe(true);
      }
      await db.destroy();
      const state = await openState(place.url, place.dir);
      await expectSound(state);
      // A rule of the database is still one: a finding of no suspect, two accounts of a name, a row without what it must have.
      const finding = { ...FILLED["findings"]?.[0], finding_id: "f-2", suspect_id: "nobody" };
      const account = { ...FILLED["users"]?.[0], user_id: "u-2" };
      const insert = (table: string, row: object) =>
        (state.db as unknown as Kysely<AnyTables>)
          .insertInto(table)
          .values({ ...row })
          .execute();
      await expect(insert("findings", finding)).rejects.toThrow();
      await expect(insert("users", account)).rejects.toThrow();
      await expect(insert("audit", { at: 1 })).rejects.toThrow();
      // And numbers that the database gives go on behind the highest.
      await insert("audit", { at: 1, by: "o", action: "a", subject: "s" });
      expect(await state.db.selectFrom("audit").select("subject").orderBy("id").execute()).toEqual([
        { subject: "box" },
        { subject: "s" },
      ]);
      await state.close();
    }));

  test("is left as it was by a step that fails in the middle, and goes on when it can", () =>
    withPlace(async (place) => {
      const db = await fill(place);
      const before = await contentOf(db);
      const known = await migrations.getMigrations();
      const broken = new Migrator({
        db,
        provider: {
          getMigrations: () =>
            Promise.resolve({
              ...known,
              "9999-broken": {
                up: async (trx: Kysely<AnyTables>) => {
                  await trx.deleteFrom("findings").execute();
                  throw new Error("power cut");
                },
              },
            }),
        },
      });
      expect((await broken.migrateToLatest()).error).toMatchObject({ message: "power cut" });
      expect(await contentOf(db)).toEqual(before);
      await db.destroy();
      const state = await openState(place.url, place.dir);
      await expectSound(state);
      await state.close();
    }));
});
