import { copyFileSync, existsSync, mkdirSync } from "node:fs";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { CommandError } from "@probewarden/cli";
import Database from "libsql";
import { packArchive } from "../../store/archive.ts";
import { CERTIFICATE_FILES } from "../certificate-folder.ts";
import { sqlitePath } from "../../store/state/open-state.ts";
import { preparedConfigOf, type CommandContext } from "../command-context.ts";

/**
 * Files beside the stores: settings, the certificates, the keys of server and authority, and the password at an outside broker. A backup is
 * as secret as the data folder.
 */
const BESIDE = ["collector.yaml", ...CERTIFICATE_FILES, "collector-password"];

/** What a server keeps is not in the file; its own tool makes a consistent copy. */
const SERVER_TOOLS = {
  "state.db": "the state is in PostgreSQL and not in this file: take it now too, with pg_dump",
  "series.db": "the series are in InfluxDB and not in this file: take them after it, with influxd backup -portable",
} as const;

/**
 * Writes one .tar with consistent copies of the SQLite stores and all that stands beside them; the collector may run meanwhile. The state
 * is copied first: ingest writes a message's series before the state says that it came, so every message that the copy of the state
 * knows has its levels in the copy of the series.
 */
export async function backup(context: CommandContext, file: string, options: { config?: string }): Promise<void> {
  const { dataDir, state, series } = preparedConfigOf(context, options.config);
  if (existsSync(file)) throw new CommandError(`${file}: it exists already (choose another name)`);
  if (!existsSync(dataDir))
    throw new CommandError(`${dataDir}: there is no such folder (name the collector's with /dataDir or PW_DATA_DIR)`);
  const copies = await mkdtemp(join(dataDir, "backup-"));
  try {
    const names: string[] = [];
    for (const [name, url] of [
      ["state.db", state.url],
      ["series.db", series.url],
    ] as const) {
      if (!url.startsWith("sqlite:")) context.print(SERVER_TOOLS[name]);
      else if (existsSync(sqlitePath(url, dataDir, name))) {
        copyDatabase(sqlitePath(url, dataDir, name), join(copies, name));
        names.push(name);
      }
    }
    const plans = existsSync(join(dataDir, "plans")) ? await readdir(join(dataDir, "plans")) : [];
    for (const name of [...BESIDE, ...plans.map((plan) => `plans/${plan}`)]) {
      if (!existsSync(join(dataDir, name))) continue;
      mkdirSync(dirname(join(copies, name)), { recursive: true });
      copyFileSync(join(dataDir, name), join(copies, name));
      names.push(name);
    }
    if (names.length === 0) throw new CommandError(`${dataDir}: it holds no data of a collector`);
    await packArchive(copies, names, file);
    context.print(`${file}: ${names.join(", ")}`);
  } finally {
    await rm(copies, { recursive: true });
  }
}

/** A copy of one moment, made by SQLite itself. */
function copyDatabase(from: string, to: string): void {
  const database = new Database(from);
  try {
    database.prepare("VACUUM INTO ?").run(to);
  } finally {
    database.close();
  }
}
