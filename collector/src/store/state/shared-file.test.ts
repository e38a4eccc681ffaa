import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { checkInThread } from "../check-in-thread.ts";
import { openState } from "./open-state.ts";

const LIBSQL = createRequire(import.meta.url).resolve("libsql");
/** What every command does that ends beside a running collector. */
const COME_AND_GO = `
  const Database = require(process.argv[1]);
  const database = new Database(process.argv[2]);
  database.exec("PRAGMA journal_mode = WAL");
  database.exec("UPDATE venues SET name = 'x'");
  database.close();
`;

test("a command that comes and goes leaves the write-ahead log to the collector that runs", async () => {
  const dir = mkdtempSync(join(tmpdir(), "shared-file-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  const path = join(dir, "state.db");
  // As a start does: the file is made, looked at in a thread of its own, and opened again.
  await (await openState("sqlite:", dir)).close();
  await checkInThread(path, "state");
  const state = await openState("sqlite:", dir);
  const audit = { at: 1, by: "officer", action: "a", subject: "s" };
  await state.db.insertInto("audit").values(audit).execute();
  const log = statSync(`${path}-wal`).ino;
  for (let i = 0; i < 2; i++) {
    execFileSync(process.execPath, ["-e", COME_AND_GO, LIBSQL, path]);
    expect(statSync(`${path}-wal`, { throwIfNoEntry: false })?.ino).toBe(log);
    await state.db.insertInto("audit").values(audit).execute();
  }
  await state.close();
  const again = await openState("sqlite:", dir);
  expect(await again.db.selectFrom("audit").select("at").execute()).toHaveLength(3);
  await again.close();
});
