import { accessSync, constants, statSync } from "node:fs";
import { hostname } from "node:os";
import { Kysely, sql } from "kysely";
import { readCollectors, silentOthers } from "../../health/read-collectors.ts";
import { keysDiffer } from "../../health/signing-keys.ts";
import { storeProblem } from "../../health/store-problem.ts";
import { checkInThread } from "../../store/check-in-thread.ts";
import { refuseLost } from "../../store/made-file.ts";
import { libsqlDialect } from "../../store/state/libsql-dialect.ts";
import { openSqliteForReading } from "../../store/state/sqlite-file.ts";
import { migrations } from "../../store/state/migrations/all.ts";
import { openPostgresState, sqlitePath, statePlace } from "../../store/state/open-state.ts";
import type { StateTables } from "../../store/state/tables.ts";
import { readVenueFaults } from "../../venues/venue-faults.ts";
import type { CollectorConfig } from "../config.ts";
import { checkClock } from "./check-clock.ts";
import { isRefusedByRights, mayNotLook } from "./may-not.ts";
import { checkOf, type DoctorCheck } from "./report.ts";

type Look = Pick<CollectorConfig, "dataDir" | "state" | "http">;

/**
 * The record: that it is there and sound, and of which version; and what it tells of the clock, of other collectors and of venues. Nothing
 * is migrated: a look must not bring a database to where the running program cannot follow.
 */
export async function checkState(config: Look, now: () => number): Promise<DoctorCheck[]> {
  const { dataDir, state } = config;
  const isFile = state.url.startsWith("sqlite:");
  const path = isFile ? sqlitePath(state.url, dataDir, "state.db") : undefined;
  const place = statePlace(state.url, dataDir);
  let db: Kysely<StateTables> | undefined;
  try {
    if (path !== undefined) {
      refuseLost(path, "state");
      if (statSync(path, { throwIfNoEntry: false }) === undefined)
        return [{ id: "state", state: "warning", says: `${path} is not made yet`, todo: "the first start makes it" }];
      accessSync(path, constants.R_OK);
      await checkInThread(path, "state");
    }
    db =
      path === undefined
        ? openPostgresState(state.url)
        : new Kysely<StateTables>({ dialect: libsqlDialect(openSqliteForReading(path)) });
    const version = await checkVersion(db, place);
    // The tables of another version are not read: they may be others.
    if (version.state !== "ok") return [version];
    return [
      version,
      await checkClock(db, isFile ? "sqlite" : "postgres", now),
      ...(await checkOthers(db, config, now())),
      ...(await checkVenues(db)),
    ];
  } catch (error) {
    if (isRefusedByRights(error)) return [mayNotLook("state", place, ownerOf(path))];
    return [checkOf("state", storeProblem(error, { store: "state", place }))];
  } finally {
    await db?.destroy();
  }
}

async function checkVersion(db: Kysely<StateTables>, place: string): Promise<DoctorCheck> {
  const id = "state";
  const known = Object.keys(await migrations.getMigrations());
  const rows = await sql<{ name: string }>`SELECT name FROM kysely_migration ORDER BY name`
    .execute(db)
    .catch((error: unknown) => {
      // Neither database has the table before the first start.
      if (/no such table|does not exist/.test(String(error))) return { rows: [] };
      throw error;
    });
  const done = rows.rows.map(({ name }) => name);
  const newer = done.filter((name) => !known.includes(name));
  if (newer.length > 0)
    return {
      id,
      state: "failed",
      says: `${place} was brought to ${newer.at(-1)} by a newer version, which this program does not know`,
      todo: "install that version again, or restore the backup that was made before",
    };
  const missing = known.length - done.length;
  if (missing > 0)
    return {
      id,
      state: "warning",
      says: `${place} is sound, and ${missing} steps behind this program`,
      todo: "make a backup; the next start brings it up to date",
    };
  return { id, state: "ok", says: `${place} is sound, and of this program's version (${known.at(-1)})` };
}

async function checkOthers(db: Kysely<StateTables>, { http }: Look, now: number): Promise<DoctorCheck[]> {
  const all = await readCollectors({ db }, now);
  const name = `${hostname()}:${http.port}`;
  const own = all.find((it) => it.name === name);
  const found = [silentOthers(all, name), own && keysDiffer(all, own)];
  return found.flatMap((each) => (each === undefined ? [] : [checkOf("collectors", each)]));
}

async function checkVenues(db: Kysely<StateTables>): Promise<DoctorCheck[]> {
  const faults = await readVenueFaults({ db });
  if (faults.length === 0)
    return [
      { id: "venues", state: "ok", says: "their time zones and floors are right, and each sensor stands on a floor" },
    ];
  return faults.map(({ code, text }) => ({ id: "venues", state: "warning", code, says: text }));
}

function ownerOf(path: string | undefined): number | undefined {
  try {
    return path === undefined ? undefined : statSync(path, { throwIfNoEntry: false })?.uid;
  } catch {
    return undefined;
  }
}
