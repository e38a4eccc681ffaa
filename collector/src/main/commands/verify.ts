import { existsSync } from "node:fs";
import { CommandError } from "@probewarden/cli";
import { asOwnerOf } from "../../store/as-owner.ts";
import { faultsOf } from "../../store/check-sqlite.ts";
import { sqlitePath } from "../../store/state/open-state.ts";
import { preparedConfigOf, type CommandContext } from "../command-context.ts";

/** Checks every page, index and reference of the SQLite stores. Fails when one is damaged. */
export async function verify(context: CommandContext, options: { config?: string }): Promise<void> {
  const { dataDir, state, series } = preparedConfigOf(context, options.config);
  const damaged: string[] = [];
  for (const [name, url] of [
    ["state", state.url],
    ["series", series.url],
  ] as const) {
    if (!url.startsWith("sqlite:")) {
      context.print(
        `${name}: kept by a server, which checks itself (PostgreSQL: pg_amcheck; InfluxDB: influx_inspect verify)`,
      );
      continue;
    }
    const path = sqlitePath(url, dataDir, `${name}.db`);
    if (!existsSync(path)) {
      context.print(`${name}: not made yet (${path})`);
      continue;
    }
    const faults = await asOwnerOf(dataDir, () => faultsOf(path));
    context.print(`${name}: ${faults.length === 0 ? "sound" : `damaged: ${faults.join("; ")}`} (${path})`);
    if (faults.length > 0) damaged.push(path);
  }
  if (damaged.length > 0)
    throw new CommandError(
      `${damaged.join(", ")}: damaged; stop the collector, keep the folder, and restore a backup into an empty one`,
    );
}
