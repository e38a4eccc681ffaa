import { createWriteStream, existsSync } from "node:fs";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import Database from "libsql";
import { tarOf, type TarEntry } from "../../store/tar.ts";
import { sqlitePath } from "../../store/state/open-state.ts";
import { configOf, type CommandContext } from "../command-context.ts";
import { CommandError } from "../explain-failure.ts";

/** Files beside the stores: settings, the certificates and the server's key. A backup is as secret as the data folder. */
const BESIDE = ["collector.yaml", "ca.crt", "server.crt", "server.key"];

/** Writes one .tar with consistent copies of the SQLite stores and all that stands beside them; the collector may run meanwhile. */
export async function backup(context: CommandContext, file: string, options: { config?: string }): Promise<void> {
  const { dataDir, state, series } = configOf(context, options.config);
  if (existsSync(file)) throw new CommandError(`${file} exists already; choose another name`);
  const copies = await mkdtemp(join(dataDir, "backup-"));
  try {
    const entries: TarEntry[] = [];
    for (const [name, url] of [
      ["state.db", state.url],
      ["series.db", series.url],
    ] as const) {
      if (!url.startsWith("sqlite:")) {
        context.print(`${name}: kept by a server; back it up with that server's own tool`);
        continue;
      }
      if (!existsSync(sqlitePath(url, dataDir, name))) continue;
      copyDatabase(sqlitePath(url, dataDir, name), join(copies, name));
      entries.push({ name, file: join(copies, name) });
    }
    const plans = existsSync(join(dataDir, "plans")) ? await readdir(join(dataDir, "plans")) : [];
    for (const name of [...BESIDE, ...plans.map((plan) => `plans/${plan}`)]) {
      if (existsSync(join(dataDir, name))) entries.push({ name, file: join(dataDir, name) });
    }
    await pipeline(tarOf(entries), createWriteStream(file, { flags: "wx", mode: 0o600 }));
    context.print(`${file}: ${entries.map((entry) => entry.name).join(", ")}`);
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
