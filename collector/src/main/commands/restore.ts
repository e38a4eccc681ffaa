import { existsSync, readFileSync, readdirSync, rmdirSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { CommandError } from "@probewarden/cli";
import { asOwnerOf } from "../../store/as-owner.ts";
import { unpackArchive } from "../../store/archive.ts";
import { faultsOf } from "../../store/check-sqlite.ts";
import type { CommandContext } from "../command-context.ts";
import { DEFAULT_DATA_DIR } from "../load-config.ts";
import { moveConfig } from "../move-config.ts";
import { makeNewDataDir, replacePrivateFile } from "../private-files.ts";

/** Unpacks a backup into an empty folder, and makes its collector.yaml name that folder. It replaces nothing, so a wrong command destroys nothing, and no running collector is touched. */
export async function restore(context: CommandContext, file: string, options: { dataDir?: string }): Promise<void> {
  const dataDir = resolve(options.dataDir ?? context.environment["PW_DATA_DIR"] ?? DEFAULT_DATA_DIR);
  if (existsSync(dataDir) && readdirSync(dataDir).length > 0)
    throw new CommandError(`${dataDir}: it is not empty (restore into an empty folder with --data-dir)`);
  const isNew = !existsSync(dataDir);
  makeNewDataDir(dataDir);
  const restored = await unpackSound(file, dataDir).catch((error: unknown) => {
    // The folder was empty, so all that is in it is ours. What is left of a failure would name the data of before, and stand in the way of the next copy.
    for (const name of readdirSync(dataDir)) rmSync(join(dataDir, name), { recursive: true });
    if (isNew) rmdirSync(dataDir);
    throw error;
  });
  for (const [name, server] of [
    ["state.db", "the state was in PostgreSQL: put it back with pg_restore or psql"],
    ["series.db", "the series were in InfluxDB: put them back with influxd restore -portable"],
  ] as const)
    if (!restored.includes(name)) context.print(`it holds no ${name}; if ${server}`);
  context.print(`${dataDir}: ${restored.join(", ")}`);
  context.print(
    restored.includes("collector.yaml")
      ? movedHere(dataDir)
      : `it holds no collector.yaml; bring yours, with dataDir: ${dataDir}`,
  );
}

/** Names of what was in the file, each store looked through. @throws whatever says why it is no sound backup */
async function unpackSound(file: string, dataDir: string): Promise<string[]> {
  const restored = await unpackArchive(file, dataDir);
  for (const name of restored.filter((one) => one.endsWith(".db"))) {
    const [fault] = await asOwnerOf(dataDir, () => faultsOf(join(dataDir, name)));
    if (fault !== undefined)
      throw new CommandError(`${file}: its ${name} is damaged (${fault}); take another copy of the backup`);
  }
  return restored;
}

/** The restored collector.yaml names the folder that it was made for, whose data, or another collector, may still be there. */
function movedHere(dataDir: string): string {
  const file = join(dataDir, "collector.yaml");
  const moved = moveConfig(readFileSync(file, "utf8"), dataDir);
  if (moved === undefined)
    return `${file}: it is no settings, so /dataDir and the files named in it are for you to mend`;
  if (moved.rewritten.length === 0) return `${file}: nothing to rewrite`;
  replacePrivateFile(file, moved.yaml);
  return [`${file}: rewritten for this folder`, ...moved.rewritten.map((line) => `  ${line}`)].join("\n");
}
