import { sql, type Kysely, type Transaction } from "kysely";
import type { StateStore } from "./open-state.ts";
import type { StateTables } from "./tables.ts";

/** Tables of the migrations themselves: the target has its own. */
const OWN_TABLES = /^(kysely_|sqlite_)/;
const PAGE_ROWS = 200;

type Row = Record<string, unknown>;

interface Table {
  name: string;
  key: string[];
  /** Tables that must be there before. */
  needs: string[];
}

/** How many rows each table holds, by its name. */
export type RowCounts = Readonly<Record<string, number>>;

/** Rows of each table of a state; tables without rows are left out. */
export async function countRows(db: Kysely<StateTables>, tables: readonly string[]): Promise<RowCounts> {
  const counts: Record<string, number> = {};
  for (const name of tables) {
    const { rows } = await sql<{ n: number | string }>`SELECT count(*) AS n FROM ${sql.table(name)}`.execute(db);
    const count = Number(rows[0]?.n ?? 0);
    if (count > 0) counts[name] = count;
  }
  return counts;
}

/** The tables of an embedded state, those first that others refer to. */
export async function tablesOf(source: Pick<StateStore, "db">): Promise<Table[]> {
  const { rows } = await sql<{
    name: string;
  }>`SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name`.execute(source.db);
  const tables = await Promise.all(
    rows.filter(({ name }) => !OWN_TABLES.test(name)).map(({ name }) => describeTable(source.db, name)),
  );
  const sorted: Table[] = [];
  while (sorted.length < tables.length) {
    const known = new Set(sorted.map(({ name }) => name));
    const next = tables.filter(
      ({ name, needs }) => !known.has(name) && needs.every((needed) => needed === name || known.has(needed)),
    );
    if (next.length === 0) throw new Error("tables that refer to each other in a circle");
    sorted.push(...next);
  }
  return sorted;
}

/**
 * Copies every row of an embedded state into an empty one in PostgreSQL, in one transaction: all of it is there, or nothing. Numbers that the
 * database gives go on behind the highest. Returns how many rows were copied.
 */
export async function copyState(
  source: Pick<StateStore, "db">,
  target: StateStore,
  tables: readonly Table[],
): Promise<RowCounts> {
  return target.transaction(async (trx) => {
    const copied: Record<string, number> = {};
    for (const table of tables) {
      let count = 0;
      for await (const page of pagesOf(source.db, table)) {
        await insert(trx, table.name, page);
        count += page.length;
      }
      if (count > 0) copied[table.name] = count;
      await goOnBehind(trx, table);
    }
    return copied;
  });
}

async function describeTable(db: Kysely<StateTables>, name: string): Promise<Table> {
  const columns = await sql<{ name: string; pk: number }>`SELECT name, pk FROM pragma_table_info(${name})`.execute(db);
  const needs = await sql<{ table: string }>`SELECT "table" FROM pragma_foreign_key_list(${name})`.execute(db);
  const key = columns.rows
    .filter(({ pk }) => pk > 0)
    .toSorted((a, b) => a.pk - b.pk)
    .map((column) => column.name);
  return { name, key, needs: [...new Set(needs.rows.map(({ table }) => table))] };
}

/** The rows of a table in the order of its key, so many at a time. */
async function* pagesOf(db: Kysely<StateTables>, { name, key }: Table): AsyncGenerator<Row[]> {
  // A table without a key of its own has SQLite's.
  const by = sql.join((key.length > 0 ? key : ["rowid"]).map((column) => sql.ref(column)));
  const columns = key.length > 0 ? sql`*` : sql`rowid AS copied_rowid, *`;
  let last: unknown[] | undefined;
  for (;;) {
    const after = last === undefined ? sql`` : sql`WHERE (${by}) > (${sql.join(last)})`;
    const { rows } =
      await sql<Row>`SELECT ${columns} FROM ${sql.table(name)} ${after} ORDER BY ${by} LIMIT ${PAGE_ROWS}`.execute(db);
    const end = rows.at(-1);
    if (end === undefined) return;
    last = (key.length > 0 ? key : ["copied_rowid"]).map((column) => end[column]);
    yield rows.map(({ copied_rowid: _own, ...row }) => row);
  }
}

async function insert(trx: Transaction<StateTables>, name: string, rows: readonly Row[]): Promise<void> {
  const [first] = rows;
  if (first === undefined) return;
  const columns = Object.keys(first);
  const values = rows.map((row) => sql`(${sql.join(columns.map((column) => asPostgres(row[column])))})`);
  await sql`INSERT INTO ${sql.table(name)} (${sql.join(columns.map((column) => sql.ref(column)))}) VALUES ${sql.join(values)}`.execute(
    trx,
  );
}

/** libsql hands octets out as an ArrayBuffer, which the other side would take for an object without anything in it. */
const asPostgres = (value: unknown): unknown => (value instanceof ArrayBuffer ? Buffer.from(value) : value);

async function goOnBehind(trx: Transaction<StateTables>, { name, key }: Table): Promise<void> {
  if (key.length !== 1 || key[0] !== "id") return;
  await sql`SELECT setval(pg_get_serial_sequence(${name}, 'id'), (SELECT coalesce(max(id), 0) + 1 FROM ${sql.table(name)}), false)
    WHERE pg_get_serial_sequence(${name}, 'id') IS NOT NULL`.execute(trx);
}
