import type Database from "libsql";
import { hasColumn } from "./outbox-database.ts";

interface Row {
  id: number;
  boot: string;
  seq: number;
  kind: string;
  at: number;
  payload: string;
  bytes: number;
  venue: string | null;
  aside: string | null;
}

/** After an unreadable row the next numbers are tried one by one, and then in ever larger steps: a lost page held a few neighbours. */
const SINGLE_STEPS = 64;
/** Rows that are tried and not read, before the rest is given up. */
const MOST_FAILURES = 20_000;
const PAGE_ROWS = 50;

/**
 * Copies whatever can be read of one outbox into another: messages under their own numbers, the findings that have not ended or may have to
 * be taken back, and the lines that were kept. Rows that contradict themselves stay behind. `newNumbers`: the target may have messages of its own. Returns how many
 * messages were saved.
 */
export function rescue(source: Database.Database, target: Database.Database, { newNumbers = false } = {}): number {
  const insert = target.prepare(
    "INSERT OR IGNORE INTO message (id, boot, seq, kind, at, payload, bytes, venue, aside) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
  );
  return target
    .transaction(() => {
      let saved = 0;
      for (const row of readableRows(source)) {
        const { id, boot, seq, kind, at, payload, bytes, venue, aside } = row;
        if (isSound(row))
          saved += insert.run(newNumbers ? null : id, boot, seq, kind, at, payload, bytes, venue, aside).changes;
      }
      copyTable(source, target, "open_finding", ["finding", "heard", "body"]);
      copyTable(source, target, "ended_finding", ["finding", "heard", "body"]);
      copyTable(source, target, "kept_line", ["part", "run", "line"]);
      return saved;
    })
    .immediate();
}

function* readableRows(source: Database.Database): Generator<Row> {
  // NOT INDEXED: a damaged index says nothing of the rows.
  const sql = (columns: string, limit: number): string =>
    `SELECT ${columns} FROM message NOT INDEXED WHERE id > ? ORDER BY id LIMIT ${limit}`;
  const now = "id, boot, seq, kind, at, payload, bytes, venue, aside";
  const before = "id, boot, seq, kind, at, payload, bytes, NULL AS venue, NULL AS aside";
  const columns = hasLaterColumns(source) ? now : before;
  let last = 0;
  let failures = 0;
  let step = 1;
  while (failures < MOST_FAILURES && last < Number.MAX_SAFE_INTEGER) {
    const rows = read(source, sql(columns, PAGE_ROWS), last) ?? read(source, sql(columns, 1), last);
    if (rows === undefined) {
      failures += 1;
      if (failures % SINGLE_STEPS === 0) step *= 2;
      last += step;
      continue;
    }
    if (rows.length === 0) return;
    step = 1;
    for (const row of rows) {
      last = row.id;
      yield row;
    }
  }
}

/** Undefined where a page on the way is damaged. */
function read(source: Database.Database, sql: string, after: number): Row[] | undefined {
  try {
    return source.prepare(sql).all(after) as Row[];
  } catch {
    return undefined;
  }
}

/** False also where the page that says it is damaged. */
function hasLaterColumns(source: Database.Database): boolean {
  try {
    return hasColumn(source, "aside");
  } catch {
    return false;
  }
}

/** Whether the row's own columns and its payload say the same; what the disk has bent does not. */
function isSound({ boot, seq, kind, at, payload, bytes }: Row): boolean {
  if (typeof payload !== "string" || typeof at !== "number" || typeof bytes !== "number") return false;
  try {
    const message = JSON.parse(payload) as { bootId?: unknown; seq?: unknown; kind?: unknown };
    return message.bootId === boot && message.seq === seq && message.kind === kind;
  } catch {
    return false;
  }
}

/** Small tables that are worth having and can be done without: as far as they can be read. */
function copyTable(source: Database.Database, target: Database.Database, table: string, columns: string[]): void {
  const insert = target.prepare(
    `INSERT OR IGNORE INTO ${table} (${columns.join(", ")}) VALUES (${columns.map(() => "?").join(", ")})`,
  );
  try {
    for (const row of source.prepare(`SELECT ${columns.join(", ")} FROM ${table}`).all() as Record<string, unknown>[])
      insert.run(...columns.map((column) => row[column]));
  } catch {
    // A finding is opened anew when it is heard, and a line that comes twice is stored once by the collector.
  }
}
