import Database from "libsql";
import { existsSync } from "node:fs";
import { sqlitePath } from "../../store/state/open-state.ts";
import { configOf, type CommandContext } from "../command-context.ts";
import { CommandError } from "../explain-failure.ts";

/** Checks every page, index and reference of the SQLite stores. Fails when one is damaged. */
export function verify(context: CommandContext, options: { config?: string }): void {
  const { dataDir, state, series } = configOf(context, options.config);
  const damaged: string[] = [];
  for (const [name, url] of [
    ["state", state.url],
    ["series", series.url],
  ] as const) {
    if (!url.startsWith("sqlite:")) {
      context.print(`${name}: kept by a server, which checks itself`);
      continue;
    }
    const path = sqlitePath(url, dataDir, `${name}.db`);
    if (!existsSync(path)) {
      context.print(`${name}: not made yet (${path})`);
      continue;
    }
    const faults = faultsOf(path);
    context.print(`${name}: ${faults.length === 0 ? "sound" : faults.join("; ")} (${path})`);
    if (faults.length > 0) damaged.push(path);
  }
  if (damaged.length > 0)
    throw new CommandError(`damaged: ${damaged.join(", ")}; restore a backup into an empty folder`);
}

function faultsOf(path: string): string[] {
  try {
    const database = new Database(path, { readonly: true });
    const integrity = (database.prepare("PRAGMA integrity_check").all() as { integrity_check: string }[]).map(
      (row) => row.integrity_check,
    );
    const references = database.prepare("PRAGMA foreign_key_check").all();
    database.close();
    return [
      ...integrity.filter((line) => line !== "ok"),
      ...(references.length > 0 ? [`${references.length} rows refer to rows that are not there`] : []),
    ];
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}
