import { copyFileSync, existsSync, mkdirSync } from "node:fs";
import { mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { CommandError } from "@probewarden/cli";
import Database from "libsql";
import { asOwnerOf } from "../../store/as-owner.ts";
import { packArchive } from "../../store/archive.ts";
import { PEOPLE_KEY } from "../../people/secret-box.ts";
import { CERTIFICATE_FILES } from "../certificate-folder.ts";
import { PACKAGE_KEY_FILE } from "../../packages/package-key.ts";
import { sqlitePath } from "../../store/state/open-state.ts";
import { preparedConfigOf, type CommandContext } from "../command-context.ts";
import type { CollectorConfig } from "../config.ts";

/**
 * Files beside the stores: settings, the certificates, the keys of server and authority, and the password at an outside broker. A backup is
 * as secret as the data folder.
 */
const BESIDE = ["collector.yaml", ...CERTIFICATE_FILES, PACKAGE_KEY_FILE, PEOPLE_KEY, "collector-password"];

/** Folder of the copies while they are packed, and how old one is that nobody packs any more. */
const COPIES = "backup-";
const LEFT_AFTER_MS = 24 * 3_600_000;

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
  const config = preparedConfigOf(context, options.config);
  const { dataDir } = config;
  if (existsSync(file)) throw new CommandError(`${file}: it exists already (choose another name)`);
  if (!existsSync(dataDir))
    throw new CommandError(`${dataDir}: there is no such folder (name the collector's with /dataDir or PW_DATA_DIR)`);
  await asOwnerOf(dataDir, () => removeLeftCopies(dataDir, context.now()));
  const copies = await asOwnerOf(dataDir, () => mkdtemp(join(dataDir, COPIES)));
  try {
    const names = await asOwnerOf(dataDir, () => copyInto(copies, config, (line) => context.print(line)));
    if (names.length === 0) throw new CommandError(`${dataDir}: it holds no data of a collector`);
    // Where the file goes is the business of whoever runs the command.
    await packArchive(copies, names, file);
    context.print(`${file}: ${names.join(", ")}`);
  } finally {
    await rm(copies, { recursive: true });
  }
}

/** Consistent copies of all that is backed up; returns their names. */
async function copyInto(
  copies: string,
  { dataDir, state, series }: CollectorConfig,
  print: (line: string) => void,
): Promise<string[]> {
  const names: string[] = [];
  for (const [name, url] of [
    ["state.db", state.url],
    ["series.db", series.url],
  ] as const) {
    if (!url.startsWith("sqlite:")) print(SERVER_TOOLS[name]);
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
  return names;
}

/** What a backup that was killed left behind: copies as large as the stores. One that is under way is younger. */
async function removeLeftCopies(dataDir: string, now: number): Promise<void> {
  for (const name of await readdir(dataDir)) {
    if (!/^backup-\w{6}$/.test(name)) continue;
    const { mtimeMs } = await stat(join(dataDir, name));
    if (now - mtimeMs > LEFT_AFTER_MS) await rm(join(dataDir, name), { recursive: true, force: true });
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
